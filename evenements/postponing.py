"""A date that happens once and changes its day: its line says when it is, its exception when it was to be.

An editor types the new day over the former one, or changes it in the list of dates: both are stored alike, so that the
form, opened again, shows the day that is published, and readers see the former one struck.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from evenements import recurrence
from evenements.enums import Frequency, State
from evenements.line_rules import to_line
from evenements.recurrence import Change, Line, Moment, Slot
from evenements.recurrence.lines import ONE_DAY, as_datetime

if TYPE_CHECKING:
    from evenements.models import DateLine


def settle(lines: Iterable["DateLine"], published: Mapping[str, "DateLine"], state: str) -> list["DateLine"]:
    """Of LINES as typed, those that had to be stored otherwise, which are returned; PUBLISHED is by UID.

    STATE is the event's: a date that says another is not postponed.
    """
    found = []
    for line in lines:
        is_kept = keep_former_date(line, published.get(line.uid), state)
        if fold(line) or is_kept:
            found.append(line)
    return found


def keep_former_date(line: "DateLine", published: "DateLine | None", state: str) -> bool:
    """Has LINE, typed over PUBLISHED, say when its date was to be, if it is postponed; whether that changes LINE.

    Whoever changes the day of a date that is held corrects it: what it already said of a former day follows it.
    """
    if not _happens_once(line):
        return False
    typed = to_line(line)
    before = to_line(published) if published and _happens_once(published) else None
    own = {change.original: change for change in typed.changes}
    here, left = own.get(typed.start_date), _left_behind(typed, before)
    is_postponed = ((here or left or Change(typed.start_date)).state or state) == State.POSTPONED
    if left and not (left.previous or is_postponed):
        left = None
    said = here or left or Change(typed.start_date)
    previous = said.previous or (left.previous if left else None)
    if previous is None and before and is_postponed and _start(typed) != _start(before):
        previous = _former_start(before)
    if previous and as_datetime(previous) == _start(typed):
        previous = None
    if here is None:
        said = replace(said, original=typed.start_date, start=None, end=None)
    return _say(line, replace(said, previous=previous), left)


def fold(line: "DateLine") -> bool:
    """Has LINE, when it happens once, say itself where its exception moved its date; whether that changes LINE."""
    if not _happens_once(line):
        return False
    typed = to_line(line)
    change = typed.active_changes.get(typed.start_date)
    slot = recurrence.slot_on(typed, typed.start_date) if change and (change.start or change.end) else None
    if change is None or slot is None:
        return False
    for name, value in _moments(slot).items():
        setattr(line, name, value)
    return _say(
        line, replace(change, original=slot.first_day, start=None, end=None, previous=slot.previous_start), change
    )


def _happens_once(line: "DateLine") -> bool:
    return line.frequency == Frequency.ONCE and line.start_date is not None


def _left_behind(typed: Line, before: Line | None) -> Change | None:
    """What is said of the only date of TYPED on the day it had: that BEFORE had, or that knows of a former one."""
    others = [change for change in typed.changes if change.original != typed.start_date]
    return next(
        (change for change in others if change.previous or (before and before.start_date == change.original)), None
    )


def _start(line: Line) -> dt.datetime:
    """When the only date of LINE is, its exception aside."""
    return as_datetime(recurrence.regular_start(line, line.start_date))


def _former_start(before: Line) -> Moment | None:
    """When the date of BEFORE was to be first."""
    slot = recurrence.slot_on(before, before.start_date)
    return (slot.previous_start or slot.start) if slot else None


def _say(line: "DateLine", change: Change, left: Change | None) -> bool:
    """Has LINE say CHANGE of its date, and no longer LEFT; whether that changes LINE."""
    gone = {change.original, *([left.original] if left else [])}
    others = [other for other in to_line(line).changes if other.original not in gone]
    said = [*([change] if change != Change(change.original) else []), *others]
    if tuple(said) == to_line(line).changes:
        return False
    line.changes = [one.to_json() for one in said]
    return True


def _moments(slot: Slot) -> dict[str, dt.date | dt.time | None]:
    """The fields of a line whose only date is SLOT."""
    start, end = as_datetime(slot.start), as_datetime(slot.end)
    if slot.all_day:
        last = slot.last_day if slot.last_day > slot.first_day else None
        return {"start_date": slot.first_day, "end_date": last}
    if slot.open_ended:
        return {"start_date": start.date(), "start_time": start.time(), "end_date": None, "end_time": None}
    is_short = end.date() == start.date() or end - start <= ONE_DAY
    return {
        "start_date": start.date(),
        "start_time": start.time(),
        "end_date": None if is_short else end.date(),
        "end_time": end.time(),
    }
