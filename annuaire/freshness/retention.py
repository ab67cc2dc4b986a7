"""Forgets what people wrote a year ago: that they answered, and when, is enough (docs/operations.md)."""

import datetime as dt

from django.db.models import Q
from django.utils import timezone

from annuaire.freshness.models import ConfirmationRequest

KEPT = dt.timedelta(days=365)


def forget_old_answers(*, dry_run: bool = False) -> int:
    """Empties the addresses and words of old requests, except those that still wait for editors; how many."""
    old = ConfirmationRequest.objects.filter(asked_at__lt=timezone.now() - KEPT).exclude(recipient="", remark="")
    settled = old.filter(Q(answer__in=["", "exact"]) | Q(settled_at__isnull=False))
    return settled.count() if dry_run else settled.update(recipient="", remark="")
