"""The one clock: everything the site shows as past, ongoing or upcoming asks it."""

import datetime as dt

from django.conf import settings
from django.utils import timezone


def now() -> dt.datetime:
    """The current instant, aware; or FROZEN_NOW (ISO 8601, local time when it has no offset) where it is set."""
    if settings.FROZEN_NOW:
        frozen = dt.datetime.fromisoformat(settings.FROZEN_NOW)
        return timezone.make_aware(frozen) if timezone.is_naive(frozen) else frozen
    return timezone.now()


def today() -> dt.date:
    """The current day on the territory's wall clock (settings.TIME_ZONE)."""
    return timezone.localtime(now(), timezone.get_default_timezone()).date()
