"""What an editor does about one entry: its page in the admin, and the three actions."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from annuaire.freshness.confirming import confirm, settle
from annuaire.freshness.enums import Step
from annuaire.freshness.history import history_of
from annuaire.freshness.reports import situations
from annuaire.freshness.requests import ask, why_not_written_to
from annuaire.freshness.states import ages, refresh_state
from annuaire.models import ActorPage
from core.clock import today


def entry_for(request: HttpRequest, pk: int) -> ActorPage:
    """The published entry, for someone who may publish it."""
    actor = get_object_or_404(ActorPage.objects.canonical().live(), id=pk)
    if not actor.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    return actor


class FreshnessView(WagtailAdminTemplateMixin, TemplateView):
    """The situation of an entry, what was written, what happened, and what to do."""

    template_name = "annuaire/admin/freshness.html"
    page_title = gettext_lazy("Fraîcheur de la fiche")
    header_icon = "history"

    def get_page_subtitle(self) -> str:
        return self.actor.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        listing = {"url": reverse_lazy("fiches_a_verifier:index"), "label": _("Fiches à vérifier")}
        return [*self.breadcrumbs_items, listing, {"url": "", "label": self.actor.title}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.actor = entry_for(request, kwargs["pk"])
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            actor=self.actor,
            situation=situations([self.actor]).get(self.actor.pk),
            requests=self.actor.confirmation_requests.select_related("mail", "settled_by"),
            history=history_of(self.actor),
            act_url=reverse("fiches_a_verifier:act", args=[self.actor.pk]),
            edit_url=reverse("wagtailadmin_pages:edit", args=[self.actor.pk]),
            next=self.request.path,
            **kwargs,
        )


@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirms the entry today, writes to its structure, or closes its answer; then goes back."""
    actor = entry_for(request, pk)
    actions = {"confirm": _confirm, "ask": _ask, "settle": _settle}
    if action := actions.get(request.POST.get("action", "")):
        action(request, actor)
    return redirect(get_valid_next_url_from_request(request) or reverse("fiches_a_verifier:detail", args=[pk]))


def _confirm(request: HttpRequest, actor: ActorPage) -> None:
    confirm(actor, today(), name="confirmed", user=request.user)
    messages.success(request, _("« %(name)s » est confirmée à la date d’aujourd’hui.") % {"name": actor.title})


def _ask(request: HttpRequest, actor: ActorPage) -> None:
    age = ages([actor]).get(actor.pk)
    if obstacle := why_not_written_to(actor):
        messages.error(request, _("Rien n’est envoyé : %(obstacle)s.") % {"obstacle": obstacle})
    elif age is None or age.last_asked == today():
        messages.warning(request, _("Un courriel a déjà été écrit aujourd’hui à cette structure."))
    else:
        ask(actor, age, Step.BY_HAND, today(), request.user)
        messages.success(request, _("Le lien part dans la minute à %(address)s.") % {"address": actor.email})


def _settle(request: HttpRequest, actor: ActorPage) -> None:
    if settle(actor, request.user):
        refresh_state(actor, ages([actor])[actor.pk], today())
        messages.success(request, _("La réponse de « %(name)s » est classée.") % {"name": actor.title})
