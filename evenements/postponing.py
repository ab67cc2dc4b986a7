"""A date postponed by typing its new day over the former one: the former one is kept, for readers to see it struck."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from evenements import recurrence
from evenements.enums import Frequency, State
from evenements.line_rules import to_line
from evenements.recurrence import Change, Line, Slot
from evenements.recurrence.lines import ONE_DAY, as_datetime

if TYPE_CHECKING:
    from evenements.models import DateLine

MOMENT = ("start_date", "start_time", "end_date", "end_time")


def keep_former_dates(lines: Iterable["DateLine"], published: Mapping[str, "DateLine"], state: str) -> list["DateLine"]:
    """Of LINES as typed, those postponed become their PUBLISHED line, by UID, with the new date as its exception; they
    are returned.

    STATE is the event's: a date that says another is not postponed. Whoever changes the day of a date that is held
    corrects it, and nothing is kept.
    """
    found = [(line, published[line.uid]) for line in lines if line.uid in published]
    once = [(line, former) for line, former in found if line.frequency == former.frequency == Frequency.ONCE]
    return [line for line, former in once if _keep(line, former, state)]


def _keep(line: "DateLine", former: "DateLine", state: str) -> bool:
    """Makes LINE the FORMER one with its exception; whether it was postponed."""
    typed, before = to_line(line), to_line(former)
    slot = recurrence.slot_on(typed, typed.start_date)
    is_same = _moments(typed) == _moments(before)
    if slot is None or is_same or typed.days_only != before.days_only:
        return False
    own = {change.original: change for change in typed.changes}
    said = own.get(typed.start_date) or own.get(before.start_date) or Change(before.start_date)
    if (said.state or state) != State.POSTPONED:
        return False
    start, end = _moved(slot, before)
    change = replace(said, original=before.start_date, start=start, end=end)
    others = [other for other in typed.changes if other.original not in (typed.start_date, before.start_date)]
    line.changes = [other.to_json() for other in (change, *others)]
    for name in (*MOMENT, "all_day"):
        setattr(line, name, getattr(former, name))
    return True


def _moments(line: Line) -> tuple[object, ...]:
    """When the only date of LINE is, its exception aside."""
    return tuple(getattr(line, name) for name in MOMENT)


def _moved(slot: Slot, before: Line) -> tuple[dt.date | None, dt.date | None]:
    """The start and the end that an exception to BEFORE gives for SLOT: None for what does not change."""
    usual = recurrence.regular_start(before, before.start_date)
    start = slot.start if slot.start != usual else None
    if before.open_ended and slot.open_ended:
        return start, None
    length = as_datetime(slot.end) - as_datetime(slot.start)
    if length == recurrence.duration(before) and before.open_ended == slot.open_ended:
        return start, None
    return start, slot.end - ONE_DAY if slot.all_day else slot.end
