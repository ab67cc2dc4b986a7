"""The deliberation: what is decided of each application, and why when it goes against the ranking; then the pages."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from core.clock import now as clock_now
from evenements.contest.audit import note
from evenements.contest.desk import DeskView, desk_url, marked_edition_for, row_of
from evenements.contest.enums import Outcome
from evenements.contest.jury import User
from evenements.contest.models import Application, Decision
from evenements.contest.overrides import Verdict, against_the_ranking
from evenements.contest.preparing import follow, is_published, is_shown, prepare
from evenements.contest.ranking import Standing
from evenements.contest.results import obstacles
from evenements.contest.stages import Stage
from evenements.contest.tally import Tally, tally_of
from evenements.editions import stage_of
from evenements.models import ContestPage

UNDECIDED = [("", gettext_lazy("À décider"))]
CLOSED = (Stage.CLOSED, Stage.JURY, Stage.RESULTS)


class DecisionForm(forms.Form):
    """What is decided of one application."""

    outcome = forms.ChoiceField(choices=[*UNDECIDED, *Outcome.choices], required=False)
    rank = forms.IntegerField(min_value=1, max_value=99, required=False)
    reason = forms.CharField(max_length=1000, required=False)
    jury_words = forms.CharField(max_length=1000, required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("jury_words") and said.get("outcome") not in (Outcome.LAUREATE, Outcome.FINALIST):
            self.add_error("jury_words", _("Le mot du jury accompagne une distinction : lauréate ou finaliste."))
        return said

    @property
    def verdict(self) -> Verdict | None:
        """What the form says, when it says something."""
        said = self.cleaned_data
        return Verdict(Outcome(said["outcome"]), said.get("rank"), said["reason"]) if said.get("outcome") else None


def decision_form(application: Application, data: Any = None) -> DecisionForm:
    """The form of APPLICATION, with what is decided already."""
    decision = getattr(application, "decision", None)
    names = ("outcome", "rank", "reason", "jury_words")
    initial = {name: getattr(decision, name) for name in names} if decision else {}
    return DecisionForm(data, initial=initial, prefix=f"a{application.number}")


def judged(tally: Tally, chosen: Mapping[int, DecisionForm]) -> bool:
    """Whether CHOSEN may be kept; what goes against the ranking of TALLY without a reason is told in its form."""
    valid = [form.is_valid() for form in chosen.values()]
    if not all(valid):
        return False
    verdicts = {key: form.verdict for key, form in chosen.items() if form.verdict}
    for standings in tally.by_category.values():
        for key in against_the_ranking(standings, verdicts):
            sentence = _("Une candidature mieux notée est moins bien placée : dites pourquoi, ici ou sur elle.")
            chosen[key].add_error("reason", sentence)
    return all(form.is_valid() for form in chosen.values())


@transaction.atomic
def decide(tally: Tally, chosen: Mapping[int, DecisionForm], user: User) -> None:
    """Keeps what CHOSEN says of the applications of TALLY, and has the drafts follow."""
    ContestPage.objects.select_for_update(of=("self",)).get(pk=tally.edition.pk)
    for key, form in chosen.items():
        application, said = tally.applications[key], form.cleaned_data
        if not form.has_changed() or is_published(application):
            continue
        if not said["outcome"]:
            Decision.objects.filter(application=application).delete()
            continue
        given = {name: said[name] for name in ("outcome", "rank", "reason", "jury_words")}
        given |= {"by_id": user.pk, "at": clock_now()}
        Decision.objects.update_or_create(application=application, defaults=given)
    follow(tally.edition, user)
    note(tally.edition, "deliberated", user)


class DeliberationView(DeskView):
    """The ranking, and a decision for each of its rows."""

    template_name = "evenements/admin/contest_deliberation.html"
    forms: dict[int, DecisionForm] | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        marked_edition_for(request.user, kwargs["edition"])
        return super().dispatch(request, *args, **kwargs)

    def under(self) -> list[dict[str, Any]]:
        return [{"url": "", "label": _("Délibération")}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if stage_of(self.edition) not in CLOSED:
            messages.warning(request, _("On délibère après la fin des candidatures."))
            return redirect(desk_url(self.edition))
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        tally = tally_of(self.edition)
        self.forms = {key: decision_form(each, request.POST) for key, each in tally.applications.items()}
        if stage_of(self.edition) in CLOSED and judged(tally, self.forms):
            decide(tally, self.forms, request.user)
            messages.success(request, _("La délibération est enregistrée."))
            return redirect(desk_url(self.edition, "deliberation"))
        messages.error(request, _("Rien n’est enregistré : regardez ce qui est signalé plus bas."))
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tally = tally_of(self.edition)
        found = self.forms or {key: decision_form(each) for key, each in tally.applications.items()}
        return super().get_context_data(
            page=self.edition,
            tally=tally,
            groups=[
                {"category": category.label if category else "", "rows": [_row(tally, each, found) for each in group]}
                for category, group in tally.by_category.items()
            ],
            pages=_pages(tally),
            obstacles=obstacles(self.edition),
            prepare_url=desk_url(self.edition, "prepare"),
            edit_url=reverse("wagtailadmin_pages:edit", args=[self.edition.pk]),
            **kwargs,
        )


def _row(tally: Tally, standing: Standing, found: Mapping[int, DecisionForm]) -> dict[str, Any]:
    row = row_of(tally, standing)
    return row | {"form": found[standing.application], "is_published": is_published(row["application"])}


def _pages(tally: Tally) -> dict[str, Any]:
    """How many applications are to have a page, and those that have one."""
    shown = [each for each in tally.applications.values() if is_shown(each)]
    made = [
        {"application": each, "url": reverse("wagtailadmin_pages:edit", args=[each.entry_id])}
        for each in shown
        if each.entry_id
    ]
    return {"shown": len(shown), "made": made, "left": len(shown) - len(made)}


@require_POST
def prepare_pages(request: HttpRequest, edition: int) -> HttpResponse:
    """« Retenir »: drafts of all that is retained, at once."""
    page = marked_edition_for(request.user, edition)
    if stage_of(page) not in CLOSED:
        return redirect(desk_url(page))
    made = prepare(page, request.user).made
    sentence = ngettext("Une page est préparée.", "%(count)s pages sont préparées.", made)
    messages.success(request, sentence % {"count": made})
    return redirect(desk_url(page, "deliberation"))
