"""What time does to bookings: offers nobody answered pass on, and those who come are reminded."""

import datetime as dt
import logging
from collections import Counter

from django.db import transaction
from django.db.models import F

from evenements.booking.allocation import expire, held_again
from evenements.booking.enums import BookingState
from evenements.booking.letters import Notice
from evenements.booking.models import Booking
from evenements.enums import State

logger = logging.getLogger(__name__)
REMINDED_BEFORE = dt.timedelta(days=2)
BATCH = 500


def expired_offers(now: dt.datetime) -> list[Booking]:
    """Those that nobody answered in time, the oldest first."""
    over = Booking.objects.filter(state=BookingState.OFFERED, offer_ends_at__lte=now)
    return list(over.order_by("offer_ends_at", "pk")[:BATCH])


def to_remind(now: dt.datetime) -> list[Booking]:
    """Those who come within two days, and were last told of it before: who booked, took an offer or changed what they
    asked since has had a mail that says the same.
    """
    coming = Booking.objects.filter(
        state=BookingState.BOOKED, reminded=False, date__start__gt=now, date__start__lte=now + REMINDED_BEFORE
    )
    held = coming.exclude(date__state=State.CANCELLED).exclude(date__awaits_day=True)
    early = held.filter(changed_at__lte=F("date__start") - REMINDED_BEFORE)
    return list(early.order_by("date__start", "pk")[:BATCH])


def follow_time(now: dt.datetime) -> Counter[str]:
    """Passes offers on and reminds; one that fails is logged and the others go on."""
    done: Counter[str] = Counter()
    for name, work, bookings in (("expired", expire, expired_offers(now)), ("reminded", remind, to_remind(now))):
        for booking in bookings:
            try:
                done[name] += work(booking, now)
            except Exception:
                logger.exception("booking: %s %s", name, booking.pk)
                done["failed"] += 1
    return done


def remind(booking: Booking, now: dt.datetime) -> bool:
    """Mails the reminder, once; false when it no longer has to be."""
    with transaction.atomic():
        at = held_again(booking, now)
        if booking.reminded or booking.state != BookingState.BOOKED or not at.is_to_come:
            return False
        if at.date.start > now + REMINDED_BEFORE:  # moved meanwhile: it is too early
            return False
        booking.reminded = True
        booking.save(update_fields=["reminded"])
        at.tell(booking, Notice.REMINDER)
        return True
