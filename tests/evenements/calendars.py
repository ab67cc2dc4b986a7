"""Reads the calendars that events are told with: unfolded lines, and instants through an independent reader."""

import datetime as dt
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events

from evenements.models import EventBytes
from evenements.vtimezone import vtimezone

PARIS = ZoneInfo("Europe/Paris")
HEAD = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//FR\r\nCALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n"
END = b"END:VCALENDAR\r\n"


def whole(data: bytes, zone: str = "Europe/Paris") -> bytes:
    """The VEVENTs of DATA as a calendar that stands alone."""
    return HEAD + vtimezone(zone) + data + END


def told(event_id: int, language: str = "fr") -> bytes:
    """The bytes stored for an event; empty when it is not told."""
    row = EventBytes.objects.filter(event_id=event_id, language=language).first()
    return bytes(row.data) if row else b""


def content_lines(data: bytes) -> list[str]:
    """The unfolded lines of DATA."""
    return data.replace(b"\r\n ", b"").decode("utf-8").split("\r\n")


def vevents(data: bytes) -> list[icalendar.Event]:
    return icalendar.Calendar.from_ical(whole(data)).walk("VEVENT")


def instants(data: bytes, first: dt.date, last: dt.date) -> list[tuple[dt.datetime, dt.datetime]]:
    """The dates a client shows between two days, as UTC instants; a whole day begins at midnight in Paris."""
    calendar = icalendar.Calendar.from_ical(whole(data))
    found = recurring_ical_events.of(calendar).between(first, last)
    return sorted((instant(event["DTSTART"].dt), instant(event["DTEND"].dt)) for event in found)


def instant(moment: dt.date) -> dt.datetime:
    if not isinstance(moment, dt.datetime):
        moment = dt.datetime.combine(moment, dt.time(), tzinfo=PARIS)
    return moment.astimezone(dt.UTC)
