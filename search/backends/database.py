"""The site's own database as an engine: it keeps the index of the entries by itself, so it is never behind them.

Order, on every engine: the exact name; then what is not past, by where the words are; then what is past, likewise
(ORDER); within each, the greatest rank, then the smallest key.
"""

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from enum import IntEnum
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper
from wagtail.search.backends.base import BaseSearchBackend

from search.backends.asked import Asked, Found
from search.backends.results import EntryQueryCompiler, EntryResults
from search.facets import Tally, readable, tally


class Scope(IntEnum):
    """Where the words are; each holds the one before."""

    TITLE = 1
    TITLE_THEN_OFFER = 2  # one of them at least in the title, the others in what is offered
    OFFER = 3
    ANYWHERE = 4


# What comes first: whether the entry is past, then where the words are.
ORDER = [(scope, past) for past in (False, True) for scope in Scope]


Condition = tuple[str, list[Any]]


class DatabaseBackend(BaseSearchBackend):
    """What SQLite and PostgreSQL share; each says how it writes a condition. Entries are `e` in their SQL."""

    query_compiler_class = autocomplete_query_compiler_class = EntryQueryCompiler
    results_class = EntryResults
    entries: str

    def find(self, asked: Asked, start: int, stop: int | None) -> Found:
        """What ASKED finds, keys from START to STOP, to the end without STOP."""
        with self.cursor() as cursor:
            found = tally(self.marks(cursor, asked), asked)
            wanted = found.total if stop is None else min(stop, found.total)
            keys: list[int] = []
            for condition, past in self._classes(asked, found) if wanted > start else ():
                keys += self._best(cursor, asked, found, condition, past, keys, wanted - len(keys))
                if len(keys) >= wanted:
                    break
        return Found(tuple(keys[start:]), found.total, found.current, found.counts)

    def holders(self, asked: Asked) -> list[int]:
        """The keys of the entries that hold what is asked, in no order, filters aside."""
        where, values = self.holding(asked, Scope.ANYWHERE)
        with self.cursor() as cursor:
            cursor.execute(f"SELECT e.id, e.facets_id FROM {self.entries} WHERE {where}", values)  # noqa: S608
            rows = cursor.fetchall()
        read = readable({facets for _, facets in rows}, asked.language)
        return [key for key, facets in rows if facets in read]

    def _classes(self, asked: Asked, found: Tally) -> Iterator[tuple[Condition, bool | None]]:
        """What comes first, then next…: a condition, and whether it is for what is past, or either."""
        if asked.name:
            yield self.named(asked), None
        # A word alone is in the title or is not.
        alone = all(len(groups) == 1 for groups in asked.wanted)
        for scope, past in ORDER:
            if scope is Scope.TITLE_THEN_OFFER and alone:
                continue
            if found.total - found.current if past else found.current:
                yield self.holding(asked, scope), past

    def _best(
        self,
        cursor: CursorWrapper,
        asked: Asked,
        found: Tally,
        condition: Condition,
        past: bool | None,
        before: Sequence[int],
        most: int,
    ) -> list[int]:
        """The MOST best keys under CONDITION among what passes the filters, without those of BEFORE."""
        where, values = condition
        moment = self.moment(asked)
        if past is not None:
            where, values = f"{where} AND e.current_until {'<=' if past else '>'} %s", [*values, moment]
        if found.passing or found.sets:
            # The plus keeps the planner from looking each entry up once for each of the facet sets.
            among = f"(+e.facets_id {self.among}) IS {'' if found.passing else 'NOT '}TRUE"
            where, values = f"{where} AND {among}", [*values, self.keys(sorted(found.sets))]
        if before:
            where, values = f"{where} AND (e.id {self.among}) IS NOT TRUE", [*values, self.keys(before)]
        order = "e.rank DESC, e.id" if past is not None else "e.current_until <= %s, e.rank DESC, e.id"
        values = values if past is not None else [*values, moment]
        cursor.execute(f"SELECT e.id FROM {self.entries} WHERE {where} ORDER BY {order} LIMIT %s", [*values, most])  # noqa: S608
        return [key for (key,) in cursor.fetchall()]

    def moment(self, asked: Asked) -> Any:
        """Now, as the database compares it."""
        return connection.ops.adapt_datetimefield_value(asked.now)

    def matching(self, asked: Asked) -> Condition:
        """What is found at all: the words anywhere, or the whole name."""
        where, values = self.holding(asked, Scope.ANYWHERE)
        if not asked.name:
            return where, values
        named, more = self.named(asked)
        return f"({where} OR {named})", [*values, *more]

    # What follows an expression to say that it is one of the keys given as a parameter.
    among: str

    def cursor(self) -> Any:
        """A cursor, as a context."""
        return connection.cursor()

    @abstractmethod
    def keys(self, keys: Sequence[int]) -> Any:
        """KEYS as the parameter of `among`."""

    @abstractmethod
    def marks(self, cursor: CursorWrapper, asked: Asked) -> Sequence[int]:
        """The mark of each entry found, filters aside: see search.facets.tally."""

    @abstractmethod
    def holding(self, asked: Asked, scope: Scope) -> Condition:
        """The entries that hold in SCOPE every group of one of `asked.wanted`."""

    @abstractmethod
    def named(self, asked: Asked) -> Condition:
        """The entries whose whole name is `asked.name`."""


def SearchBackend(params: dict[str, Any]) -> DatabaseBackend:  # the name that Wagtail looks for
    """The engine of the site's database."""
    from search.backends.postgresql import EntriesInPostgres
    from search.backends.sqlite import EntriesInSQLite

    return (EntriesInPostgres if connection.vendor == "postgresql" else EntriesInSQLite)(params)
