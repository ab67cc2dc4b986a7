"""What is decided of each application: the form of one, what colleagues changed since it was shown, what is kept.

Each row of the page carries a digest of the decision it showed. When another is kept by then nothing is saved: the row
says what it became, and has what was typed, or the new decision where nothing was.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.clock import now as clock_now
from evenements.contest.audit import note
from evenements.contest.corrections import corrected, take_corrections
from evenements.contest.enums import Outcome
from evenements.contest.jury import User, person_name
from evenements.contest.models import Application, Decision
from evenements.contest.overrides import Verdict, against_the_ranking
from evenements.contest.preparing import follow, is_published, is_shown
from evenements.contest.tally import Tally

UNDECIDED = [("", gettext_lazy("À décider"))]
SAID = ("outcome", "rank", "reason", "jury_words")


class DecisionForm(forms.Form):
    """What is decided of one application; `seen` is the digest of what was decided when the form was shown."""

    outcome = forms.ChoiceField(choices=[*UNDECIDED, *Outcome.choices], required=False)
    rank = forms.IntegerField(min_value=1, max_value=99, required=False)
    reason = forms.CharField(max_length=1000, required=False)
    jury_words = forms.CharField(max_length=1000, required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("jury_words") and said.get("outcome") not in (Outcome.LAUREATE, Outcome.FINALIST):
            self.add_error("jury_words", _("Le mot du jury accompagne une distinction : lauréate ou finaliste."))
        if (said.get("rank") or said.get("reason")) and said.get("outcome") == "":
            self.add_error("outcome", _("Choisissez une décision : sans elle, la place et la raison se perdent."))
        return said

    @property
    def verdict(self) -> Verdict | None:
        """What the form says, when it says something."""
        said = self.cleaned_data
        return Verdict(Outcome(said["outcome"]), said.get("rank"), said["reason"]) if said.get("outcome") else None


@dataclass(frozen=True)
class Sent:
    """The FORMS of a deliberation by application, and what became of some of them since they were shown: `changes`."""

    forms: Mapping[int, DecisionForm]
    changes: Mapping[int, str]


def decision_form(application: Application, data: Any = None) -> DecisionForm:
    """The form of APPLICATION, with what is decided already."""
    initial = _decided(application)
    return DecisionForm(data, initial=initial | {"seen": digest(initial)}, prefix=_prefix(application))


def sent_forms(tally: Tally, data: QueryDict) -> Sent:
    """What DATA says of the applications of TALLY; those it says nothing of, or published, stay as they are."""
    found, changes = {}, {}
    for key, application in tally.applications.items():
        seen, now = data.get(f"{_prefix(application)}-seen"), digest(_decided(application))
        typed = digest({name: data.get(f"{_prefix(application)}-{name}", "") for name in SAID})
        is_touched, fixed = typed != seen, is_fixed(application)
        if seen is not None and (typed != now if fixed else seen != now):
            changes[key] = _change(application, is_touched=is_touched)
        if seen is None or fixed or (seen != now and not is_touched):
            found[key] = decision_form(application)
        else:
            renewed = data.copy()
            renewed[f"{_prefix(application)}-seen"] = now
            found[key] = decision_form(application, renewed)
    return Sent(found, changes)


def judged(tally: Tally, chosen: Mapping[int, DecisionForm]) -> bool:
    """Whether CHOSEN may be kept; what goes against the ranking of TALLY without a reason is told in its form."""
    sent = {key: form for key, form in chosen.items() if form.is_bound}
    valid = [form.is_valid() for form in sent.values()]
    if not all(valid):
        return False
    verdicts = {}
    for key, application in tally.applications.items():
        verdict = sent[key].verdict if key in sent else _verdict(application)
        if verdict:
            verdicts[key] = verdict
    for key in _against(tally, verdicts) & sent.keys():
        sentence = _("Une candidature mieux notée est moins bien placée : dites pourquoi, ici ou sur elle.")
        sent[key].add_error("reason", sentence)
    return all(form.is_valid() for form in sent.values())


def unexplained(tally: Tally) -> list[Application]:
    """Those that would be published above a better one of TALLY without a reason: marks may change after a decision."""
    rows = tally.applications
    verdicts = {key: verdict for key, row in rows.items() if (verdict := _verdict(row))}
    found = _against(tally, verdicts)
    return [row for key, row in rows.items() if key in found and is_shown(row) and not is_published(row)]


def _against(tally: Tally, verdicts: Mapping[int, Verdict]) -> set[int]:
    return {key for standings in tally.by_category.values() for key in against_the_ranking(standings, verdicts)}


def is_fixed(application: Application) -> bool:
    """Whether the deliberation changes nothing of it any more: it is published, or it was purged."""
    return is_published(application) or application.purged_at is not None


@transaction.atomic
def decide(tally: Tally, chosen: Mapping[int, DecisionForm], user: User) -> None:
    """Keeps what CHOSEN says of the applications of TALLY, whose edition is held, and has the drafts follow."""
    take_corrections(tally.applications.values())
    for key, form in chosen.items():
        application = tally.applications[key]
        if not form.is_bound or not form.has_changed() or is_fixed(application):
            continue
        said = form.cleaned_data
        if not said["outcome"]:
            Decision.objects.filter(application=application).delete()
            continue
        given = {name: said[name] for name in SAID} | {"by_id": user.pk, "at": clock_now()}
        Decision.objects.update_or_create(application=application, defaults=given)
    follow(tally.edition, user)
    note(tally.edition, "deliberated", user)


def digest(said: Mapping[str, Any]) -> str:
    """What tells two decisions apart, as they are kept or as they are typed."""
    parts = [str(said.get(name) or "").replace("\r\n", "\n").strip() for name in SAID]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]


def _prefix(application: Application) -> str:
    return f"a{application.number}"


def _decided(application: Application) -> dict[str, Any]:
    decision = getattr(application, "decision", None)
    return {name: getattr(decision, name) for name in SAID} | corrected(application) if decision else {}


def _verdict(application: Application) -> Verdict | None:
    said = _decided(application)
    return Verdict(Outcome(said["outcome"]), said["rank"], said["reason"]) if said else None


def _change(application: Application, *, is_touched: bool) -> str:
    """What became of APPLICATION since the page was shown, and whose words the row has now."""
    decision: Decision | None = getattr(application, "decision", None)
    if is_published(application):
        return _("Publiée entre-temps : ce que vous avez écrit n’est pas gardé, changez-la sur sa page.")
    if decision is None:
        change = _("Entre-temps, elle est revenue « À décider ».")
    elif decision.by:
        said = {"name": person_name(decision.by), "outcome": decision.get_outcome_display()}
        change = _("Entre-temps, %(name)s a enregistré : « %(outcome)s ».") % said
    else:
        change = _("Entre-temps, quelqu’un a enregistré : « %(outcome)s ».") % {
            "outcome": decision.get_outcome_display()
        }
    yours = _("Ce que vous avez écrit est gardé ci-dessous : enregistrer le mettrait à la place.")
    return f"{change} {yours}" if is_touched else change
