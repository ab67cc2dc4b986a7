"""Dates under the day they are shown on: lists of the agenda, of the home page, of an actor."""

import datetime as dt
from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Literal

from core.clock import today as clock_today
from core.dates_in_words import day_in_words
from core.parts import Day, Entry
from evenements.models import Occurrence
from evenements.presentation import entry


def shown_on(date: Occurrence, first: dt.date) -> dt.date:
    """The day DATE stands under in a list that begins on FIRST: its own first day, FIRST when it began before."""
    return max(date.first_day, first)


def by_day(
    dates: Iterable[Occurrence],
    first: dt.date | None = None,
    level: Literal[2, 3] = 2,
    row: Callable[[Occurrence, dt.date], Entry] = entry,
) -> list[Day]:
    """DATES (from `with_event`) as days, in order; what began before FIRST (today by default) comes under FIRST.

    ROW gives what is shown of a date.
    """
    today = clock_today()
    first = first or today
    ordered = sorted(dates, key=lambda date: (shown_on(date, first), date.start, date.pk or 0))
    return [
        Day(
            date=day,
            entries=[row(date, today) for date in group],
            relative=day_in_words(day, today) if 0 <= (day - today).days <= 1 else "",
            shows_year=day.year != today.year,
            level=level,
        )
        for day, group in groupby(ordered, key=lambda date: shown_on(date, first))
    ]
