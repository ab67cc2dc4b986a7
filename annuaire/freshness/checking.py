"""Applies the rules to the whole directory: what `manage.py check_freshness` does each day."""

import datetime as dt
import logging
from collections import Counter
from collections.abc import Iterator

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from annuaire.freshness.aging import delays
from annuaire.freshness.enums import Freshness, Step
from annuaire.freshness.requests import ask, tell_editors, why_not_written_to
from annuaire.freshness.rules import Age, state_on, step_on
from annuaire.freshness.states import NAMES, ages, refresh_state
from annuaire.models import ActorPage

logger = logging.getLogger(__name__)
BATCH = 200


def aged(today: dt.date) -> Q:
    """The entries old enough to be asked about; give or take the ends of months, which the rules know."""
    limit = today - relativedelta(months=delays().ask) + relativedelta(days=3)
    morning = timezone.make_aware(dt.datetime.combine(limit, dt.time()), timezone.get_default_timezone())
    return Q(verified_on__lt=limit) | Q(verified_on=None, first_published_at__lt=morning)


def batches(today: dt.date) -> Iterator[list[ActorPage]]:
    """The entries the rules may have something to say of."""
    found = ActorPage.objects.readable().filter(aged(today) | Q(freshness__gt=Freshness.CURRENT))
    pks = list(found.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(pks), BATCH):
        chosen = ActorPage.objects.filter(pk__in=pks[start : start + BATCH])
        yield list(chosen.select_related("commune", "locale").order_by("pk"))


def check_all(today: dt.date, *, dry_run: bool = False) -> Counter[str]:
    """What was done, or would be under DRY_RUN: entries by the name of their new state, mails by their step."""
    done: Counter[str] = Counter()
    for actors in batches(today):
        known = ages(actors)
        for actor in actors:
            if age := known.get(actor.pk):
                done += _would(actor, age, today) if dry_run else _check(actor, age, today)
    return done


def _check(actor: ActorPage, age: Age, today: dt.date) -> Counter[str]:
    """One entry, whole or not at all; what fails is logged and the others go on."""
    done: Counter[str] = Counter()
    try:
        with transaction.atomic():
            before = actor.freshness
            state = refresh_state(actor, age, today)
            if state != before:
                done[NAMES[state]] += 1
            step = step_on(today, age, delays())
            if why_not_written_to(actor):
                if step and age.first_asked is None and tell_editors(actor, age):
                    done[Step.EDITORS] += 1
            elif step and ask(actor, age, step, today):
                done[step] += 1
    except Exception:
        logger.exception("freshness: %s", actor.pk)
        return Counter(failed=1)
    return done


def _would(actor: ActorPage, age: Age, today: dt.date) -> Counter[str]:
    done: Counter[str] = Counter()
    state, step = state_on(today, age, delays()), step_on(today, age, delays())
    if state != actor.freshness:
        done[NAMES[state]] += 1
    if step and not why_not_written_to(actor):
        done[step] += 1
    elif step and age.first_asked is None:
        done[Step.EDITORS] += 1
    return done
