"""What a date line gives, told before anything is saved: a sentence, its dates, what is left out and why."""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone

from core import closures
from core.clock import now, today
from core.dates_in_words import full_day, listed, short_day
from evenements import recurrence
from evenements.dates_in_words import rule_in_words, slot_in_words
from evenements.enums import State
from evenements.recurrence import Change, Line, Slot
from evenements.recurrence.checks import FIRST_DAY, LAST_DAY
from evenements.recurrence.lines import ONE_DAY, as_datetime

if TYPE_CHECKING:
    from evenements.models import DateLine

TYPED_DAY = "%d/%m/%Y"
FIRST_ROWS = 20
MORE_ROWS = 100
PAST_ROWS = 50
A_YEAR = dt.timedelta(days=366)


@dataclass(frozen=True)
class DateRow:
    """One date of the line. `facts` is what the page's script needs to change it, in JSON."""

    original: dt.date
    words: str
    former: str
    state: str
    title: str
    note: str
    is_removed: bool
    is_changed: bool
    facts: str

    @property
    def is_cancelled(self) -> bool:
        return self.state == State.CANCELLED

    @property
    def state_label(self) -> str:
        """The state, when there is something to say."""
        return str(State(self.state).label) if self.state and self.state != State.CONFIRMED else ""


@dataclass(frozen=True)
class Skipped:
    """Dates left out for the same reason."""

    reason: str
    days: str
    number: int


@dataclass(frozen=True)
class Waiting:
    """A change whose day the line does not give, or no longer."""

    original: dt.date
    words: str
    is_closed: bool


@dataclass(frozen=True)
class Twin:
    """Another line that gives the same dates: the first of them, and how many more."""

    position: int
    words: str
    more: int


