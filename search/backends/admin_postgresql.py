"""What the admin searches, on PostgreSQL: the index that Wagtail's migrations forget is made by one of ours."""

from modelsearch.backends.database.postgres.postgres import PostgresIndex, PostgresSearchBackend

from search.backends.admin import QuickSaves


class _Index(QuickSaves, PostgresIndex):
    pass


class AdminInPostgres(PostgresSearchBackend):
    index_class = _Index
