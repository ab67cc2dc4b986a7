"""A month by whole weeks: its days, and the dates that touch each. The arithmetic asks nobody; one query fills it."""

import calendar
import datetime as dt
import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field

from django.core.cache import cache

from agenda.counts import cache_key
from agenda.dates import Window, midnight, selected, within
from agenda.question import Question

NAME = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
FIRST_YEAR = 2000
YEARS_AHEAD = 5
# More than one more than this in a day, and the list of that day says the rest.
SHOWN_A_DAY = 5
ONE_DAY = dt.timedelta(days=1)
CACHE_SECONDS = 24 * 3600


def read_month(name: str, today: dt.date) -> dt.date | None:
    """The first day of the month NAME ("2026-11"); None when it is none, or too far to be of any use."""
    found = NAME.fullmatch(name)
    if not found or not 1 <= int(found[2]) <= 12:
        return None
    return bounded(dt.date(int(found[1]), int(found[2]), 1), today) if int(found[1]) else None


def bounded(first: dt.date, today: dt.date) -> dt.date | None:
    return first if FIRST_YEAR <= first.year <= today.year + YEARS_AHEAD else None


def neighbours(first: dt.date) -> tuple[dt.date, dt.date]:
    """The first days of the months before and after."""
    return (first - ONE_DAY).replace(day=1), (last_of(first) + ONE_DAY)


def last_of(first: dt.date) -> dt.date:
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def weeks(first: dt.date) -> list[list[dt.date]]:
    """The whole weeks, Monday first, that the month touches."""
    return calendar.Calendar(firstweekday=0).monthdatescalendar(first.year, first.month)


@dataclass
class Busy:
    """The dates of a day: how many are told under it, the first of them by id, and how many only go on that day."""

    number: int = 0
    shown: list[int] = field(default_factory=list)
    ongoing: int = 0


@dataclass
class MonthDates:
    """The dates of a month: those of each day of its weeks, how many are of the month itself and when each is over."""

    days: dict[dt.date, Busy]
    ends: list[dt.datetime]

    @property
    def total(self) -> int:
        return len(self.ends)

    def to_come(self, now: dt.datetime) -> int:
        """How many are not over."""
        return len(self.ends) - bisect_right(self.ends, now)


def month_key(question: Question, first: dt.date, version: str) -> str:
    """What the grid of the month that begins on FIRST depends on: what is published, what is asked, the day."""
    return cache_key("month", (version, question.today, question.language, question.scope, question.selection, first))


def month_dates(question: Question, first: dt.date, version: str) -> MonthDates:
    """The dates of the month that begins on FIRST, kept until something is published or the day ends."""
    key = month_key(question, first, version)
    kept: MonthDates | None = cache.get(key)
    if kept is None:
        kept = _read(question, first)
        cache.set(key, kept, CACHE_SECONDS)
    return kept


def _read(question: Question, first: dt.date) -> MonthDates:
    grid = weeks(first)
    start, end, last = grid[0][0], grid[-1][-1], last_of(first)
    dates = selected(question.selection, question.scope, question.language)
    rows = within(dates, Window(midnight(start), midnight(end + ONE_DAY)), question.today)
    days: dict[dt.date, Busy] = defaultdict(Busy)
    ends = []
    for pk, first_day, last_day, over in rows.order_by("start", "id").values_list("id", "first_day", "last_day", "end"):
        if first_day <= last and last_day >= first:
            ends.append(over)
        told = set(told_on(first_day, last_day, start, end, question.today))
        for day in touched(first_day, last_day, start, end):
            if day not in told:
                days[day].ongoing += 1
                continue
            days[day].number += 1
            if len(days[day].shown) <= SHOWN_A_DAY:
                days[day].shown.append(pk)
    for busy in days.values():
        if busy.number > len(busy.shown):
            busy.shown = busy.shown[:SHOWN_A_DAY]
    return MonthDates(dict(days), sorted(ends))


def touched(first: dt.date, last: dt.date, start: dt.date, end: dt.date) -> list[dt.date]:
    """The days from START to END that a date from FIRST to LAST touches."""
    begins, ends = max(first, start), min(last, end)
    return [begins + offset * ONE_DAY for offset in range((ends - begins).days + 1)]


def told_on(first: dt.date, last: dt.date, start: dt.date, end: dt.date, today: dt.date) -> list[dt.date]:
    """Those of them under which it is told: each, or, for what lasts more than a week, its first and last, today and

    each Monday. A month is not filled with one exhibition: on other days it is counted as going on.
    """
    days = touched(first, last, start, end)
    if (last - first).days < 7:
        return days
    return [day for day in days if day in (days[0], last, today) or day.weekday() == 0]
