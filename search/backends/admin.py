"""What the admin searches (pages, pictures, lists): Wagtail's own database backends, without what makes them slow.

On SQLite the stock backend runs the whole match again for each row that matches: here ranks are read once, then rows
are joined to them. On both, it reads the whole index twice at each save to measure how long titles are.
"""

from typing import Any

from django.db import connection
from django.db.models import Model
from wagtail.search.backends.base import BaseSearchBackend

from search.models import SearchEntry


class QuickSaves:
    """An index that measures titles when it is rebuilt, and leaves entries of public search to their own engine."""

    def _refresh_title_norms(self, full: bool = False) -> None:
        if full:
            super()._refresh_title_norms(full=True)  # type: ignore[misc]

    def add_items(self, model: type[Model], objs: list[Model]) -> None:
        if not issubclass(model, SearchEntry):
            super().add_items(model, objs)  # type: ignore[misc]


def SearchBackend(params: dict[str, Any]) -> BaseSearchBackend:  # the name that Wagtail looks for
    """The backend of the site's database."""
    if connection.vendor == "postgresql":
        from search.backends.admin_postgresql import AdminInPostgres

        return AdminInPostgres(params)
    from search.backends.admin_sqlite import AdminInSQLite

    return AdminInSQLite(params)
