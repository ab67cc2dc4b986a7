"""Refuses what is asked too often from one address, whichever process answers."""

import datetime as dt

from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from core.models import RateCount


def is_too_often(scope: str, asker: str, *, most: int, period: dt.timedelta) -> bool:
    """Counts one more of SCOPE from ASKER; whether that is more than MOST in PERIOD (fixed periods, from the epoch)."""
    now, seconds = timezone.now(), int(period.total_seconds())
    number = int(now.timestamp()) // seconds
    key = salted_hmac(f"core.rate_limit.{scope}.{number}", asker, algorithm="sha256").hexdigest()
    ends_at = dt.datetime.fromtimestamp((number + 1) * seconds, dt.UTC)
    RateCount.objects.get_or_create(key=key, defaults={"ends_at": ends_at})
    RateCount.objects.filter(key=key).update(number=F("number") + 1)
    return RateCount.objects.values_list("number", flat=True).get(key=key) > most


def forget_counts(*, dry_run: bool = False) -> int:
    """Drops the counts of periods that are over; how many."""
    over = RateCount.objects.filter(ends_at__lt=timezone.now())
    return over.count() if dry_run else over.delete()[0]
