from typing import Any

from django.apps import AppConfig
from django.db import connection
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Recherche")

    def ready(self) -> None:
        from search import signals

        signals.connect_all()
        post_migrate.connect(install_indexes, sender=self)


def install_indexes(sender: AppConfig, **kwargs: Any) -> None:
    """Makes the database's own index, which migrations know nothing of, and makes it again when one has dropped it.

    Nothing to index yet after another application alone has migrated.
    """
    from search.backends import postgresql, sqlite
    from search.models import SearchEntry

    wanted = {field.column for field in SearchEntry._meta.concrete_fields}
    with connection.cursor() as cursor:
        if SearchEntry._meta.db_table not in connection.introspection.table_names(cursor):
            return
        description = connection.introspection.get_table_description(cursor, SearchEntry._meta.db_table)
    if wanted <= {column.name for column in description}:
        sqlite.install()
        postgresql.install()
