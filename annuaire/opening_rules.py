"""Opening hours in the syntax of OpenStreetMap, read into rules: the part of it that words can say.

https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification
"""

import datetime as dt
import re
from dataclasses import dataclass

from opening_hours import OpeningHours, ParserError

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
HOLIDAYS = ("PH", "SH")

_DAY, _MONTH = "|".join(DAYS), "|".join(MONTHS)
_DATE = rf"(?:\d{{4}} )?(?:{_MONTH})(?: \d{{1,2}})?"
_DATES = rf"{_DATE}(?:-{_DATE})?"
_WEEKDAYS = rf"(?:(?:{_DAY})(?:-(?:{_DAY})|\[[-\d,]+\])?|PH|SH)"
_HOURS = r"\d\d:\d\d(?:-\d\d:\d\d|\+)"
RULE = re.compile(
    rf"(?:(?P<dates>{_DATES}(?:,{_DATES})*) ?)?(?P<days>{_WEEKDAYS}(?:,{_WEEKDAYS})*)? ?"
    rf'(?P<hours>{_HOURS}(?:,{_HOURS})*)? ?(?P<state>closed|unknown)? ?(?:"(?P<comment>[^"]*)")?'
)
PARTS = re.compile(r'(?:[^";]|"[^"]*")+')
# Mondays of holidays, which the parser takes for Mondays and holidays.
HOLIDAYS_AND_DAYS = re.compile(rf"\b(?:PH|SH)\s+(?:{_DAY})|(?:{_DAY})\s+(?:PH|SH)\b")
ITEM = re.compile(r"[^,\[]+(?:\[[^\]]*\])?")


@dataclass(frozen=True)
class Day:
    """A day of the year, with its year where it is said; `day` is 0 for a whole month."""

    month: int
    day: int = 0
    year: int = 0

    @property
    def date(self) -> dt.date:
        """The day itself; a leap year stands for any, so that the 29th of February is one."""
        return dt.date(self.year or 2000, self.month, self.day)


@dataclass(frozen=True)
class Hours:
    """From `start` to `end`, of the next day when it is not later; `end` is None for "from … on"."""

    start: dt.time
    end: dt.time | None


@dataclass(frozen=True)
class Rule:
    """One rule. Without days, every day; without hours, the whole day."""

    dates: tuple[tuple[Day, Day], ...] = ()
    weekdays: tuple[int, ...] = ()
    ranks: tuple[tuple[int, int], ...] = ()  # (weekday, rank in the month), -1 for the last
    holidays: tuple[str, ...] = ()
    hours: tuple[Hours, ...] = ()
    is_closed: bool = False
    is_unknown: bool = False
    comment: str = ""


def read(expression: str) -> list[Rule] | None:
    """The rules of EXPRESSION, none overlapping another; None when it is wrong, or says more than rules hold."""
    if HOLIDAYS_AND_DAYS.search(expression):
        return None
    try:
        canonical = str(OpeningHours(expression).normalize())
    except ParserError:
        return None
    rules = [_rule(part.strip()) for part in PARTS.findall(canonical)]
    return None if None in rules else [rule for rule in rules if rule is not None]


def _rule(text: str) -> Rule | None:
    match = RULE.fullmatch(text.replace("24/7", "").strip())
    if match is None:
        return None
    weekdays, ranks, holidays = _days(match["days"] or "")
    return Rule(
        dates=_over_new_year([_range(item) for item in (match["dates"] or "").split(",") if item]),
        weekdays=weekdays,
        ranks=ranks,
        holidays=holidays,
        hours=tuple(_hours(item) for item in (match["hours"] or "").split(",") if item),
        is_closed=match["state"] == "closed",
        is_unknown=match["state"] == "unknown",
        comment=match["comment"] or "",
    )


def _days(text: str) -> tuple[tuple[int, ...], tuple[tuple[int, int], ...], tuple[str, ...]]:
    """Weekdays, ranks in the month and holidays of "Mo-Fr,We[1,3],PH"."""
    weekdays: set[int] = set()
    ranks: list[tuple[int, int]] = []
    holidays: list[str] = []
    for item in ITEM.findall(text):
        name, _bracket, inside = item.partition("[")
        first, _dash, last = name.partition("-")
        if name in HOLIDAYS:
            holidays.append(name)
        elif inside:
            ranks += [(DAYS.index(name), int(rank)) for rank in inside.rstrip("]").split(",")]
        else:
            start = DAYS.index(first)
            length = (DAYS.index(last or first) - start) % len(DAYS) + 1
            weekdays |= {(start + offset) % len(DAYS) for offset in range(length)}
    return tuple(sorted(weekdays)), tuple(ranks), tuple(holidays)


def _range(text: str) -> tuple[Day, Day]:
    first, _dash, last = text.partition("-")
    return _day(first), _day(last or first)


def _over_new_year(dates: list[tuple[Day, Day]]) -> tuple[tuple[Day, Day], ...]:
    """January to March and October to December are one winter."""
    if len(dates) > 1 and dates[0][0] == Day(1) and dates[-1][1] == Day(12):
        return (*dates[1:-1], (dates[-1][0], dates[0][1]))
    return tuple(dates)


def _day(text: str) -> Day:
    parts = text.split()
    year = int(parts.pop(0)) if parts[0].isdecimal() else 0
    return Day(MONTHS.index(parts[0]) + 1, int(parts[1]) if len(parts) > 1 else 0, year)


def _hours(text: str) -> Hours:
    start, _dash, end = text.removesuffix("+").partition("-")
    return Hours(_time(start), _time(end) if end else None)


def _time(text: str) -> dt.time:
    """ "26:00" is two o'clock, the day after."""
    return dt.time(int(text[:2]) % 24, int(text[3:]))