@dataclass
class LinePreview:
    """The dates of `line`, a DateLine that its form found right. `others` are the event's other lines, by position."""

    line: "DateLine"
    others: dict[int, "DateLine"] = field(default_factory=dict)
    limit: int = FIRST_ROWS

    @cached_property
    def pure(self) -> Line:
        return self.line.line

    @cached_property
    def today(self) -> dt.date:
        return today()

    @cached_property
    def now(self) -> dt.datetime:
        return timezone.localtime(now(), timezone.get_default_timezone()).replace(tzinfo=None)

    @property
    def sentence(self) -> str:
        words = rule_in_words(
            self.pure,
            self.today,
            skip_public_holidays=self.line.skip_public_holidays and bool(self.line.frequency),
            skip_school_holidays=self.line.skip_school_holidays and bool(self.line.frequency),
        )
        return words[:1].upper() + words[1:]

    @property
    def is_endless(self) -> bool:
        return recurrence.unbounded(self.pure)

    @cached_property
    def horizon(self) -> dt.date:
        """The last day whose dates are published today."""
        return self.today + dt.timedelta(days=round(settings.OCCURRENCE_HORIZON_MONTHS * 30.44))

    @cached_property
    def window(self) -> tuple[dt.date, dt.date]:
        """The days looked at: all of a line that ends; of one that does not, a year back and up to the horizon."""
        if self.is_endless:
            return max(self.pure.start_date, self.today - A_YEAR), max(self.horizon, self.pure.start_date + A_YEAR)
        return FIRST_DAY, LAST_DAY

    @cached_property
    def originals(self) -> list[dt.date]:
        """The days of the rule in the window, before any exception."""
        return recurrence.rule_dates(self.pure, *self.window)

    @cached_property
    def slots(self) -> list[Slot]:
        return recurrence.expand(self.pure, *self.window)

    @cached_property
    def _listed(self) -> list[Slot]:
        """The dates, with those removed one by one, which can be put back."""
        known = set(self.originals) - self.pure.excluded
        removed = [self._regular(change.original) for change in self.pure.changes if change.removed]
        slots = [*self.slots, *(slot for slot in removed if slot.original in known)]
        return sorted(slots, key=lambda slot: (as_datetime(slot.start), slot.original))

    @cached_property
    def _coming(self) -> list[Slot]:
        return [slot for slot in self._listed if as_datetime(slot.end) > self.now]

    @property
    def number(self) -> int:
        return len(self.slots)

    @property
    def rows(self) -> list[DateRow]:
        """What is to come, up to the limit."""
        return [self._row(slot) for slot in self._coming[: self.limit]]

    @property
    def hidden_number(self) -> int:
        return max(0, len(self._coming) - self.limit)

    @property
    def next_limit(self) -> int:
        return self.limit + MORE_ROWS

    @property
    def past_rows(self) -> list[DateRow]:
        """What is over, the latest first."""
        past = [slot for slot in reversed(self._listed) if as_datetime(slot.end) <= self.now]
        return [self._row(slot) for slot in past[:PAST_ROWS]]

    @property
    def is_over(self) -> bool:
        return bool(self.slots) and not self._coming

    @property
    def later_start(self) -> str:
        """The first date, when it is not the day typed: a rule begins on its first day that fits."""
        first = recurrence.first_date(self.pure)
        return full_day(first, self.today) if self.pure.rule and first and first != self.pure.start_date else ""

    @cached_property
    def skipped(self) -> list[Skipped]:
        """What the calendars leave out."""
        closed = [(self._closure(day), day) for day in self.originals if day in self.pure.excluded]
        found = []
        for reason, group in groupby(closed, key=lambda pair: pair[0]):
            days = [day for _, day in group]
            found.append(Skipped(reason, _days_in_words(days, self.today), len(days)))
        return found

    @property
    def skipped_number(self) -> int:
        return sum(skipped.number for skipped in self.skipped)

    @property
    def school_calendar_ends(self) -> str:
        """The last day of school holidays that is known, when the line goes further; "" otherwise."""
        known = self._known_until if self.line.skip_school_holidays and self.pure.rule else None
        goes_on = known and (self.is_endless or any(day > known for day in self.originals))
        return full_day(known, self.today) if known and goes_on else ""

    @property
    def has_no_school_calendar(self) -> bool:
        return bool(self.line.skip_school_holidays and self.pure.rule and self._known_until is None)

    @cached_property
    def waiting(self) -> list[Waiting]:
        """Changes without effect, kept until the editor removes them."""
        return [
            Waiting(change.original, full_day(change.original, self.today), change.original in self.pure.excluded)
            for change in sorted(self.pure.changes, key=lambda change: change.original)
            if not recurrence.rule_dates(self.pure, change.original, change.original)
            or change.original in self.pure.excluded
        ]

    @cached_property
    def twins(self) -> list[Twin]:
        """The other lines that begin at the same moment as this one, some day."""
        mine = {slot.start: slot for slot in self.slots}
        found = []
        for position, other in self.others.items():
            same = [slot for slot in LinePreview(other).slots if slot.start in mine]
            if same:
                found.append(Twin(position, slot_in_words(same[0], self.today, relative=False), len(same) - 1))
        return found

    @property
    def _known_until(self) -> dt.date | None:
        return closures.known_until(country=settings.TERRITORY.country, school_zone=settings.TERRITORY.school_zone)

    def _closure(self, day: dt.date) -> str:
        return closures.closure_name(
            day,
            country=settings.TERRITORY.country,
            school_zone=settings.TERRITORY.school_zone,
            public_holidays=self.line.skip_public_holidays,
            school_holidays=self.line.skip_school_holidays,
        )

    def _regular(self, original: dt.date) -> Slot:
        """The date as the rule gives it."""
        start = recurrence.regular_start(self.pure, original)
        end = as_datetime(start) + recurrence.duration(self.pure)
        if self.pure.days_only:
            return Slot(self.pure.uid, original, start, end.date(), all_day=True)
        return Slot(self.pure.uid, original, start, end, open_ended=self.pure.open_ended)

    def _row(self, slot: Slot) -> DateRow:
        change = self._changes.get(slot.original)
        return DateRow(
            original=slot.original,
            words=slot_in_words(slot, self.today, relative=False),
            former=_former(slot, self._regular(slot.original), self.today),
            state=slot.state or "",
            title=slot.title,
            note=slot.note,
            is_removed=bool(change and change.removed),
            is_changed=change is not None and change != Change(slot.original),
            facts=json.dumps(self._facts(slot)),
        )

    @cached_property
    def _changes(self) -> dict[dt.date, Change]:
        return {change.original: change for change in self.pure.changes}

    def _facts(self, slot: Slot) -> dict[str, Any]:
        """What the script changes a date with. An all-day end is inclusive here, as an editor says it."""
        regular = self._regular(slot.original)
        return {
            "original": slot.original.isoformat(),
            "start": _machine(slot.start),
            "end": _machine_end(slot),
            "usualStart": _machine(regular.start),
            "usualEnd": _machine_end(regular),
            "day": slot.original.strftime(TYPED_DAY),
            "eve": (slot.original - ONE_DAY).strftime(TYPED_DAY),
            "lastDay": (slot.original + self._span).strftime(TYPED_DAY) if self.line.end_date else "",
            "isFirst": slot.original == recurrence.first_date(self.pure),
            "remaining": self.line.count - self._ranks[slot.original] if self.line.count else None,
        }

    @property
    def _span(self) -> dt.timedelta:
        """From the first to the last day of each date, as the line says them."""
        return (self.line.end_date or self.line.start_date) - self.line.start_date

    @cached_property
    def _ranks(self) -> dict[dt.date, int]:
        return {day: rank for rank, day in enumerate(self.originals)}


def _machine(moment: dt.date) -> str:
    return moment.isoformat(timespec="minutes") if isinstance(moment, dt.datetime) else moment.isoformat()


def _machine_end(slot: Slot) -> str:
    if slot.open_ended:
        return ""
    return _machine(slot.end - ONE_DAY if slot.all_day else slot.end)


def _former(slot: Slot, regular: Slot, today: dt.date) -> str:
    """Where the date was, when it has moved."""
    if (slot.start, slot.end) == (regular.start, regular.end):
        return ""
    return slot_in_words(regular, today, relative=False)


def _days_in_words(days: Sequence[dt.date], today: dt.date) -> str:
    return listed([short_day(day, today) for day in days])
