"""What a date line gives, told before anything is saved: a sentence, its dates, what is left out and why."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from core import closures
from core.clock import now, today
from core.dates_in_words import full_day, listed, short_day
from evenements import recurrence
from evenements.building import horizon
from evenements.dates_in_words import rule_in_words, slot_in_words
from evenements.preview_rows import DateRow, Rows, regular_slot
from evenements.recurrence import Line, Slot
from evenements.recurrence.checks import FIRST_DAY, LAST_DAY
from evenements.recurrence.lines import as_datetime

if TYPE_CHECKING:
    from evenements.models import DateLine

FIRST_ROWS = 20
MORE_ROWS = 100
PAST_ROWS = 50
A_YEAR = dt.timedelta(days=366)


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
    """The dates of `line`, a DateLine that its form found right. `others` are the event's other lines, by position.

    `posted` is the line as its editor typed it, where it will be stored otherwise; `is_postponed` is said of the event.
    """

    line: "DateLine"
    others: dict[int, "DateLine"] = field(default_factory=dict)
    limit: int = FIRST_ROWS
    posted: Line | None = None
    is_postponed: bool = False

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
        """The rule in words; of a line that happens once, its date wherever it moved."""
        if self.pure.rule is None:
            words = slot_in_words(self.slots[0], self.today)
        else:
            words = rule_in_words(
                self.pure,
                self.today,
                skip_public_holidays=self.line.skip_public_holidays,
                skip_school_holidays=self.line.skip_school_holidays,
            )
        return words[:1].upper() + words[1:]

    @property
    def is_endless(self) -> bool:
        return recurrence.unbounded(self.pure)

    @cached_property
    def horizon(self) -> dt.date:
        """The last day whose dates are published today."""
        return horizon()

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
        removed = [regular_slot(self.pure, change.original) for change in self.pure.changes if change.removed]
        slots = [*self.slots, *(slot for slot in removed if slot.original in known)]
        return sorted(slots, key=lambda slot: (as_datetime(slot.start), slot.original))

    @cached_property
    def _rows(self) -> Rows:
        return Rows(self.line, self.pure, self.today, self.posted or self.pure, self.is_postponed)

    @cached_property
    def _coming(self) -> list[Slot]:
        return [slot for slot in self._listed if as_datetime(slot.end) > self.now]

    @property
    def number(self) -> int:
        return len(self.slots)

    @property
    def rows(self) -> list[DateRow]:
        """What is to come, up to the limit."""
        return [self._rows.of(slot) for slot in self._coming[: self.limit]]

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
        return [self._rows.of(slot) for slot in past[:PAST_ROWS]]

    @property
    def is_over(self) -> bool:
        return bool(self.slots) and not self._coming

    @property
    def later_start(self) -> str:
        """The first date and why it is not the day typed: that does not fit the rule, or is left out; "" when it is."""
        first, typed = recurrence.first_date(self.pure), self.pure.start_date
        if not (self.pure.rule and first and first != typed):
            return ""
        said = {"day": full_day(first, self.today), "reason": self._closure(typed)}
        if typed not in self.pure.dropped or not recurrence.rule_dates(self.pure, typed, typed):
            return _("La première date est le %(day)s : le jour indiqué ne convient pas à la répétition.") % said
        if typed not in self.pure.excluded:
            return _("La première date est le %(day)s : celle du jour indiqué est retirée.") % said
        return _("La première date est le %(day)s : le jour indiqué est laissé de côté (%(reason)s).") % said

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


def _days_in_words(days: Sequence[dt.date], today: dt.date) -> str:
    return listed([short_day(day, today) for day in days])
