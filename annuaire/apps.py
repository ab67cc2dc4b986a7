from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnnuaireConfig(AppConfig):
    name = "annuaire"
    verbose_name = _("Annuaire")

    def ready(self) -> None:
        from annuaire.datasets import directory_datasets
        from annuaire.duplicates import following as following_duplicates  # noqa: F401
        from annuaire.freshness import following  # noqa: F401
        from annuaire.signals import connect_all
        from core.open_data.datasets import register
        from core.repointing import FOLLOWING

        # What a source said of an entry is what it will say of the one that stays.
        FOLLOWING.add(("annuaire.ImportedActor", "actor"))

        connect_all()
        register(directory_datasets)
