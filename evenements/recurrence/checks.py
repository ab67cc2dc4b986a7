"""What is wrong with a line, as (field, code) pairs for a form to say in words."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from evenements.recurrence.expansion import TooManyDates, duration, first_date, rule_dates, unbounded
from evenements.recurrence.lines import WEEKDAYS, Line, Rule, as_datetime

MAX_INTERVAL = 99
MAX_COUNT = 1_000
MAX_LENGTH = timedelta(days=366)
FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(2199, 12, 31)
FREQUENCIES = ("daily", "weekly", "monthly_weekday", "monthly_day")

Problem = tuple[str, str]


def validate(line: Line) -> list[Problem]:
    """The problems of a line, none when it can be published; the codes are those of this module."""
    problems = [*_of_times(line), *(_of_rule(line, line.rule) if line.rule else ())]
    return problems or [*_of_dates(line), *_of_changes(line)]


def _of_times(line: Line) -> Iterator[Problem]:
    if not FIRST_DAY <= line.start_date <= LAST_DAY:
        yield "start_date", "out_of_range"
    if not line.all_day and line.start_time is None:
        yield "start_time", "missing"
    elif not line.all_day and line.end_time is None and line.end_date not in (None, line.start_date):
        yield "end_time", "missing"
    if line.end_date and line.end_date < line.start_date:
        yield "end_date", "before_start"
    elif duration(line) <= timedelta():
        yield "end_time", "before_start"
    elif duration(line) > MAX_LENGTH:
        yield "end_date", "too_long"


def _of_rule(line: Line, rule: Rule) -> Iterator[Problem]:
    if rule.frequency not in FREQUENCIES:
        yield "frequency", "unknown"
    if not 1 <= rule.interval <= MAX_INTERVAL:
        yield "interval", "out_of_range"
    if not set(rule.weekdays) <= set(WEEKDAYS):
        yield "weekdays", "unknown"
    if rule.count is not None and not 1 <= rule.count <= MAX_COUNT:
        yield "count", "out_of_range"
    if rule.count is not None and rule.until is not None:
        yield "count", "with_until"
    if rule.until and rule.until < line.start_date:
        yield "until", "before_start"
    elif rule.until and rule.until > LAST_DAY:
        yield "until", "out_of_range"


def _of_dates(line: Line) -> Iterator[Problem]:
    if first_date(line) is None:
        yield "start_date", "no_date"
    elif not unbounded(line):
        try:
            rule_dates(line)
        except TooManyDates:
            yield "until", "too_many"


def _of_changes(line: Line) -> Iterator[Problem]:
    if any(number > 1 for number in Counter(change.original for change in line.changes).values()):
        yield "changes", "duplicate"
    for change in line.changes:
        for moment in (change.start, change.end, change.previous):
            if moment and not FIRST_DAY <= as_datetime(moment).date() <= LAST_DAY:
                yield "changes", "out_of_range"
        if change.start and change.end:
            start, end = as_datetime(change.start), as_datetime(change.end)
            if end < start or (end == start and isinstance(change.end, datetime)):
                yield "changes", "end_before_start"
