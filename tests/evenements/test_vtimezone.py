import datetime as dt
from zoneinfo import ZoneInfo

import icalendar
import pytest

from evenements.vtimezone import IrregularZone, vtimezone

PARIS = """\
BEGIN:VTIMEZONE
TZID:Europe/Paris
X-LIC-LOCATION:Europe/Paris
BEGIN:DAYLIGHT
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
"""
ZONES = ["Europe/Paris", "America/New_York", "Australia/Sydney", "Indian/Reunion", "Asia/Kolkata", "Europe/Dublin"]


def test_paris_is_said_by_its_two_yearly_rules():
    assert vtimezone("Europe/Paris") == PARIS.replace("\n", "\r\n").encode()


@pytest.mark.parametrize("name", ZONES)
def test_the_rules_give_the_offsets_of_the_zone_for_years(name):
    said, zone = icalendar.Timezone.from_ical(vtimezone(name)).to_tz(), ZoneInfo(name)
    midday = [dt.datetime(2024, 1, 1, 12) + dt.timedelta(days=count) for count in range(15 * 365)]

    assert [day.replace(tzinfo=said).utcoffset() for day in midday] == [
        day.replace(tzinfo=zone).utcoffset() for day in midday
    ]


def test_a_zone_that_never_changes_its_clock_has_one_observance():
    lines = vtimezone("Indian/Reunion").split(b"\r\n")

    assert lines.count(b"BEGIN:STANDARD") == 1
    assert b"BEGIN:DAYLIGHT" not in lines
    assert b"TZOFFSETTO:+0400" in lines


def test_a_zone_without_yearly_rule_is_refused():
    with pytest.raises(IrregularZone):
        vtimezone("Africa/Casablanca")


def test_utc_needs_none():
    assert vtimezone("UTC") == b""
