"""What the admin says of duplicates: registered when `annuaire.wagtail_hooks` is."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
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


@hooks.register("insert_global_admin_css")
def duplicates_css() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("annuaire/admin/duplicates.css"))
