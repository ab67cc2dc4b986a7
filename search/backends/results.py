"""The part of Wagtail's search API that every engine of ours shares: an engine only has to `find`."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from wagtail.search.backends.base import BaseSearchQueryCompiler, BaseSearchResults

from search.backends.asked import Asked, Found
from search.models import SearchEntry


class EntryQueryCompiler(BaseSearchQueryCompiler):
    """What is asked stays as it is: each engine writes it in its own words."""

    query: Asked


class EntryResults(BaseSearchResults):
    """Entries in order; what the engine finds is asked once per window."""

    supports_facet = True

    @cached_property
    def found(self) -> Found:
        return self.backend.find(self.query_compiler.query, self.start, self.stop)

    def _do_search(self) -> list[SearchEntry]:
        rows = self.query_compiler.queryset.in_bulk(self.found.keys)
        return [rows[key] for key in self.found.keys if key in rows]

    def _do_count(self) -> int:
        return self.found.total

    def facet(self, field_name: str) -> Mapping[str, int]:
        """How many entries each value of a facet would give."""
        return self.found.counts[field_name]

    def __getitem__(self, key: Any) -> Any:
        return super().__getitem__(key)
