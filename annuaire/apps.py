from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnnuaireConfig(AppConfig):
    name = "annuaire"
    verbose_name = _("Annuaire")

    def ready(self) -> None:
        from annuaire.datasets import directory_datasets
        from annuaire.freshness import following  # noqa: F401
        from annuaire.signals import connect_all
        from core.open_data.datasets import register

        connect_all()
        register(directory_datasets)
