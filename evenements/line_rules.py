"""From the date line an editor fills to the pure line `recurrence` expands, and what is wrong with it, in sentences."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core import closures
from evenements import recurrence
from evenements.enums import Frequency

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from evenements.models import DateLine

# How far a line without an end looks for the days it skips: school calendars are known two or three years ahead.
SKIP_HORIZON_DAYS = 4 * 366


def to_rule(line: "DateLine") -> recurrence.Rule | None:
    """The recurrence rule of LINE, None when it happens once."""
    if line.frequency == Frequency.ONCE:
        return None
    last = line.frequency == Frequency.MONTHLY_LAST_WEEKDAY
    return recurrence.Rule(
        frequency="monthly_weekday" if last else line.frequency,
        interval=line.interval,
        weekdays=tuple(day for day in line.weekdays.split(",") if day) if line.frequency == Frequency.WEEKLY else (),
        until=line.until,
        count=line.count,
        last=last,
    )


def to_line(line: "DateLine") -> recurrence.Line:
    """The pure form of LINE. Raises ValueError when its stored exceptions cannot be read."""
    return recurrence.Line(
        uid=line.uid,
        start_date=line.start_date,
        start_time=None if line.all_day else line.start_time,
        end_date=line.end_date,
        end_time=None if line.all_day else line.end_time,
        all_day=line.all_day,
        rule=to_rule(line),
        excluded=frozenset(dt.date.fromisoformat(day) for day in line.excluded),
        changes=tuple(recurrence.Change.from_json(change) for change in line.changes),
    )


def skipped_days(line: "DateLine") -> list[str]:
    """The days LINE leaves out because they are public or school holidays, as ISO dates."""
    if not line.frequency or not (line.skip_public_holidays or line.skip_school_holidays):
        return []
    closed = closures.closed_days(
        line.start_date,
        line.until or line.start_date + dt.timedelta(days=SKIP_HORIZON_DAYS),
        country=settings.TERRITORY.country,
        school_zone=settings.TERRITORY.school_zone,
        public_holidays=line.skip_public_holidays,
        school_holidays=line.skip_school_holidays,
    )
    return sorted(day.isoformat() for day in closed)


SENTENCES: dict[str, "Promise"] = {}


def problems(line: "DateLine") -> dict[str, list[Any]]:
    """What is wrong with LINE, a list of sentences per field; empty when nothing is."""
    found: dict[str, list[Any]] = {}
    if line.start_date is None:
        return found
    if not line.all_day and line.start_time is None:
        return {"start_time": [_("Indiquez l’heure de début, ou cochez « toute la journée ».")]}
    try:
        pure = to_line(line)
    except (ValueError, TypeError, KeyError):
        return {"changes": [_("Les dates particulières ne se lisent pas : rechargez la page et recommencez.")]}
    for field, code in recurrence.validate(pure):
        found.setdefault(field, []).append(SENTENCES.get(code, code))
    return found
