"""What a reader asks of search, in one canonical form. No database here."""

from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import urlencode

from search.backends.asked import FACETS, Filters

# In an address: search the words as they are typed, even when nothing has them.
VERBATIM = "tel_quel"


@dataclass(frozen=True)
class Selection:
    """The words, and the values chosen in each facet, all of which exist (search.filters checks them)."""

    q: str = ""
    type: tuple[str, ...] = ()
    public: tuple[str, ...] = ()
    theme: tuple[str, ...] = ()
    commune: tuple[str, ...] = ()
    tel_quel: str = ""

    @property
    def filters(self) -> Filters:
        """The facets, as search takes them."""
        return Filters(**{name: getattr(self, name) for name in FACETS})

    @property
    def active(self) -> int:
        """How many values are chosen."""
        return sum(len(getattr(self, name)) for name in FACETS)

    def values(self, name: str) -> tuple[str, ...]:
        value = getattr(self, name)
        return value if isinstance(value, tuple) else (value,) if value else ()

    def pairs(self) -> list[tuple[str, str]]:
        """The parameters, as (name, value), in canonical order."""
        return [(field.name, value) for field in fields(self) for value in self.values(field.name)]

    def without(self, name: str, value: str) -> "Selection":
        """The same without VALUE of the facet NAME."""
        kept: Any = tuple(other for other in getattr(self, name) if other != value)
        return replace(self, **{name: kept})

    def cleared(self) -> "Selection":
        """The same words everywhere."""
        return Selection(q=self.q, tel_quel=self.tel_quel)

    def about(self, text: str, *, verbatim: bool = False) -> "Selection":
        """Other words, the same filters; VERBATIM: not corrected."""
        return replace(self, q=text, tel_quel="1" if verbatim else "")

    def at(self, path: str) -> str:
        """The address of PATH with this selection: its first page."""
        return f"{path}?{urlencode(self.pairs())}" if self.pairs() else path
