from django.apps import AppConfig
from django.db.models.signals import pre_migrate
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("Territoire")

    def ready(self) -> None:
        from core import groups, sign_ins, signals, widgets  # noqa: F401
        from core.admin_exports import neutralise_exports
        from core.atomic_actions import make_actions_atomic
        from core.database_file import close_to_others

        make_actions_atomic()
        neutralise_exports()
        pre_migrate.connect(close_to_others, sender=self)
