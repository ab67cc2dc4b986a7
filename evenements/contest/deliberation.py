"""The deliberation: what is decided of each application, and why when it goes against the ranking; then the pages."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from core.languages import DEFAULT_LANGUAGE
from evenements.contest.decisions import Sent, decide, decision_form, is_fixed, judged, sent_forms, unexplained
from evenements.contest.desk import DeskView, desk_url, marked_edition_for, row_of
from evenements.contest.models import Application
from evenements.contest.preparing import is_published, is_shown, prepare
from evenements.contest.ranking import Standing
from evenements.contest.results import obstacles
from evenements.contest.stages import Stage
from evenements.contest.tally import Tally, tally_of
from evenements.contest.translating import translations_of
from evenements.editions import stage_of
from evenements.enums import Language
from evenements.models import ContestPage

CLOSED = (Stage.CLOSED, Stage.JURY, Stage.RESULTS)


class DeliberationView(DeskView):
    """The ranking, and a decision for each of its rows."""

    template_name = "evenements/admin/contest_deliberation.html"
    sent: Sent | None = None

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
        """Reads where all stands with the edition held: what a colleague keeps meanwhile waits, or is seen here."""
        with transaction.atomic():
            ContestPage.objects.select_for_update(of=("self",)).get(pk=self.edition.pk)
            tally = tally_of(self.edition)
            self.sent = sent_forms(tally, request.POST)
            if stage_of(self.edition) in CLOSED and not self.sent.changes and judged(tally, self.sent.forms):
                decide(tally, self.sent.forms, request.user)
                messages.success(request, _("La délibération est enregistrée."))
                return redirect(desk_url(self.edition, "deliberation"))
        messages.error(request, _refusal(tally, self.sent))
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tally = tally_of(self.edition)
        sent = self.sent or Sent({}, {})
        return super().get_context_data(
            page=self.edition,
            tally=tally,
            groups=[
                {"category": category.label if category else "", "rows": [_row(tally, each, sent) for each in group]}
                for category, group in tally.by_category.items()
            ],
            pages=_pages(tally),
            obstacles=obstacles(self.edition, tally),
            prepare_url=desk_url(self.edition, "prepare"),
            edit_url=reverse("wagtailadmin_pages:edit", args=[self.edition.pk]),
            **kwargs,
        )


def _refusal(tally: Tally, sent: Sent) -> str:
    """Why nothing is kept."""
    if not sent.changes:
        return _("Rien n’est enregistré : regardez ce qui est signalé plus bas.")
    numbers = ", ".join(f"n° {tally.applications[key].number}" for key in sent.changes)
    sentence = _("Rien n’est enregistré : depuis que vous avez ouvert cette page, quelqu’un a changé %(numbers)s.")
    return f"{sentence % {'numbers': numbers}} {_('Relisez plus bas.')}"


def _row(tally: Tally, standing: Standing, sent: Sent) -> dict[str, Any]:
    row, key = row_of(tally, standing), standing.application
    application: Application = row["application"]
    return row | {
        "form": sent.forms.get(key) or decision_form(application),
        "change": sent.changes.get(key, ""),
        "is_fixed": is_fixed(application),
    }


def _pages(tally: Tally) -> dict[str, Any]:
    """How many applications are to have a page, and those that have one."""
    shown = [each for each in tally.applications.values() if is_shown(each)]
    waiting = [each.entry for each in shown if each.entry and not is_published(each)]
    translated: dict[Any, list[str]] = {}
    for each in translations_of(waiting):
        sentence = _("%(language)s : traduite") if each.is_whole else _("%(language)s : traduction à finir")
        translated.setdefault(each.page.translation_key, []).append(
            sentence % {"language": Language(each.page.locale.language_code).label}
        )
    made = [
        {
            "application": each,
            "url": reverse("wagtailadmin_pages:edit", args=[each.entry_id]),
            "language": "" if each.entry.written_in == DEFAULT_LANGUAGE else each.entry.get_written_in_display(),
            "translations": ", ".join(translated.get(each.entry.translation_key, [])),
        }
        for each in shown
        if each.entry
    ]
    return {"shown": len(shown), "made": made, "left": len(shown) - len(made)}


@require_POST
def prepare_pages(request: HttpRequest, edition: int) -> HttpResponse:
    """« Retenir »: drafts of all that is retained, at once."""
    page = marked_edition_for(request.user, edition)
    if stage_of(page) not in CLOSED:
        return redirect(desk_url(page))
    if unexplained(tally_of(page)):
        messages.error(
            request, _("Aucune page n’est préparée : dites d’abord pourquoi vous vous écartez du classement.")
        )
        return redirect(desk_url(page, "deliberation"))
    made = prepare(page, request.user).made
    sentence = ngettext("Une page est préparée.", "%(count)s pages sont préparées.", made)
    messages.success(request, sentence % {"count": made})
    return redirect(desk_url(page, "deliberation"))
