"""The admin of what every app uses: its menu, vocabulary and places, what is said when they are saved or deleted."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from core.groups import is_administrator
from core.languages import DEFAULT_LANGUAGE
from core.listings import LANGUAGE_NAMES
from core.mail.sending import pending
from core.mail.viewsets import LISTED, READ, MailViewSet
from core.models import Place
from core.models.kept import KeptWhileUsed
from core.notices import NoticePanel
from core.viewsets import PlaceViewSet, VocabularyGroup


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(READ, gettext_lazy("Lire un courriel"), gettext_lazy("Courriel lu"))
    actions.register_action(LISTED, gettext_lazy("Lister les courriels"), gettext_lazy("Liste des courriels vue"))


@hooks.register("before_delete_snippet")
def refuse_to_delete_what_is_used(request: HttpRequest, instances: Iterable[Model]) -> HttpResponse | None:
    """Says which of INSTANCES are used, and by what, instead of deleting any."""
    refusals = {
        instance: instance.refusal(users)
        for instance in instances
        if isinstance(instance, KeptWhileUsed) and (users := instance.users())
    }
    if not refusals:
        return None
    for sentence in refusals.values():
        messages.error(request, sentence)
    address = AdminURLFinder(request.user).get_edit_url(next(iter(refusals)))
    return redirect(address or "wagtailadmin_home")


@hooks.register("before_delete_page")
def announce_translations(request: HttpRequest, page: Page) -> None:
    """Before a French page is deleted: its translations go with it (core.signals)."""
    others = page.get_translations().filter(alias_of=None).select_related("locale")
    if request.method != "GET" or page.alias_of_id or page.locale.language_code != DEFAULT_LANGUAGE or not others:
        return
    languages = ", ".join(LANGUAGE_NAMES[other.locale.language_code] for other in others)
    messages.warning(request, _("Ses traductions seront supprimées aussi : %(languages)s.") % {"languages": languages})


@hooks.register("before_bulk_action")
def leave_out_what_goes_too(request: HttpRequest, action_type: str, objects: list[Model], action: BulkAction) -> None:
    """Of several pages deleted at once, those that another one takes with it need not be deleted again."""
    pages = [page for page in objects if isinstance(page, Page)] if action_type == "delete" else []
    french = [page for page in pages if not page.alias_of_id and page.locale.language_code == DEFAULT_LANGUAGE]
    keys = {page.translation_key for page in french}
    objects[:] = [thing for thing in objects if thing in french or getattr(thing, "translation_key", "") not in keys]


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def tell_doubts(request: HttpRequest, instance: Any) -> None:
    """After a place is saved: what seems wrong in its address."""
    if isinstance(instance, Place):
        for doubt in instance.doubts():
            messages.warning(request, doubt)


@hooks.register("register_icons")
def register_icons(icons: list[str]) -> list[str]:
    """Those of the public site that Wagtail lacks."""
    names = ("calendar-days", "map-pin", "ticket", "trophy", "users", "wrench")
    return [*icons, *(f"core/admin/icons/{name}.svg" for name in names)]


@hooks.register("construct_homepage_panels")
def tell_stopped_mails(request: HttpRequest, panels: list[Component]) -> None:
    """Mails that did not leave are said until someone has looked at them."""
    if number := pending()["stopped"]:
        sentence = ngettext("%(number)s courriel n’est pas parti.", "%(number)s courriels ne sont pas partis.", number)
        panels.append(NoticePanel(sentence % {"number": number}, _("Voir les courriels"), reverse("courriels:index")))


@hooks.register("register_admin_viewset")
def register_mail() -> MailViewSet:
    return MailViewSet()


@hooks.register("insert_global_admin_css")
def admin_css() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("core/admin/admin.css"))


@hooks.register("insert_editor_js")
def editor_js() -> SafeString:
    scripts = [(static(f"core/admin/{name}.js"),) for name in ("admin", "translation")]
    return format_html_join("", '<script src="{}"></script>', scripts)


@hooks.register("construct_main_menu")
def keep_what_editors_need(request: HttpRequest, items: list[MenuItem]) -> None:
    """Reports and Wagtail's help are for administrators."""
    if not is_administrator(request.user):
        items[:] = [item for item in items if item.name not in ("reports", "help")]


@hooks.register("construct_page_action_menu", order=100)
def publish_first(items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """Who may publish does it in one click, and needs nobody's approval."""
    publish = next((item for item in items if item.name == "action-publish"), None)
    if publish:
        items[:] = [publish, *(item for item in items if item is not publish and item.name != "action-submit")]


register_snippet(VocabularyGroup)
register_snippet(PlaceViewSet)
