"""What the admin says of duplicates: registered when `annuaire.wagtail_hooks` is."""

from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet
from wagtail.log_actions import LogActionRegistry

from annuaire.duplicates.history import register
from annuaire.duplicates.viewsets import DuplicatesViewSet


@hooks.register("register_log_actions")
def register_merges(actions: LogActionRegistry) -> None:
    register(actions)


@hooks.register("register_admin_viewset")
def register_desk() -> ViewSet:
    return DuplicatesViewSet()
