"""Forgets who booked: at once when they ask, else some months after the date. Counts stay."""

import datetime as dt
import uuid
from collections.abc import Iterable

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import transaction
from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

from core.clock import now as clock_now
from core.models import OutgoingMail
from evenements.booking.letters import mail_prefix
from evenements.booking.models import BookedDate, Booking, kept_until

BATCH = 500
LONGEST_GAP = 4  # days, more than the longest month has over the shortest


def forget(bookings: Iterable[Booking]) -> int:
    """Empties BOOKINGS of whatever is of somebody, with the mails about them; their links open nothing more."""
    rows = list(bookings)
    with transaction.atomic():
        for booking in rows:
            OutgoingMail.objects.filter(key__startswith=mail_prefix(booking)).delete()
            booking.name = booking.email = booking.form_key = ""
            booking.answers, booking.key = [], uuid.uuid4()
            booking.purged_at = booking.changed_at = clock_now()
        Booking.objects.bulk_update(
            rows, ["name", "email", "form_key", "answers", "key", "purged_at", "changed_at"], batch_size=BATCH
        )
    return len(rows)


def forget_old(now: dt.datetime, *, dry_run: bool = False) -> int:
    """Forgets the names of dates that ended long ago; how many."""
    old = Booking.objects.filter(date__in=_over(now), purged_at=None).order_by("pk")
    if dry_run:
        return old.count()
    number = 0
    while batch := list(old[:BATCH]):
        _count_those_who_came({booking.date_id for booking in batch})
        number += forget(batch)
    return number


def _over(now: dt.datetime) -> list[int]:
    """The dates whose names are no longer kept at NOW and not all gone, by what their pages promise: months have not
    the same days, so taking some from NOW would be up to three days late.
    """
    limit = now - relativedelta(months=settings.BOOKING_KEPT_MONTHS) + dt.timedelta(days=LONGEST_GAP)
    near = BookedDate.objects.filter(end__lt=limit, bookings__purged_at=None).distinct().order_by("pk")
    return [pk for pk, end in near.values_list("pk", "end") if kept_until(end) < now]


def _count_those_who_came(date_ids: set[int]) -> None:
    came = Coalesce(Sum("bookings__people", filter=Q(bookings__came=True)), 0)
    dates = list(BookedDate.objects.filter(pk__in=date_ids).annotate(number=came))
    for date in dates:
        date.attended = date.number
    BookedDate.objects.bulk_update(dates, ["attended"])
