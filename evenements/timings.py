"""Which VEVENTs a date line makes, and when each is. Pure.

RFC 5545 §3.8.4.4: a series is a master and, for each date that an exception alters, a VEVENT of the same UID with the
original start as RECURRENCE-ID. A line that happens once is one VEVENT, moved or not.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from evenements import recurrence
from evenements.ical import Timing
from evenements.recurrence import Line, Moment, Slot
from evenements.recurrence.lines import as_datetime


def timings(line: Line, zone: ZoneInfo) -> Iterator[tuple[Timing, Slot]]:
    """The VEVENTs of a line, its master first, each with the slot it tells; none for a line without date."""
    if recurrence.first_date(line) is None:
        return
    if line.rule is None:
        slot = recurrence.expand(line, date.min, date.max)[0]
        yield Timing(line.uid, slot.start, _end(slot, zone)), slot
        return
    first = _regular_slot(line)
    rrule, exdates = recurrence.rrule_text(line, zone), tuple(recurrence.exdates(line))
    yield Timing(line.uid, first.start, first.end, rrule, exdates), first
    for slot in recurrence.overrides(line):
        original = recurrence.regular_start(line, slot.original)
        yield Timing(line.uid, slot.start, _end(slot, zone), original=original), slot


def repeats_master(timing: Timing, master: Timing) -> bool:
    """Whether the date is held when the series says: only what it says can then tell it apart."""
    return timing.start == timing.original and _length(timing) == _length(master)


def _length(timing: Timing) -> timedelta:
    return as_datetime(timing.end) - as_datetime(timing.start)


def _regular_slot(line: Line) -> Slot:
    """The rule's first date as it would be without exception: DTSTART, even when that date is excluded."""
    original = recurrence.effective_start(line)
    start = recurrence.regular_start(line, original)
    end = start + recurrence.duration(line)
    return Slot(line.uid, original, start, end, line.days_only, open_ended=line.open_ended)


def _end(slot: Slot, zone: ZoneInfo) -> Moment:
    """The local end, put right on the spring night that would make it earlier than the start."""
    _, end = recurrence.utc_span(slot, zone)
    if slot.all_day or end == recurrence.to_utc(slot.end, zone):
        return slot.end
    return end.astimezone(zone).replace(tzinfo=None)
