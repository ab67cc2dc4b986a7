"""Recurrence: what a date line means.

Pure: no framework, no clock. Times are naive and local, and `to_utc` and `utc_span` are the only way out. A line
has at most one date a day, so a date is known by its original local day and its exception survives an edit of the
hour. RFC 5545 gives the semantics, python-dateutil the arithmetic.
"""

from evenements.recurrence.checks import MAX_COUNT, MAX_INTERVAL, Problem, validate
from evenements.recurrence.expansion import (
    DEFAULT_DURATION,
    MAX_DATES,
    TooManyDates,
    by_day,
    dates_among,
    duration,
    effective_start,
    expand,
    first_date,
    last_start,
    overrides,
    regular_start,
    rule_dates,
    slot_on,
    unbounded,
)
from evenements.recurrence.lines import WEEKDAYS, Change, Frequency, Line, Moment, Rule, Slot
from evenements.recurrence.nights import from_an_even_date, uneven_dates
from evenements.recurrence.rfc5545 import exdates, is_doubtful, length, rrule_text, to_utc, utc_span

__all__ = [
    "DEFAULT_DURATION",
    "MAX_COUNT",
    "MAX_DATES",
    "MAX_INTERVAL",
    "WEEKDAYS",
    "Change",
    "Frequency",
    "Line",
    "Moment",
    "Problem",
    "Rule",
    "Slot",
    "TooManyDates",
    "by_day",
    "dates_among",
    "duration",
    "effective_start",
    "exdates",
    "expand",
    "first_date",
    "from_an_even_date",
    "is_doubtful",
    "last_start",
    "length",
    "overrides",
    "regular_start",
    "rrule_text",
    "rule_dates",
    "slot_on",
    "to_utc",
    "unbounded",
    "uneven_dates",
    "utc_span",
    "validate",
]
