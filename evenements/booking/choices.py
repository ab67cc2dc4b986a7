"""The dates one may choose in the form of bookings: what is left at each, and which page of the form has it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.clock import now as clock_now
from core.clock import today as clock_today
from evenements.booking.dates import booked_dates, window_of
from evenements.booking.forms import MARK, date_value
from evenements.booking.keys import row_key
from evenements.booking.letters import moment_words
from evenements.booking.rules import Opening, free_seats
from evenements.event_dates import is_held
from evenements.models import EventPage, Occurrence
from evenements.presentation import hours_words, seats_words, when_words

# On one page of the form, `?dates=2` being the next.
PER_PAGE = 60
PAGE = "dates"


@dataclass(frozen=True)
class DateChoice:
    """A date to choose (evenements/booking_date.html): its day, its hours where it has some. `free` seats are left;
    `hint` says more of it.
    """

    value: str
    day: str
    hours: str
    free: int
    hint: str
    is_open: bool
    checked: bool

    @property
    def is_full(self) -> bool:
        return not self.free

    @property
    def seats(self) -> str:
        """What is left, in words."""
        return seats_words(self.free) if self.free else ""


@dataclass(frozen=True)
class Left:
    """What is left at a date: `free` seats; `is_open` when one may ask for them, or wait."""

    free: int
    waiting: int
    window: Opening
    is_open: bool


def bookable_dates(event: EventPage, now: dt.datetime) -> list[Occurrence]:
    """The dates of EVENT that one may ask a seat of, or will, or could until it began."""
    dates = Occurrence.objects.filter(event=event.pk, start__gt=now, seats__isnull=False).order_by("start", "pk")
    return [date for date in dates if is_held(date)]


def seats_left(event: EventPage, dates: Sequence[Occurrence], now: dt.datetime) -> dict[int, Left]:
    """What is left at each of DATES, by its primary key; one query."""
    rows, found = booked_dates(dates), {}
    for date in dates:
        row, window = rows.get(date.pk), window_of(event, date.start)
        free = free_seats(date.seats or 0, row.held if row else 0)
        is_open = not (window.opens and now < window.opens) and now < window.closes
        found[date.pk] = Left(
            free, row.waiting if row else 0, window, is_open=is_open and (free > 0 or event.waiting_list)
        )
    return found


def page_of(dates: Sequence[Occurrence], chosen: str, asked: str) -> int:
    """The page of the form, from 1: that of the date CHOSEN, else the one ASKED for."""
    places = {str(date.pk): place for place, date in enumerate(dates)}
    place = places.get(chosen.partition(MARK)[0])
    if place is not None:
        return place // PER_PAGE + 1
    last = max(1, -(-len(dates) // PER_PAGE))
    return min(max(1, row_key(asked)), last)


def page_address(event: EventPage, number: int) -> str:
    """Where the page NUMBER of the form is."""
    return f"{event.reading_path}?{PAGE}={number}#reserver"


def choices_of(
    event: EventPage, dates: Sequence[Occurrence], seats: Mapping[int, Left], chosen: str
) -> list[DateChoice]:
    """DATES as the form shows them; the one CHOSEN is, else the first with a seat, else the first one may wait for."""
    made = [_choice(event, date, seats[date.pk]) for date in dates]
    usual = chosen or next((choice.value for choice in made if choice.is_open and not choice.is_full), "")
    usual = usual or next((choice.value for choice in made if choice.is_open), "")
    return [replace(choice, checked=choice.is_open and choice.value == usual) for choice in made]


def _choice(event: EventPage, date: Occurrence, left: Left) -> DateChoice:
    now, window = clock_now(), left.window
    hint = _hint(event, left.free, left.waiting)
    if window.opens and now < window.opens:
        hint = _("S’ouvre le %(moment)s") % {"moment": moment_words(window.opens)}
    elif now >= window.closes:
        hint = _("Réservations closes")
    return DateChoice(date_value(date), *_day_and_hours(date), left.free, hint, left.is_open, checked=False)


def _day_and_hours(date: Occurrence) -> tuple[str, str]:
    whole, hours = when_words(date, clock_today()), hours_words(date)
    day, comma, found = whole.rpartition(", ")
    return (day, hours) if comma and found == hours else (whole, "")


def _hint(event: EventPage, free: int, waiting: int) -> str:
    if free or not event.waiting_list:
        return ""
    if not waiting:
        return _("Liste d’attente ouverte")
    return ngettext("Une personne sur la liste d’attente", "%(count)s personnes sur la liste d’attente", waiting) % {
        "count": waiting
    }
