"""Entries in PostgreSQL: inverted indexes (GIN) on expressions of the table's columns, and one of their order.

What most entries hold is read in order until there is enough of it; what few hold is found, then sorted: the planner
knows which from what ANALYZE tells of the expressions.
"""

import sys
from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from search.backends.asked import Asked
from search.backends.database import Condition, DatabaseBackend, Scope
from search.question import Group


def _array(column: str) -> str:
    return f"string_to_array({column}, ' ')"


def _vector(*columns: str) -> str:
    """The terms of COLUMNS as they are: no parser, no dictionary."""
    return f"array_to_tsvector(array_remove({' || '.join(map(_array, columns))}, ''))"


SCOPES = {
    Scope.TITLE: _vector("title_terms"),
    Scope.OFFER: _vector("title_terms", "offer_terms"),
    Scope.ANYWHERE: _vector("title_terms", "offer_terms", "body_terms"),
}
WORDS, NAMES = _vector("title_words"), _array("name_keys")
INDEXES = {
    "search_entry_in_title": SCOPES[Scope.TITLE],
    "search_entry_in_offer": SCOPES[Scope.OFFER],
    "search_entry_anywhere": SCOPES[Scope.ANYWHERE],
    "search_entry_words": WORDS,
    "search_entry_names": f"({NAMES})",
}


class EntriesInPostgres(DatabaseBackend):
    entries = "search_searchentry e"
    among = "= ANY(%s)"

    def keys(self, keys: Sequence[int]) -> list[int]:
        return list(keys)

    @contextmanager
    def cursor(self) -> Iterator[CursorWrapper]:
        """Reading the whole table would analyse each of its rows again, which the planner does not know to be dear."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL jit = off")
            yield cursor

    def marks(self, cursor: CursorWrapper, asked: Asked) -> Sequence[int]:
        """One value for all rows: a row each would take longer to pass than to find."""
        where, values = self.matching(asked)
        mark = "int8send(2 * e.facets_id + (e.current_until <= %s)::int)"
        cursor.execute(
            f"SELECT string_agg({mark}, '') FROM {self.entries} WHERE {where}",  # noqa: S608
            [self.moment(asked), *values],
        )
        marks = array("q", bytes(cursor.fetchone()[0] or b""))
        if sys.byteorder == "little":
            marks.byteswap()
        return marks

    def holding(self, asked: Asked, scope: Scope) -> Condition:
        ways = [_in_scope(groups, scope) for groups in asked.wanted]
        where = " OR ".join(f"({where})" for where, _values in ways)
        return f"({where})", [value for _where, values in ways for value in values]

    def named(self, asked: Asked) -> Condition:
        return f"{NAMES} @> ARRAY[%s]", [asked.name]


def _in_scope(groups: Sequence[Group], scope: Scope) -> Condition:
    if scope is not Scope.TITLE_THEN_OFFER:
        return _all_of(groups, SCOPES[scope])
    where, values = _all_of(groups, SCOPES[Scope.OFFER])
    some = [_all_of([group], SCOPES[Scope.TITLE]) for group in groups]
    in_title = " OR ".join(condition for condition, _ in some)
    return f"{where} AND ({in_title})", [*values, *(value for _, more in some for value in more)]


def _all_of(groups: Sequence[Group], vector: str) -> Condition:
    """Every group, in one question as far as can be; a prefix is a question of its own."""
    parts: list[str] = []
    values: list[str] = []
    whole = [_ways(group) for group in groups if not group.prefix]
    if whole:
        parts, values = [f"{vector} @@ %s::tsquery"], [" & ".join(whole)]
    for group in groups:
        if group.prefix:
            parts.append(f"({vector} @@ %s::tsquery OR {WORDS} @@ %s::tsquery)")
            values += [_ways(group), f"'{group.prefix}':*"]
    return " AND ".join(parts), values


def _ways(group: Group) -> str:
    return "(" + " | ".join("(" + " & ".join(f"'{term}'" for term in terms) + ")" for terms in group.alternatives) + ")"


def install() -> None:
    """Makes the indexes; harmless when they are there. `fastupdate` off: a search never sorts what saves left to do."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for name, expression in INDEXES.items():
            on = f"search_searchentry USING gin ({expression}) WITH (fastupdate=off)"
            cursor.execute(f"CREATE INDEX IF NOT EXISTS {name} ON {on}")
        cursor.execute("CREATE INDEX IF NOT EXISTS search_entry_rank ON search_searchentry (rank DESC, id)")
