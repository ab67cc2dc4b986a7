"""What the admin says after an actor is saved."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.ui.components import Component
from wagtail.admin.viewsets.base import ViewSet
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from annuaire.choosers import ActorChooserViewSet
from annuaire.duplicates import wagtail_hooks as duplicates_hooks  # noqa: F401
from annuaire.freshness.history import register as register_history
from annuaire.freshness.models import ConfirmationRequest
from annuaire.freshness.states import awaited
from annuaire.imports import wagtail_hooks as imports_hooks  # noqa: F401
from annuaire.models import ActorPage
from annuaire.viewsets import DirectoryViewSetGroup
from core.notices import NoticePanel


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def tell_doubts(request: HttpRequest, page: Page) -> None:
    """What seems wrong without being impossible; nothing when the browser saves by itself as one types."""
    if isinstance(page, ActorPage) and page.is_canonical and request.accepts("text/html"):
        for doubt in page.doubts():
            messages.warning(request, doubt)


@hooks.register("construct_homepage_panels")
def tell_answers(request: HttpRequest, panels: list[Component]) -> None:
    """What structures answered and nobody has dealt with."""
    if number := ConfirmationRequest.objects.filter(awaited(), actor__live=True).count():
        sentence = ngettext(
            "%(number)s structure a répondu au sujet de sa fiche.",
            "%(number)s structures ont répondu au sujet de leur fiche.",
            number,
        )
        address = f"{reverse('fiches_a_verifier:index')}?situation=answers"
        panels.append(NoticePanel(sentence % {"number": number}, _("Voir les réponses"), address))


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    register_history(actions)


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[ViewSet]:
    return [DirectoryViewSetGroup(), ActorChooserViewSet()]
