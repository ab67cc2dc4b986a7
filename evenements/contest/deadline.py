"""Until when one may enter. A form that was open before the closing is still taken a minute after it."""

import datetime as dt

from django.core.signing import BadSignature, Signer

from core.clock import now as clock_now
from evenements.contest.stages import Stage
from evenements.editions import stage_of
from evenements.models import ContestPage

GRACE = dt.timedelta(minutes=1)
SIGNER = Signer(sep=".", salt="evenements.contest.opened")


def opened_now() -> str:
    """What a form shown now carries: when it was, signed."""
    return SIGNER.sign(str(int(clock_now().timestamp())))


def opened_at(token: str) -> dt.datetime | None:
    """When the form that carries TOKEN was shown; None when TOKEN is not ours."""
    try:
        return dt.datetime.fromtimestamp(int(SIGNER.unsign(token)), dt.UTC)
    except (BadSignature, ValueError):
        return None


def may_enter(edition: ContestPage, now: dt.datetime, token: str = "") -> bool:
    """Whether what the form that carries TOKEN sends at NOW to EDITION is in time."""
    if not edition.takes_applications or not edition.live:
        return False
    if stage_of(edition, now=now) == Stage.OPEN:
        return True
    shown = opened_at(token)
    closing = edition.closes_at
    return bool(closing and shown and shown < closing <= now < closing + GRACE)
