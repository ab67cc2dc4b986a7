"""What a reader asks of the agenda, in one canonical form whatever the order it was asked in. No database here."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import urlencode

# The names of the public contract, in the order an address gives them, then those of the workshops alone.
NAMES = (
    "du", "au", "public", "theme", "type", "commune", "organisateur", "action", "lieu", "mode", "gratuit", "q",
    "equipement", "niveau", "places",
)  # fmt: skip
SINGLE = ("du", "au", "gratuit", "places")


@dataclass(frozen=True)
class Selection:
    """One value each for dates and price, several for the others: OR within a name, AND between names.

    Values are known to exist (agenda.filters checks them); tuples come out sorted, each value once.
    """

    du: dt.date | None = None
    au: dt.date | None = None
    public: tuple[str, ...] = ()
    theme: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    commune: tuple[str, ...] = ()
    organisateur: tuple[str, ...] = ()
    action: tuple[str, ...] = ()
    lieu: tuple[str, ...] = ()
    mode: tuple[str, ...] = ()
    gratuit: bool = False
    q: tuple[str, ...] = ()
    equipement: tuple[str, ...] = ()
    niveau: tuple[str, ...] = ()
    places: bool = False

    def __post_init__(self) -> None:
        for field in fields(self):
            if field.name not in SINGLE:
                object.__setattr__(self, field.name, tuple(sorted(set(getattr(self, field.name)))))

    @property
    def is_empty(self) -> bool:
        return self == Selection()

    def pairs(self) -> list[tuple[str, str]]:
        """The parameters, as (name, value), in canonical order."""
        return [(name, value) for name in NAMES for value in self.values(name)]

    def values(self, name: str) -> tuple[str, ...]:
        """The values of NAME as an address writes them."""
        value = getattr(self, name)
        if isinstance(value, tuple):
            return value
        if isinstance(value, dt.date):
            return (value.isoformat(),)
        return ("1",) if value else ()

    def querystring(self) -> str:
        """The canonical query string, without its question mark."""
        return urlencode(self.pairs())

    def having(self, name: str, value: str) -> "Selection":
        """The same with VALUE added to a name that takes several."""
        return self._changed(name, (*getattr(self, name), value))

    def without(self, name: str, value: str | None = None) -> "Selection":
        """The same without VALUE of NAME, or without any."""
        if value is None or name in SINGLE:
            return self._changed(name, getattr(Selection(), name))
        return self._changed(name, tuple(kept for kept in getattr(self, name) if kept != value))

    def _changed(self, name: str, value: Any) -> "Selection":
        return replace(self, **{name: value})

    @property
    def undated(self) -> "Selection":
        """The same at any time."""
        return self.without("du").without("au")

    @property
    def lasting(self) -> "Selection":
        """The same without what changes with each booking: what a feed or a subscription may be of."""
        return self.without("places")

    def only(self, names: Iterable[str]) -> "Selection":
        """The same with these names alone."""
        kept: dict[str, Any] = {name: getattr(self, name) for name in names}
        return Selection(**kept)

    def at(self, path: str, page: int = 1) -> str:
        """The address of PATH with this selection; with PAGE, of that page of its list."""
        pairs = self.pairs() + ([("page", str(page))] if page > 1 else [])
        return f"{path}?{urlencode(pairs)}" if pairs else path


@dataclass(frozen=True)
class Scope:
    """What an address is about before any filter: everything, the workshops, or what concerns an actor (its id)."""

    workshops: bool = False
    actor: int | None = None
