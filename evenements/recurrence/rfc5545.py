"""From a line to what iCalendar writes of it, and from local time to instants."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from evenements.recurrence.expansion import by_day, dates_among, regular_start, rule_dates
from evenements.recurrence.lines import Line, Moment, Slot, as_datetime


def rrule_text(line: Line, zone: ZoneInfo) -> str:
    """The value of RRULE, kept simple (DTSTART tells the day of a monthly_day rule); empty without rule."""
    if line.rule is None:
        return ""
    parts = [f"FREQ={line.rule.frequency.partition('_')[0].upper()}"]
    if line.rule.interval > 1:
        parts.append(f"INTERVAL={line.rule.interval}")
    if days := by_day(line):
        parts.append(f"BYDAY={','.join(days)}")
    if line.rule.count is not None:
        parts.append(f"COUNT={line.rule.count}")
    elif line.rule.until is not None:
        parts.append(f"UNTIL={_until(line, zone)}")
    return ";".join(parts)


def _until(line: Line, zone: ZoneInfo) -> str:
    """RFC 5545 §3.3.10: a date for an all-day line, else UTC; here exactly the start of the rule's last date."""
    if not (dates := rule_dates(line)):
        raise ValueError("A rule without date has no RRULE")
    if line.days_only:
        return f"{dates[-1]:%Y%m%d}"
    return f"{to_utc(regular_start(line, dates[-1]), zone):%Y%m%dT%H%M%SZ}"


def exdates(line: Line) -> list[Moment]:
    """The local starts for EXDATE, in order: dropped dates that the rule really gives, never one that is changed."""
    if line.rule is None:
        return []
    return [regular_start(line, day) for day in dates_among(line, line.dropped)]


def to_utc(local: Moment, zone: ZoneInfo) -> datetime:
    """The instant of a local time (of midnight, for a date).

    RFC 5545 §3.3.5: an hour that the spring night skips is read with the offset before the gap, an hour that the
    autumn night repeats is the first of the two.
    """
    return as_datetime(local).replace(tzinfo=zone, fold=0).astimezone(UTC)


def is_doubtful(local: Moment, zone: ZoneInfo) -> bool:
    """Whether LOCAL falls in the hour that a night of ZONE skips or repeats: readers of calendars disagree on it."""
    if not isinstance(local, datetime):
        return False
    before, after = (local.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    return before != after


def utc_span(slot: Slot, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The instants [start, end) of a date. The end keeps its local hour, unless the spring night would undo it."""
    start, end = to_utc(slot.start, zone), to_utc(slot.end, zone)
    if end <= start:
        end = start + (as_datetime(slot.end) - as_datetime(slot.start))
    return start, end


def length(start: Moment, end: Moment, zone: ZoneInfo) -> timedelta:
    """The exact time between two local moments of ZONE."""
    return to_utc(end, zone) - to_utc(start, zone)
