"""The calendar file of one date, as a mail carries it (RFC 5545, RFC 5546).

Its UID, its RECURRENCE-ID and its SEQUENCE are those of the feeds: an agenda that has both has one date. It is read
from what is published, so it says no more than the feeds do.
"""

import datetime as dt

from django.conf import settings
from django.utils import translation

from core.mail.letter import Attachment
from evenements import recurrence
from evenements.booking.models import BookedDate
from evenements.building import site_zone
from evenements.feed_words import Wording
from evenements.ical import ESCAPES, Stamp, Timing, one_line, stamped, vevent
from evenements.models import Publication
from evenements.snapshots import Snapshot
from evenements.timings import placed_timing
from evenements.vtimezone import vtimezone

PUBLISH, CANCEL = "PUBLISH", "CANCEL"


def invitation(
    date: BookedDate, snapshot: Snapshot | None, language: str, *, method: str = PUBLISH
) -> Attachment | None:
    """The file of DATE in LANGUAGE; with CANCEL, what takes it out of an agenda. None when nothing published has it."""
    history = Publication.objects.filter(event=date.event_id).first()
    found = _event_of(date, snapshot, language, method) if snapshot and history else None
    if found is None or history is None:
        return None
    data = stamped(found, Stamp(history.created, history.modified, history.sequence))
    maker = one_line(settings.TERRITORY.data["feed"]["maker"]).translate(ESCAPES)
    heading = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{maker}", "CALSCALE:GREGORIAN", f"METHOD:{method}"]
    lines = "".join(f"{line}\r\n" for line in heading).encode()
    calendar = b"".join([lines, vtimezone(settings.TIME_ZONE), data, b"END:VCALENDAR\r\n"])
    return Attachment("date.ics", f"text/calendar; method={method}; charset=utf-8", calendar)


def _event_of(date: BookedDate, snapshot: Snapshot, language: str, method: str) -> bytes | None:
    """The VEVENT of DATE alone, without its stamp."""
    line = next((line for line in snapshot.lines if line.uid == date.line_uid), None)
    slot = recurrence.slot_on(line, date.original_day) if line else None
    if line is None or slot is None:
        return _removed(date, snapshot, language) if method == CANCEL else None
    with translation.override(language):
        wording = Wording(snapshot, language)
        said = wording.said(slot)
        timing = placed_timing(line, slot, site_zone())
        return vevent(timing, said.cancelled() if method == CANCEL else said, wording.frame, site_zone())


def _removed(date: BookedDate, snapshot: Snapshot, language: str) -> bytes:
    """A date that its line no longer gives, or whose line is gone, as it was told last."""
    slot = recurrence.Slot(date.line_uid, date.original_day, *_local_span(date), all_day=date.all_day)
    timing = Timing(slot.line_uid, slot.start, slot.end, original=_original(date) if date.repeats else None)
    with translation.override(language):
        wording = Wording(snapshot, language)
        return vevent(timing, wording.said(slot).cancelled(), wording.frame, site_zone())


def _original(date: BookedDate) -> recurrence.Moment:
    """When the series of DATE had it."""
    return dt.datetime.combine(date.original_day, date.usual_time) if date.usual_time else date.original_day


def _local_span(date: BookedDate) -> tuple[recurrence.Moment, recurrence.Moment]:
    start, end = (moment.astimezone(site_zone()).replace(tzinfo=None) for moment in (date.start, date.end))
    return (start.date(), end.date()) if date.all_day else (start, end)
