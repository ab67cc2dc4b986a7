"""Entries in SQLite: a full-text index (FTS5) over the columns of the table, kept by triggers."""

import json
from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.backends.utils import CursorWrapper

from search.backends.asked import Asked
from search.backends.database import Condition, DatabaseBackend, Scope
from search.question import Group

COLUMNS = "name_keys, title_words, title_terms, offer_terms, body_terms"
SCOPES = {
    Scope.TITLE: "title_terms",
    Scope.TITLE_THEN_OFFER: "title_terms offer_terms",
    Scope.OFFER: "title_terms offer_terms",
    Scope.ANYWHERE: "title_terms offer_terms body_terms",
}
NEW, OLD = (", ".join(f"{row}.{column.strip()}" for column in COLUMNS.split(",")) for row in ("new", "old"))
# Terms are [a-z0-9]+, which the tokeniser leaves alone; `detail=column` since nobody asks for phrases. An index holds
# what counting reads, so that it never reads the wide rows.
TABLE = f"""CREATE VIRTUAL TABLE search_words USING fts5(
    {COLUMNS}, content='search_searchentry', content_rowid='id', tokenize='ascii', detail='column', columnsize=0)"""
FILL = "INSERT INTO search_words (search_words) VALUES ('rebuild')"
ADD = f"INSERT INTO search_words (rowid, {COLUMNS}) VALUES (new.id, {NEW});"  # noqa: S608  # constants above
REMOVE = f"INSERT INTO search_words (search_words, rowid, {COLUMNS}) VALUES ('delete', old.id, {OLD});"  # noqa: S608
KEEP = (
    "CREATE INDEX IF NOT EXISTS search_entry_narrow ON search_searchentry (id, facets_id, current_until, rank)",
    f"CREATE TRIGGER IF NOT EXISTS search_entry_added AFTER INSERT ON search_searchentry BEGIN {ADD} END",
    f"CREATE TRIGGER IF NOT EXISTS search_entry_removed AFTER DELETE ON search_searchentry BEGIN {REMOVE} END",
    f"CREATE TRIGGER IF NOT EXISTS search_entry_changed AFTER UPDATE OF id, {COLUMNS} ON search_searchentry "
    f"BEGIN {REMOVE} {ADD} END",
)


class EntriesInSQLite(DatabaseBackend):
    # CROSS JOIN: the words first, then the rows; the index, since the planner prefers the table.
    entries = "search_words CROSS JOIN search_searchentry e INDEXED BY search_entry_narrow ON e.id = search_words.rowid"
    among = "IN (SELECT value FROM json_each(%s))"

    def keys(self, keys: Sequence[int]) -> str:
        return json.dumps(list(keys))

    def marks(self, cursor: CursorWrapper, asked: Asked) -> Sequence[int]:
        where, values = self.matching(asked)
        mark = "2 * e.facets_id + (e.current_until <= %s)"
        cursor.execute(f"SELECT {mark} FROM {self.entries} WHERE {where}", [self.moment(asked), *values])  # noqa: S608
        return [mark for (mark,) in cursor.fetchall()]

    def matching(self, asked: Asked) -> Condition:
        expression = _holding(asked.wanted, Scope.ANYWHERE)
        return _match(f"({expression}) OR {_named(asked)}" if asked.name else expression)

    def holding(self, asked: Asked, scope: Scope) -> Condition:
        return _match(_holding(asked.wanted, scope))

    def named(self, asked: Asked) -> Condition:
        return _match(_named(asked))


def _match(expression: str) -> Condition:
    return "search_words MATCH %s", [expression]


def _named(asked: Asked) -> str:
    return f'name_keys : "{asked.name}"'


def _holding(wanted: Iterable[Sequence[Group]], scope: Scope) -> str:
    return " OR ".join(f"({_all_of(groups, scope)})" for groups in wanted)


def _all_of(groups: Sequence[Group], scope: Scope) -> str:
    found = " AND ".join(_group(group, SCOPES[scope]) for group in groups)
    if scope is not Scope.TITLE_THEN_OFFER:
        return found
    return f"{found} AND ({' OR '.join(_group(group, SCOPES[Scope.TITLE]) for group in groups)})"


def _group(group: Group, columns: str) -> str:
    ways = " OR ".join("(" + " AND ".join(f'"{term}"' for term in terms) + ")" for terms in group.alternatives)
    found = f"{{{columns}}} : ({ways})"
    return f'({found} OR title_words : "{group.prefix}" *)' if group.prefix else found


def install() -> None:
    """Makes the index and what keeps it, where they are missing: Django drops triggers when it remakes a table."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        for statement in KEEP if "search_words" in tables else (TABLE, FILL, *KEEP):
            cursor.execute(statement)
