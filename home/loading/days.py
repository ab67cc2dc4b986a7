"""The days of the demonstration's data, told relative to the day they are loaded.

`today`, `+3d`, `-10d`; `+2d open`: that day or the first after it that is neither a Sunday nor a public holiday;
`+2w WE`: the Wednesday of the week after next, weeks starting on Monday; `-1m 2TH` and `+1m -1FR`: the second Thursday
of last month, the last Friday of next month; `+1m 15`: the 15th of next month; `2019-04-03`: that very day.
"""

import calendar
import datetime as dt
import re
from collections.abc import Collection

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

DAYS = re.compile(r"([+-]\d+)d( open)?")
WEEKS = re.compile(r"([+-]\d+)w ([A-Z]{2})")
MONTHS = re.compile(r"([+-]\d+)m (-1|[1-4])([A-Z]{2})")
MONTH_DAY = re.compile(r"([+-]\d+)m (\d{1,2})")


def day(words: str, today: dt.date, closed: Collection[dt.date] = ()) -> dt.date:
    """The date WORDS say on TODAY; CLOSED are the public holidays. Raises ValueError when they say none."""
    if words == "today":
        return today
    if found := DAYS.fullmatch(words):
        date = today + dt.timedelta(days=int(found[1]))
        return next_open(date, closed) if found[2] else date
    if found := WEEKS.fullmatch(words):
        monday = today - dt.timedelta(days=today.weekday())
        return monday + dt.timedelta(weeks=int(found[1]), days=WEEKDAYS.index(found[2]))
    if found := MONTHS.fullmatch(words):
        return rank_in_month(month(today, int(found[1])), int(found[2]), WEEKDAYS.index(found[3]))
    if found := MONTH_DAY.fullmatch(words):
        return month(today, int(found[1])).replace(day=int(found[2]))
    return dt.date.fromisoformat(words)


def next_open(date: dt.date, closed: Collection[dt.date]) -> dt.date:
    """DATE, or the first day after it that is neither a Sunday nor one of CLOSED."""
    while date.weekday() == 6 or date in closed:
        date += dt.timedelta(days=1)
    return date


def month(today: dt.date, offset: int) -> dt.date:
    """The first day of the month that is OFFSET months from TODAY's."""
    months = today.year * 12 + today.month - 1 + offset
    return dt.date(months // 12, months % 12 + 1, 1)


def rank_in_month(first: dt.date, rank: int, weekday: int) -> dt.date:
    """The RANK-th (1 to 4, or -1 for the last) WEEKDAY of the month that begins on FIRST."""
    days = range(1, calendar.monthrange(first.year, first.month)[1] + 1)
    dates = [date for number in days if (date := first.replace(day=number)).weekday() == weekday]
    return dates[rank if rank < 0 else rank - 1]
