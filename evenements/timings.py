"""Which VEVENTs a date line makes, and when each is. Pure.

RFC 5545 §3.8.4.4: a series is a master and, for each date that an exception alters, a VEVENT of the same UID with the
original start as RECURRENCE-ID. A line that happens once is one VEVENT, moved or not.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from evenements import recurrence
from evenements.ical import Timing
from evenements.recurrence import Line, Moment, Slot
from evenements.recurrence.lines import as_datetime


def timings(line: Line, zone: ZoneInfo, last_year: int) -> Iterator[tuple[Timing, Slot]]:
    """The VEVENTs of a line, its master first, each with the slot it tells; none for a line without date.

    LAST_YEAR is that up to which the nights when clocks change are told of a line without end.
    """
    if recurrence.first_date(line) is None:
        return
    if line.rule is None:
        slot = recurrence.expand(line, date.min, date.max)[0]
        yield Timing(line.uid, _start(slot, zone), _end(slot, zone)), slot
        return
    series = recurrence.from_an_even_date(line, zone)
    first = _regular_slot(series)
    rrule, exdates = recurrence.rrule_text(series, zone), tuple(recurrence.exdates(series))
    yield Timing(line.uid, first.start, first.end, rrule, exdates), first
    for slot in _exceptions(line, zone, last_year):
        original = recurrence.regular_start(line, slot.original)
        yield Timing(line.uid, _start(slot, zone), _end(slot, zone), original=original), slot


def placed_timing(line: Line, slot: Slot, zone: ZoneInfo) -> Timing:
    """The date SLOT of LINE told alone: as an exception of its series, or as the only date of a line without rule."""
    original = recurrence.regular_start(line, slot.original) if line.rule else None
    return Timing(line.uid, _start(slot, zone), _end(slot, zone), original=original)


def repeats_master(timing: Timing, master: Timing, zone: ZoneInfo) -> bool:
    """Whether the date is held when the series says, for all readers: only what it says can then tell it apart."""
    if timing.start != timing.original or _is_instant(timing.end):
        return False
    on_the_clock = as_datetime(timing.end) - as_datetime(timing.start)
    return _length(timing, zone) == _length(master, zone) == on_the_clock


def _is_instant(moment: Moment) -> bool:
    return isinstance(moment, datetime) and moment.tzinfo is not None


def _length(timing: Timing, zone: ZoneInfo) -> timedelta:
    if isinstance(timing.start, datetime):
        return recurrence.length(timing.start, timing.end, zone)
    return as_datetime(timing.end) - as_datetime(timing.start)  # in days, whatever they last


def _exceptions(line: Line, zone: ZoneInfo, last_year: int) -> list[Slot]:
    """The dates of LINE that its master does not tell right: those an editor changed, and those of the two nights."""
    changed = recurrence.overrides(line)
    known = {slot.original for slot in changed}
    uneven = recurrence.uneven_dates(line, zone, last_year)
    others = (recurrence.slot_on(line, day) for day in uneven if day not in known)
    return sorted([*changed, *filter(None, others)], key=lambda slot: (as_datetime(slot.start), slot.original))


def _regular_slot(line: Line) -> Slot:
    """The rule's first date as it would be without exception: DTSTART, even when that date is excluded."""
    original = recurrence.effective_start(line)
    start = recurrence.regular_start(line, original)
    end = start + recurrence.duration(line)
    return Slot(line.uid, original, start, end, line.days_only, open_ended=line.open_ended)


def _start(slot: Slot, zone: ZoneInfo) -> Moment:
    """The local start; an hour that the spring night skips is told as the one that all readers take it for."""
    return slot.start if slot.all_day else _on_the_clock(recurrence.to_utc(slot.start, zone), zone)


def _end(slot: Slot, zone: ZoneInfo) -> Moment:
    """The local end, likewise; the instant itself (UTC) in the hour that the autumn night repeats.

    RFC 5545 §3.3.5 takes that hour for the first of the two, some readers for the second; §3.8.2.2 allows UTC here.
    """
    if slot.all_day:
        return slot.end
    _, end = recurrence.utc_span(slot, zone)
    local = _on_the_clock(end, zone)
    return end if recurrence.is_doubtful(local, zone) else local


def _on_the_clock(instant: datetime, zone: ZoneInfo) -> datetime:
    return instant.astimezone(zone).replace(tzinfo=None, fold=0)
