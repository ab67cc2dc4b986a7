"""The nights when clocks change, and what they do to a series.

An occurrence keeps its local end. In a calendar, DTEND gives all those of a series one length (RFC 5545 §3.8.5.3),
which some readers count exactly and others on the clock: both agree when the master lasts as usual on a usual day, and
each date that does not, or that begins or ends in the hour that such a night skips or repeats, has a VEVENT of its own.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from evenements.recurrence.expansion import by_day, dates_among, duration, effective_start, regular_start, rule_dates
from evenements.recurrence.lines import ONE_DAY, WEEKDAYS, Line, Rule, as_datetime
from evenements.recurrence.rfc5545 import is_doubtful, length

# A step of each kind of rule lasts that many days at most.
DAYS_IN_A_STEP = {"daily": 1, "weekly": 7, "monthly": 31}
# The rule's steps looked at before the first date: one is enough, but for the 31st or the fifth Wednesday of a month.
STEPS_BACK = 24


def uneven_dates(line: Line, zone: ZoneInfo, last_year: int) -> list[date]:
    """The original dates that a change of clock makes longer, shorter or harder to read than the others.

    Of a line without end, those up to LAST_YEAR included.
    """
    if line.rule is None or line.days_only:
        return []
    first = effective_start(line)
    last_year = _last_year(line.rule, first) or last_year
    usual = duration(line)
    days = (day for year in range(first.year, last_year + 1) for day in clock_changes(zone, year))
    near = (day - back * ONE_DAY for day in days for back in range(usual.days + 2))
    return dates_among(line, (day for day in near if _is_uneven(line, day, usual, zone)))


def from_an_even_date(line: Line, zone: ZoneInfo) -> Line:
    """LINE, begun earlier when its first date does not last as the others; what that adds to its dates is excluded.

    A line of which no date is even, once a year in one of these nights, stays as it is.
    """
    first = effective_start(line)
    if line.rule is None or line.days_only or not _is_uneven(line, first, duration(line), zone):
        return line
    usual = duration(line)
    earlier = next((day for day in _before(line, line.rule) if not _is_uneven(line, day, usual, zone)), None)
    if earlier is None:
        return line
    begun = replace(
        line,
        start_date=earlier,
        end_date=line.end_date and earlier + (line.end_date - line.start_date),
        rule=replace(line.rule, count=None),
    )
    added = rule_dates(begun, earlier, first - ONE_DAY)
    count = line.rule.count and line.rule.count + len(added)
    return replace(begun, rule=replace(line.rule, count=count), excluded=line.excluded | set(added))


def _last_year(rule: Rule, first: date) -> int | None:
    """A year after which RULE gives nothing; None without end."""
    if rule.until:
        return rule.until.year
    days = DAYS_IN_A_STEP[rule.frequency.partition("_")[0]] * rule.interval * (rule.count or 0)
    return (first + days * ONE_DAY).year if rule.count else None


def _is_uneven(line: Line, day: date, usual: timedelta, zone: ZoneInfo) -> bool:
    start = as_datetime(regular_start(line, day))
    end = start + usual
    return is_doubtful(start, zone) or is_doubtful(end, zone) or length(start, end, zone) != usual


def _before(line: Line, rule: Rule) -> Iterator[date]:
    """Dates that RULE, that of LINE, would give before its first, the nearest first, on its steps."""
    first = effective_start(line)
    for step in range(rule.interval, STEPS_BACK * rule.interval + 1, rule.interval):
        if rule.frequency == "daily":
            yield first - step * ONE_DAY
        elif rule.frequency == "weekly":
            yield first - step * 7 * ONE_DAY
        elif day := _alike(first, first.replace(day=1) - relativedelta(months=step), by_day(line)):
            yield day


def _alike(first: date, month: date, rank: tuple[str, ...]) -> date | None:
    """The day of MONTH, its first, that a monthly rule by RANK ("-1SA"), or by the number of FIRST, would give."""
    days = [month + number * ONE_DAY for number in range(31) if (month + number * ONE_DAY).month == month.month]
    if rank:
        days = [day for day in days if WEEKDAYS[day.weekday()] == rank[0][-2:]]
        number = int(rank[0][:-2])
        return days[-1] if number < 0 else next(iter(days[number - 1 : number]), None)
    return next((day for day in days if day.day == first.day), None)


@lru_cache(maxsize=512)
def clock_changes(zone: ZoneInfo, year: int) -> tuple[date, ...]:
    """The days of YEAR that do not last 24 hours in ZONE."""
    days = (date(year, 1, 1) + number * ONE_DAY for number in range(366))
    return tuple(day for day in days if length(day, day + ONE_DAY, zone) != ONE_DAY)
