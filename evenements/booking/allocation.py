"""Gives, offers and takes back seats. Each function is one transaction, under the lock of the date; whatever it causes
is told by mails queued in it.
"""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from evenements.booking.calls import ask_to_call
from evenements.booking.dates import locked, locked_again, show_held, window_of
from evenements.booking.enums import HOLDING, BookingState, Refusal
from evenements.booking.letters import News, Notice, tell
from evenements.booking.models import BookedDate, Booking
from evenements.booking.rules import Party, deadline, free_seats, offered
from evenements.event_dates import is_held
from evenements.models.occurrences import Occurrence
from evenements.snapshots import Snapshot, load

LONGEST_OFFER = dt.timedelta(hours=settings.BOOKING_OFFER_HOURS)


class Refused(Exception):
    """Nothing is booked or changed; `reason` says why."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True)
class Asked:
    """What a form says. `form_key` is that of the form. `by_hand` is what an organiser adds: then neither the calendar
    of bookings nor the size of groups is asked.
    """

    name: str
    email: str
    people: int
    language: str
    answers: tuple[tuple[str, str], ...] = ()
    form_key: str = ""
    by_hand: bool = False


@dataclass
class Held:
    """A date under its lock, with what is published of it now."""

    date: BookedDate
    published: Occurrence | None
    now: dt.datetime
    _snapshot: Snapshot | None = None

    @property
    def snapshot(self) -> Snapshot | None:
        """What is published of the event, read once."""
        self._snapshot = self._snapshot or load([self.date.event_id]).get(self.date.event_id)
        return self._snapshot

    def has_read(self, snapshot: Snapshot | None) -> None:
        """Spares reading what is published of the event: it is SNAPSHOT."""
        self._snapshot = snapshot

    @property
    def free(self) -> int:
        seats = self.published.seats if self.published else 0
        return free_seats(seats or 0, self.date.held)

    @property
    def is_to_come(self) -> bool:
        """Whether seats mean something: it is published, stands, and is not over."""
        return self.published is not None and is_held(self.published) and self.published.end > self.now

    def tell(self, booking: Booking, notice: Notice) -> None:
        news = News(notice, uuid.uuid4().hex, self.date, lambda: self.snapshot)
        tell(booking, news)
        if not booking.email:
            ask_to_call(booking, news)

    def suffices_for(self, offer: Booking) -> bool:
        """Whether seats, lowered since perhaps, suffice for those booked, and for the offers down to OFFER in their
        order.
        """
        booked = Q(state=BookingState.BOOKED)
        before = Q(state=BookingState.OFFERED) & (
            Q(made_at__lt=offer.made_at) | Q(made_at=offer.made_at, pk__lte=offer.pk)
        )
        wanted = self.date.bookings.filter(booked | before).order_by().aggregate(people=Sum("people"))["people"]
        return wanted <= ((self.published.seats if self.published else 0) or 0)

    def count(self) -> None:
        """Counts again who holds seats and who waits: under the lock, what is counted is true."""
        people = Coalesce(Sum("people", filter=Q(state__in=HOLDING)), 0)
        waiting = Coalesce(Sum("people", filter=Q(state=BookingState.WAITING)), 0)
        found = self.date.bookings.order_by().aggregate(held=people, waiting=waiting)
        self.date.held, self.date.waiting = found["held"], found["waiting"]
        self.date.save(update_fields=["held", "waiting"])

    def withdraw_offers(self) -> None:
        """Puts those who were offered seats back in their place in the list: they answered nothing yet."""
        for booking in self.date.bookings.filter(state=BookingState.OFFERED):
            _move(booking, BookingState.WAITING, self.now)

    def settle(self) -> None:
        """Offers what is free to those who wait, and says everywhere whether the date is full."""
        self.count()
        if self.is_to_come and self.free and self.date.waiting and self._offer():
            self.count()
        if self.published is not None:
            show_held(self.published, self.date.held)

    def _offer(self) -> bool:
        """Offers the free seats; false when nobody who waits can take any, or it is too late to offer."""
        if self.published is None:
            return False
        until = deadline(self.now, self.published.start, LONGEST_OFFER, timezone.get_default_timezone())
        if until is None:
            return False
        waiting = {booking.pk: booking for booking in self.date.bookings.queue()}
        parties = offered((Party(pk, booking.people) for pk, booking in waiting.items()), self.free)
        for party in parties:
            booking = waiting[party.key]
            _move(booking, BookingState.OFFERED, self.now, offer_ends_at=until)
            self.tell(booking, Notice.OFFERED)
        return bool(parties)


def held(occurrence: Occurrence, now: dt.datetime) -> Held:
    """The date of OCCURRENCE under its lock; in a transaction."""
    return Held(*locked(occurrence), now)


def held_again(booking: Booking, now: dt.datetime) -> Held:
    """The date of BOOKING under its lock, and BOOKING as it is now; in a transaction."""
    date, published = locked_again(booking.date_id)
    booking.refresh_from_db()
    booking.date = date
    return Held(date, published, now)


def opened(occurrence: Occurrence) -> BookedDate:
    """The row of OCCURRENCE, made if need be, for who has nothing to book."""
    with transaction.atomic():
        return locked(occurrence)[0]


def book(occurrence: Occurrence, asked: Asked, now: dt.datetime) -> Booking:
    """Books what ASKED says, or puts it on the waiting list; sent twice, the same. Raises Refused."""
    with transaction.atomic():
        at = held(occurrence, now)
        if known := _sent_before(at.date, asked):
            return known
        _check(at, asked)
        has_seats = asked.people <= at.free
        if not has_seats and not asked.by_hand and not at.date.event.waiting_list:
            raise Refused(Refusal.FULL)
        booking = Booking.objects.create(
            date=at.date,
            state=BookingState.BOOKED if has_seats else BookingState.WAITING,
            name=asked.name,
            email=asked.email,
            people=asked.people,
            language=asked.language,
            answers=[list(pair) for pair in asked.answers],
            form_key=asked.form_key,
            by_hand=asked.by_hand,
            made_at=now,
            changed_at=now,
        )
        at.settle()
        at.tell(booking, Notice.BOOKED if has_seats else Notice.WAITING)
        return booking


def _sent_before(date: BookedDate, asked: Asked) -> Booking | None:
    """What the same form made; what was given back since is no answer to it, and leaves it its key."""
    if not asked.form_key:
        return None
    known = date.bookings.filter(form_key=asked.form_key, email=asked.email).first()
    if known is None or known.is_going:
        return known
    known.form_key = ""
    known.save(update_fields=["form_key"])
    return None


def _check(at: Held, asked: Asked) -> None:
    """Raises Refused when the date takes no booking now, or none so large."""
    if not at.is_to_come or at.published is None or at.published.seats is None:
        raise Refused(Refusal.GONE)
    if asked.by_hand:
        return
    event = at.date.event
    window = window_of(event, at.published.start)
    if window.opens and at.now < window.opens:
        raise Refused(Refusal.NOT_YET)
    if at.now >= window.closes:
        raise Refused(Refusal.CLOSED)
    if asked.people > event.booking_group:
        raise Refused(Refusal.GROUP)


def change(booking: Booking, name: str, people: int, now: dt.datetime) -> None:
    """Another name, or number of people when there are seats enough. Raises Refused; what was booked then stays."""
    with transaction.atomic():
        at = held_again(booking, now)
        if not booking.is_going or not at.is_to_come:
            raise Refused(Refusal.OVER)
        if booking.state == BookingState.OFFERED:
            raise Refused(Refusal.OFFERED if _is_on_offer(booking, now) else Refusal.OVER)
        if people > max(at.date.event.booking_group, booking.people):
            raise Refused(Refusal.GROUP)
        if booking.state == BookingState.BOOKED and people - booking.people > at.free:
            raise Refused(Refusal.FULL)
        if (booking.name, booking.people) == (name, people):
            return
        booking.name, booking.people, booking.changed_at = name, people, now
        booking.save(update_fields=["name", "people", "changed_at"])
        stood = booking.state
        at.settle()
        booking.refresh_from_db(fields=["state", "offer_ends_at"])
        if booking.state == stood:  # who is offered seats by it was told that
            at.tell(booking, Notice.CHANGED)


def cancel(booking: Booking, now: dt.datetime, *, by_organiser: bool = False) -> bool:
    """Gives the seats back, or the place in the waiting list; false when there was none left to give."""
    with transaction.atomic():
        at = held_again(booking, now)
        if not booking.is_going or at.date.is_over(now):
            return False
        _move(booking, BookingState.CANCELLED, now)
        at.settle()
        at.tell(booking, Notice.REMOVED if by_organiser else Notice.CANCELLED)
        return True


def accept(booking: Booking, now: dt.datetime) -> bool:
    """Books the seats on offer; false when they no longer are. Raises Refused when there are fewer than there were:
    who was offered them waits again, where they did.
    """
    with transaction.atomic():
        at = held_again(booking, now)
        if not _is_on_offer(booking, now) or not at.is_to_come:
            return False
        holds = at.suffices_for(booking)
        _move(booking, BookingState.BOOKED if holds else BookingState.WAITING, now)
        at.settle()
        if holds:
            at.tell(booking, Notice.BOOKED)
            return True
    raise Refused(Refusal.TAKEN_BACK)


def refuse(booking: Booking, now: dt.datetime) -> bool:
    """Lets the seats on offer go to the next; false when they no longer are on offer."""
    with transaction.atomic():
        at = held_again(booking, now)
        if booking.state != BookingState.OFFERED:
            return False
        _move(booking, BookingState.REFUSED, now)
        at.settle()
        return True


def expire(booking: Booking, now: dt.datetime) -> bool:
    """Passes on an offer nobody answered in time; false when it was answered meanwhile. One that could not be accepted
    any more takes no place in the list from who had it.
    """
    with transaction.atomic():
        at = held_again(booking, now)
        if booking.state != BookingState.OFFERED or _is_on_offer(booking, now):
            return False
        held_good = not at.is_to_come or at.suffices_for(booking)
        _move(booking, BookingState.EXPIRED if held_good else BookingState.WAITING, now)
        at.settle()
        if held_good:
            at.tell(booking, Notice.EXPIRED)
        return True


def _is_on_offer(booking: Booking, now: dt.datetime) -> bool:
    ends = booking.offer_ends_at
    return booking.state == BookingState.OFFERED and ends is not None and now < ends


def _move(booking: Booking, state: BookingState, now: dt.datetime, *, offer_ends_at: dt.datetime | None = None) -> None:
    booking.state, booking.changed_at, booking.offer_ends_at = state, now, offer_ends_at
    booking.save(update_fields=["state", "changed_at", "offer_ends_at"])
