"""The VTIMEZONE of the site's zone, written by yearly rules.

Outlook ignores a VTIMEZONE made of lists of dates and is then an hour wrong, so the two rules in force are read in the
tz data and stated as such, since 1970. Python only, no clock: the rules are those of `YEARS`.
"""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import chain
from zoneinfo import ZoneInfo

YEARS = range(2025, 2031)
EPOCH_YEAR = 1970
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
ONE_DAY, HALF_HOUR = timedelta(days=1), timedelta(minutes=30)


class IrregularZone(ValueError):
    """A zone whose clock changes follow no yearly rule that RFC 5545 can say."""


@cache
def vtimezone(name: str) -> bytes:
    """The component of the zone NAME, its lines ended by CRLF; empty for UTC, which has none (RFC 5545 §3.6.5).

    Raises IrregularZone when the zone has no yearly rule.
    """
    if name == "UTC":
        return b""
    zone = ZoneInfo(name)
    changes = [_changes_of(zone, year) for year in YEARS]
    if len({len(of_year) for of_year in changes}) != 1:
        raise IrregularZone(f"{name} does not change its clock every year alike")
    parts = [_observance(list(same), zone, name) for same in zip(*changes, strict=True)] or [_fixed(zone)]
    lines = ["BEGIN:VTIMEZONE", f"TZID:{name}", f"X-LIC-LOCATION:{name}", *chain(*parts), "END:VTIMEZONE"]
    return "".join(f"{line}\r\n" for line in lines).encode("ascii")


def _changes_of(zone: ZoneInfo, year: int) -> list[datetime]:
    """The instants of YEAR, to the half hour, at which the zone's offset changes; at most one a day."""
    first, last = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
    days = [first + count * ONE_DAY for count in range((last - first).days)]
    changing = [day for day in days if _offset(zone, day) != _offset(zone, day + ONE_DAY)]
    return [_change_after(zone, day) for day in changing]


def _change_after(zone: ZoneInfo, day: datetime) -> datetime:
    moments = (day + count * HALF_HOUR for count in range(1, 49))
    return next(moment for moment in moments if _offset(zone, moment) != _offset(zone, day))


def _offset(zone: ZoneInfo, instant: datetime) -> timedelta:
    return instant.astimezone(zone).utcoffset() or timedelta()


def _observance(instants: list[datetime], zone: ZoneInfo, name: str) -> list[str]:
    """The lines of one of the two halves of the year, from the changes that begin it in each of the years."""
    before = {_offset(zone, instant - HALF_HOUR) for instant in instants}
    after = {_offset(zone, instant) for instant in instants}
    # The wall clock when it changes, as it stood just before: what DTSTART and the rule are said in.
    walls = [(instant + _offset(zone, instant - HALF_HOUR)).replace(tzinfo=None) for instant in instants]
    rule = _rule(walls)
    if rule is None or len(before) > 1 or len(after) > 1 or len({wall.time() for wall in walls}) > 1:
        raise IrregularZone(f"{name} does not change its clock every year alike")
    (offset_from,), (offset_to,), (month, day) = before, after, rule
    start = datetime.combine(_day_in(EPOCH_YEAR, month, day), walls[0].time())
    kind = "DAYLIGHT" if offset_to > offset_from else "STANDARD"
    return [
        f"BEGIN:{kind}",
        f"TZOFFSETFROM:{_offset_text(offset_from)}",
        f"TZOFFSETTO:{_offset_text(offset_to)}",
        f"TZNAME:{instants[0].astimezone(zone).tzname()}",
        f"DTSTART:{start:%Y%m%dT%H%M%S}",
        f"RRULE:FREQ=YEARLY;BYMONTH={month};BYDAY={day}",
        f"END:{kind}",
    ]


def _fixed(zone: ZoneInfo) -> list[str]:
    """The one observance of a zone that never changes its clock."""
    moment = datetime(YEARS[0], 1, 1, tzinfo=UTC)
    offset = _offset_text(_offset(zone, moment))
    return [
        "BEGIN:STANDARD",
        f"TZOFFSETFROM:{offset}",
        f"TZOFFSETTO:{offset}",
        f"TZNAME:{moment.astimezone(zone).tzname()}",
        f"DTSTART:{EPOCH_YEAR}0101T000000",
        "END:STANDARD",
    ]


def _rule(walls: list[datetime]) -> tuple[int, str] | None:
    """The month and the BYDAY ("-1SU", "2SU") that all the days share; the last of the month when it is always that."""
    for number in (-1, 1, 2, 3, 4):
        rules = {(wall.month, f"{number}{WEEKDAYS[wall.weekday()]}") for wall in walls}
        if len(rules) == 1 and all(_day_in(wall.year, *next(iter(rules))) == wall.date() for wall in walls):
            return rules.pop()
    return None


def _day_in(year: int, month: int, day: str) -> date:
    """The date that BYDAY `day` names in a month: "-1SU" its last Sunday, "2SU" its second."""
    number, weekday = int(day[:-2]), WEEKDAYS.index(day[-2:])
    if number > 0:
        first = date(year, month, 1)
        return first + ((weekday - first.weekday()) % 7 + 7 * (number - 1)) * ONE_DAY
    last = date(year + month // 12, month % 12 + 1, 1) - ONE_DAY
    return last - ((last.weekday() - weekday) % 7) * ONE_DAY


def _offset_text(offset: timedelta) -> str:
    minutes = offset // timedelta(minutes=1)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"
