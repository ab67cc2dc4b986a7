"""What the admin searches, on SQLite: ranks are read from the full-text index once, then rows are joined to them."""

from typing import Any

from django.db import connection
from django.db.models import IntegerField, Model, QuerySet
from django.db.models.expressions import RawSQL
from modelsearch.backends.database.sqlite.query import MatchExpression, normalize
from modelsearch.backends.database.sqlite.sqlite import (
    IndexEntry,
    SQLiteAutocompleteQueryCompiler,
    SQLiteFTSIndexEntry,
    SQLiteIndex,
    SQLiteSearchBackend,
    SQLiteSearchQueryCompiler,
    SQLiteSearchResults,
)
from modelsearch.utils import get_descendants_content_types_pks
from wagtail.search.query import MatchAll, Not

from search.backends.admin import QuickSaves

WORDS, ENTRIES = SQLiteFTSIndexEntry._meta.db_table, IndexEntry._meta.db_table
# The columns of the index: autocomplete, body, title.
SCORE = f"bm25({WORDS}, 1.0, 1.0, 10.0)"
# CROSS JOIN and the unary plus: the words first, then the rows, whatever the planner thinks.
MATCHES = (
    "SELECT CAST(e.object_id AS INTEGER){score} FROM (SELECT rowid AS r{scored} FROM {words} WHERE {words} MATCH %s) m"
    " CROSS JOIN {entries} e ON e.id = m.r WHERE +e.content_type_id IN ({types})"
)


class _RankedFirst:
    """A compiler that gives, for a plain question, the keys that match and their scores in one reading of the index."""

    @property
    def is_plain(self) -> bool:
        """Whether the question is one this module writes; the stock compiler writes the others."""
        question = normalize(self.query)
        keys = self.queryset.model._meta.pk.target_field if self.queryset.model._meta.pk.is_relation else None
        keys = keys or self.queryset.model._meta.pk
        return isinstance(keys, IntegerField) and not isinstance(question, MatchAll | Not)

    def matches(self, *, scored: bool) -> tuple[str, list[Any]]:
        """SQL of the keys that match, with their scores if SCORED."""
        question = self.build_search_query(normalize(self.query))
        compiler = self.queryset.query.get_compiler(connection=connection)
        _, values = MatchExpression(self.fields or self.FTS_TABLE_FIELDS, question).as_sql(compiler, connection)
        types = get_descendants_content_types_pks(self.queryset.model)
        sql = MATCHES.format(
            score=", m.score_order" if scored else "",
            scored=f", {SCORE} AS score_order" if scored else "",
            words=WORDS,
            entries=ENTRIES,
            types=", ".join(map(str, types)),
        )
        return sql, values

    def search(self, config: Any, start: int | None, stop: int | None, score_field: str | None = None) -> QuerySet:
        """What counting, facets and ordering by a column read."""
        if not self.is_plain or score_field is not None:
            return super().search(config, start, stop, score_field=score_field)
        found = self.queryset.filter(pk__in=RawSQL(*self.matches(scored=False)))  # noqa: S611  # constants and numbers
        if not found.query.order_by:
            found = found.order_by("-pk")
        return found[start:stop]


class _Compiler(_RankedFirst, SQLiteSearchQueryCompiler):
    pass


class _AutocompleteCompiler(_RankedFirst, SQLiteAutocompleteQueryCompiler):
    pass


class _Results(SQLiteSearchResults):
    def _do_search(self) -> list[Model]:
        """By relevance, the latest first when they are equal."""
        compiler = self.query_compiler
        if not compiler.is_plain or not compiler.order_by_relevance or self._score_field:
            return super()._do_search()
        with connection.cursor() as cursor:
            cursor.execute(*compiler.matches(scored=True))
            scores = dict(cursor.fetchall())
        found = compiler.search(None, None, None).order_by().values_list("pk", flat=True)
        keys = sorted(found, key=lambda key: (scores[key], -key))[self.start : self.stop]
        rows = compiler.queryset.in_bulk(keys)
        return [rows[key] for key in keys if key in rows]


class _Index(QuickSaves, SQLiteIndex):
    pass


class AdminInSQLite(SQLiteSearchBackend):
    index_class = _Index
    query_compiler_class = _Compiler
    autocomplete_query_compiler_class = _AutocompleteCompiler
    results_class = _Results
