from typing import Any

from django.apps import AppConfig
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
    """Makes the database's own index, which migrations know nothing of, and makes it again when one has dropped it."""
    from search.backends import postgresql, sqlite

    sqlite.install()
    postgresql.install()
