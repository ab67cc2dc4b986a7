"""Makes the stored state of entries what the rules say of it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import Q
from django.dispatch import Signal

from annuaire.freshness.aging import delays, local_day
from annuaire.freshness.enums import Answer, Freshness, Step
from annuaire.freshness.history import note
from annuaire.freshness.models import ConfirmationRequest
from annuaire.freshness.rules import Age, state_on
from annuaire.models import ActorPage

# Sent in the transaction that changes them, with `actor_ids`: entries marked, hidden or shown again.
freshness_changed = Signal()
NAMES = {Freshness.CURRENT: "current", Freshness.STALE: "stale", Freshness.HIDDEN: "hidden"}


def ages(actors: Iterable[ActorPage]) -> dict[int, Age]:
    """The age of each of ACTORS that was published, by primary key; one query."""
    bases = {actor.pk: base for actor in actors if (base := actor.confirmed_on)}
    requests: Mapping[int, list[ConfirmationRequest]] = defaultdict(list)
    for request in ConfirmationRequest.objects.filter(actor__in=bases):
        if request.base == bases[request.actor_id]:
            requests[request.actor_id].append(request)
    return {pk: _age(base, requests[pk]) for pk, base in bases.items()}


def _age(base: dt.date, requests: list[ConfirmationRequest]) -> Age:
    days = [local_day(request.asked_at) for request in requests]
    mailed = [local_day(request.asked_at) for request in requests if request.step != Step.EDITORS]
    return Age(
        base,
        first_asked=min(days, default=None),
        last_asked=max(mailed, default=None),
        asked=frozenset(Step(request.step) for request in requests),
        waits_for_editors=any(request.waits_for_editors for request in requests),
    )


def refresh_state(actor: ActorPage, age: Age, today: dt.date) -> Freshness:
    """Stores what ACTOR, canonical and live, is today, notes it and tells who follows. Returns it."""
    state = state_on(today, age, delays())
    if state != actor.freshness:
        with transaction.atomic():
            # By its former state: of two processes at once, one changes it.
            if ActorPage.objects.filter(pk=actor.pk, freshness=actor.freshness).update(freshness=state):
                note(actor, NAMES[state])
                actor.freshness = state
                freshness_changed.send(sender=ActorPage, actor_ids={actor.pk})
    return state


def awaited() -> Q:
    """The requests answered with something an editor must deal with."""
    return Q(answer__in=[Answer.CORRECTION, Answer.CLOSED], settled_at=None)
