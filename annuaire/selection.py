"""What a reader asks of the directory, in one canonical form. No database here."""

from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import urlencode

# Facets, in the order they are offered: OR within one, AND between them.
FACETS = ("genre", "public", "commune", "service", "equipement")
# A list to choose one from: choosing replaces.
SINGLE = ("q", "pres", "tri")


@dataclass(frozen=True)
class Selection:
    """The values asked for, all of which exist (annuaire.filters checks them)."""

    q: str = ""
    genre: tuple[str, ...] = ()
    public: tuple[str, ...] = ()
    commune: tuple[str, ...] = ()
    service: tuple[str, ...] = ()
    equipement: tuple[str, ...] = ()
    pres: str = ""
    tri: str = ""

    def values(self, name: str) -> tuple[str, ...]:
        value = getattr(self, name)
        if isinstance(value, tuple):
            return value
        return (value,) if value else ()

    def pairs(self) -> list[tuple[str, str]]:
        """The parameters, as (name, value), in canonical order."""
        return [(field.name, value) for field in fields(self) for value in self.values(field.name)]

    def without(self, name: str, value: str) -> "Selection":
        """The same without VALUE of NAME."""
        kept: Any = "" if name in SINGLE else tuple(other for other in getattr(self, name) if other != value)
        return replace(self, **{name: kept})

    def cleared(self) -> "Selection":
        """Everybody, in the same order."""
        return Selection(tri=self.tri)

    def at(self, path: str, **more: str) -> str:
        """The address of PATH with this selection, and MORE parameters."""
        pairs = [*self.pairs(), *more.items()]
        return f"{path}?{urlencode(pairs)}" if pairs else path
