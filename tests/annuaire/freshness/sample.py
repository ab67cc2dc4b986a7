"""Entries of a given age. Their addresses are not those reserved for examples, which are never written to."""

import datetime as dt
from typing import Any

from dateutil.relativedelta import relativedelta

from annuaire.freshness.links import SIGNER
from annuaire.freshness.models import ConfirmationRequest
from annuaire.models import ActorPage
from core.clock import today
from tests.factories.annuaire import ActorPageFactory

EMAIL = "contact@asso-du-port.bzh"


def aged(months: int, days: int = 0, **facts: Any) -> ActorPage:
    """An entry confirmed MONTHS and DAYS ago."""
    verified_on = today() - relativedelta(months=months, days=days)
    return ActorPageFactory(**{"email": EMAIL, "verified_on": verified_on} | facts)


def never_confirmed(months: int, **facts: Any) -> ActorPage:
    """An entry published MONTHS ago, that nobody ever confirmed."""
    actor = ActorPageFactory(**{"email": EMAIL} | facts)
    published = actor.first_published_at - relativedelta(months=months)
    ActorPage.objects.filter(pk=actor.pk).update(first_published_at=published)
    actor.refresh_from_db()
    return actor


def link(request: ConfirmationRequest, language: str = "") -> str:
    """The path of a request's link."""
    prefix = f"/{language}" if language else ""
    return f"{prefix}/confirmer/{SIGNER.sign(request.key.hex)}/"


def day_after(months: int = 0, days: int = 0) -> dt.datetime:
    """A moment of the day that comes MONTHS and DAYS from today."""
    return dt.datetime.combine(today() + relativedelta(months=months, days=days), dt.time(10), dt.UTC)
