"""The dates of one event: what is to come, what is over, and the one that matters most."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Max, Min, Q

from core.clock import now as clock_now
from evenements.enums import RegistrationMode, State
from evenements.models import EventPage, Occurrence

# What a page reads: beyond, dates are counted. A daily event has hundreds of them, and its rule says them all.
LISTED = 60
PAST_LISTED = 20
# Not a state one gives a date: it is full, and takes names for a seat that is freed.
FULL_WAITING = "full_waiting"


@dataclass(frozen=True)
class Dates:
    """The dates of an event: those not over in order, those over latest first, each list cut where a page stops."""

    coming: Sequence[Occurrence]
    past: Sequence[Occurrence]
    coming_total: int
    past_total: int
    first_day: dt.date | None = None
    last_day: dt.date | None = None

    @property
    def total(self) -> int:
        return self.coming_total + self.past_total

    @property
    def open(self) -> list[Occurrence]:
        """Those to come that one can still attend."""
        return [date for date in self.coming if is_open(date)]

    @property
    def main(self) -> Occurrence | None:
        """The date to tell first: the next one can attend, else the next that is held, else the next, else the last."""
        held = [date for date in self.coming if is_held(date)]
        return next(iter([*self.open, *held, *self.coming, *self.past]), None)


def is_held(date: Occurrence) -> bool:
    """Whether DATE stands: neither cancelled, nor put off to a day nobody has said yet."""
    return date.state != State.CANCELLED and not awaits_a_day(date)


def awaits_a_day(date: Occurrence) -> bool:
    """Whether DATE is postponed without a new day (schema.org EventPostponed)."""
    return date.state == State.POSTPONED and date.previous_start is None


def is_open(date: Occurrence) -> bool:
    """Whether one can still attend DATE."""
    return is_held(date) and date.state != State.FULL


def edited_state(date: Occurrence) -> str:
    """The state that an editor gave DATE, which feeds and files tell: they do not change with each booking.

    One that is full because its seats are booked has seats; one that an editor says full has none.
    """
    return State.CONFIRMED if date.state == State.FULL and date.seats else date.state


def told_state(date: Occurrence, event: EventPage) -> str:
    """The state of DATE as lists and pages tell it (components/state.html): FULL_WAITING where one may still wait."""
    waits = event.registration == RegistrationMode.HERE and event.waiting_list
    return FULL_WAITING if date.state == State.FULL and waits else date.state


def published_dates(event: EventPage, now: dt.datetime | None = None) -> Dates:
    """The dates visitors see, in three queries however many there are."""
    now = now or clock_now()
    dates = Occurrence.objects.filter(event_id=event.pk)
    counted = dates.aggregate(
        total=Count("pk"), coming=Count("pk", filter=Q(end__gt=now)), first=Min("first_day"), last=Max("last_day")
    )
    rows = dates.select_related("commune")
    return Dates(
        coming=list(rows.current(now).order_by("start", "pk")[:LISTED]),
        past=list(rows.past(now).order_by("-start", "-pk")[:PAST_LISTED]),
        coming_total=counted["coming"],
        past_total=counted["total"] - counted["coming"],
        first_day=counted["first"],
        last_day=counted["last"],
    )


def split(occurrences: Sequence[Occurrence], now: dt.datetime | None = None) -> Dates:
    """The same from OCCURRENCES that no table holds: those a draft gives."""
    now = now or clock_now()
    ordered = sorted(occurrences, key=lambda date: date.start)
    coming = [date for date in ordered if date.end > now]
    past = [date for date in reversed(ordered) if date.end <= now]
    return Dates(
        coming=coming[:LISTED],
        past=past[:PAST_LISTED],
        coming_total=len(coming),
        past_total=len(past),
        first_day=min((date.first_day for date in ordered), default=None),
        last_day=max((date.last_day for date in ordered), default=None),
    )
