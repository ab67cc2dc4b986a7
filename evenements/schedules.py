"""Date lines that repeat, as schema.org's Schedule says them."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.conf import settings

from evenements.models import DateLine
from evenements.recurrence import WEEKDAYS, Line, Rule, by_day, duration, effective_start, exdates, regular_start

NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DAYS = {code: f"https://schema.org/{name}" for code, name in zip(WEEKDAYS, NAMES, strict=True)}
PERIODS = {"daily": "D", "weekly": "W", "monthly_weekday": "M", "monthly_day": "M"}


def schedules(lines: Sequence[DateLine]) -> list[dict[str, Any]]:
    """The Schedule of each of LINES that repeats."""
    pure = [line.line for line in lines]
    return [_schedule(line, line.rule) for line in pure if line.rule]


def _schedule(line: Line, rule: Rule) -> dict[str, Any]:
    first = effective_start(line)
    data: dict[str, Any] = {
        "@type": "Schedule",
        "startDate": first.isoformat(),
        "repeatFrequency": f"P{rule.interval}{PERIODS[rule.frequency]}",
        "scheduleTimezone": settings.TIME_ZONE,
    }
    if not line.days_only:
        start = regular_start(line, first)
        data["startTime"] = start.strftime("%H:%M:%S")
        if not line.open_ended:
            data["endTime"] = (start + duration(line)).strftime("%H:%M:%S")
    if rule.until:
        data["endDate"] = rule.until.isoformat()
    if rule.count:
        data["repeatCount"] = rule.count
    if excluded := [_day(moment) for moment in exdates(line)]:
        data["exceptDate"] = excluded
    return data | _days(line, rule)


def _days(line: Line, rule: Rule) -> dict[str, Any]:
    """Which days: of the week, or of the month; the last of a month has no word of its own there."""
    if rule.frequency == "monthly_day":
        return {"byMonthDay": effective_start(line).day}
    days = by_day(line)
    named = [DAYS[day[-2:]] for day in days]
    if rule.frequency != "monthly_weekday":
        return {"byDay": named} if named else {}
    rank = int(days[0][:-2])
    return {"byDay": named} | ({"byMonthWeek": rank} if rank > 0 else {})


def _day(moment: dt.date) -> str:
    return (moment.date() if isinstance(moment, dt.datetime) else moment).isoformat()
