from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("Territoire")

    def ready(self) -> None:
        from core import groups, sign_ins, signals, widgets  # noqa: F401
        from core.atomic_actions import make_actions_atomic

        make_actions_atomic()
