"""Where an entry stands, in words for its editors."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from annuaire.freshness.aging import delays, local_day
from annuaire.freshness.enums import Freshness, Step
from annuaire.freshness.models import ConfirmationRequest
from annuaire.freshness.requests import why_not_written_to
from annuaire.freshness.rules import Age, after, hidden_from
from annuaire.freshness.states import ages
from annuaire.models import ActorPage
from core.clock import today
from core.dates_in_words import on_day, short_day
from core.models.mail import NOT_LEFT


@dataclass(frozen=True)
class Situation:
    """An entry as the listing shows it: sentences, empty when there is nothing to say.

    `next` is what comes if nobody answers; `request` the last mail; `answer` what waits for editors, with its `remark`;
    `obstacle` why nobody is written to; `mail_failed` whether the last mail did not leave.
    """

    state: str
    since: str
    next: str
    obstacle: str
    request: str = ""
    mail_failed: bool = False
    answer: str = ""
    remark: str = ""


def situations(actors: Iterable[ActorPage]) -> dict[int, Situation]:
    """The situation of each of ACTORS, by primary key; two queries."""
    found = list(actors)
    known = ages(found)
    requests: dict[int, list[ConfirmationRequest]] = {}
    for request in ConfirmationRequest.objects.filter(actor__in=[actor.pk for actor in found]).select_related("mail"):
        requests.setdefault(request.actor_id, []).append(request)
    return {
        actor.pk: _situation(actor, known[actor.pk], requests.get(actor.pk, [])) for actor in found if actor.pk in known
    }


def _situation(actor: ActorPage, age: Age, requests: list[ConfirmationRequest]) -> Situation:
    now = today()
    mailed = next((request for request in requests if request.step != Step.EDITORS), None)
    waiting = next((request for request in requests if request.waits_for_editors and request.base == age.base), None)
    return Situation(
        state=_state(actor, age, now),
        since=_since(actor, age, now),
        next="" if waiting else _next(actor, age, now),
        obstacle=why_not_written_to(actor),
        request=_request(mailed, now) if mailed else "",
        mail_failed=bool(mailed and mailed.mail and mailed.mail.state in NOT_LEFT),
        answer=f"{waiting.get_answer_display()}, {_day(waiting.answered_at, now)}" if waiting else "",
        remark=waiting.remark if waiting else "",
    )


def _state(actor: ActorPage, age: Age, now: dt.date) -> str:
    if actor.freshness == Freshness.CURRENT and now >= after(age.base, delays().ask):
        return _("à confirmer")
    return str(Freshness(actor.freshness).label)


def _since(actor: ActorPage, age: Age, now: dt.date) -> str:
    day = on_day(age.base, now)
    return (_("confirmée %(day)s") if actor.verified_on else _("jamais confirmée, publiée %(day)s")) % {"day": day}


def _next(actor: ActorPage, age: Age, now: dt.date) -> str:
    if actor.freshness == Freshness.HIDDEN:
        return ""
    if actor.freshness == Freshness.CURRENT:
        return _("sans réponse, sera marquée %(day)s") % {"day": on_day(after(age.base, delays().mark), now)}
    return _("sans réponse, sera masquée %(day)s") % {"day": on_day(hidden_from(age, delays(), now), now)}


def _request(request: ConfirmationRequest, now: dt.date) -> str:
    state = request.mail.get_state_display() if request.mail else _("envoyé")
    said = {"step": request.get_step_display(), "day": _day(request.asked_at, now), "state": state}
    return _("%(step)s, %(day)s : %(state)s") % said


def _day(moment: dt.datetime | None, now: dt.date) -> str:
    return short_day(local_day(moment), now) if moment else ""
