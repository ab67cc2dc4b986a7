from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _


class AgendaConfig(AppConfig):
    name = "agenda"
    verbose_name = _("Agenda")

    def ready(self) -> None:
        from agenda.datasets import agenda_datasets
        from agenda.terms import MODELS, forget_terms
        from agenda.text import add_fold
        from core.open_data.datasets import register

        register(agenda_datasets)
        connection_created.connect(add_fold, dispatch_uid="agenda-fold")
        for model in MODELS:
            post_save.connect(forget_terms, sender=model, dispatch_uid=f"agenda-terms-{model.__name__}")
            post_delete.connect(forget_terms, sender=model, dispatch_uid=f"agenda-terms-{model.__name__}")
