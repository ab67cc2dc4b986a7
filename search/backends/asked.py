"""What is asked of any engine, and what any engine answers."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from wagtail.search.query import SearchQuery

from search.question import Group

FACETS = ("type", "public", "theme", "commune")


@dataclass(frozen=True)
class Filters:
    """The values chosen in each facet: any of them within a facet, all facets together; none chosen, all pass.

    `type`: values of Kind; `public`, `theme`: codes of the vocabularies; `commune`: INSEE codes.
    """

    type: tuple[str, ...] = ()
    public: tuple[str, ...] = ()
    theme: tuple[str, ...] = ()
    commune: tuple[str, ...] = ()

    def chosen(self, facet: str) -> tuple[str, ...]:
        """The values chosen in FACET."""
        return getattr(self, facet)


@dataclass(frozen=True)
class Asked(SearchQuery):
    """The entries that hold every group of one of `wanted`, or whose whole name is `name`; read in `language`.

    An entry is past when it stopped being current at `now` or before.
    """

    wanted: tuple[tuple[Group, ...], ...]
    name: str
    language: str
    now: dt.datetime
    filters: Filters = field(default_factory=Filters)

    def __repr__(self) -> str:
        return f"<Asked {self.wanted!r} {self.filters!r}>"


@dataclass(frozen=True)
class Found:
    """The keys of a page of entries in order; how many there are in all, how many of them not past, counts by facet.

    The counts of a facet are those of the other facets' choices, so that each value says what choosing it would give.
    """

    keys: tuple[int, ...]
    total: int
    current: int
    counts: Mapping[str, Mapping[str, int]]
