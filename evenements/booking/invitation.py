"""The calendar file of one date, as a mail carries it (RFC 5545, RFC 5546).

Its UID, its RECURRENCE-ID and its SEQUENCE are those of the feeds: an agenda that has both has one date. It is read
from what is published, so it says no more than the feeds do, but that whoever booked is not free then. Its DTSTAMP is
when it was made (RFC 5545 §3.8.7.2): of two files of one SEQUENCE, agendas believe the later (RFC 5546 §2.1.5).
"""

from dataclasses import replace

from django.conf import settings
from django.utils import translation

from core.clock import now as clock_now
from core.mail.letter import Attachment
from evenements import recurrence
from evenements.booking.calendar_names import Name, name_of, recurrence_id
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
    date: BookedDate,
    snapshot: Snapshot | None,
    language: str,
    *,
    method: str = PUBLISH,
    former: Name | None = None,
) -> Attachment | None:
    """The file of DATE in LANGUAGE; with CANCEL, what takes it out of an agenda. None when nothing published has it.

    FORMER is what the agenda calls it, when files called it otherwise: that goes out of it. A CANCEL has one UID (RFC
    5546 §3.2.5), and the agenda no other.
    """
    history = Publication.objects.filter(event=date.event_id).first()
    if snapshot is None or history is None:
        return None
    with translation.override(language):
        found = _events(date, Wording(snapshot, language), method, former)
    if found is None:
        return None
    data = stamped(
        found, Stamp(history.created, history.modified, history.sequence), max(clock_now(), history.modified)
    )
    maker = one_line(settings.TERRITORY.data["feed"]["maker"]).translate(ESCAPES)
    heading = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{maker}", "CALSCALE:GREGORIAN", f"METHOD:{method}"]
    lines = "".join(f"{line}\r\n" for line in heading).encode()
    calendar = b"".join([lines, vtimezone(settings.TIME_ZONE), data, b"END:VCALENDAR\r\n"])
    return Attachment("date.ics", f"text/calendar; method={method}; charset=utf-8", calendar)


def _events(date: BookedDate, wording: Wording, method: str, former: Name | None) -> bytes | None:
    """The VEVENT of DATE, and the one that takes its FORMER name away, without their stamp."""
    if method == CANCEL and former:
        return _removed(date, wording, former)
    event = _event_of(date, wording, method)
    return _removed(date, wording, former) + event if event and former else event


def _event_of(date: BookedDate, wording: Wording, method: str) -> bytes | None:
    line, slot = wording.snapshot.slot_on(date.line_uid, date.original_day)
    if line is None or slot is None:
        return _removed(date, wording, name_of(date)) if method == CANCEL else None
    said = wording.said(slot)
    said = said.cancelled() if method == CANCEL else replace(said, is_busy=said.status == "CONFIRMED")
    return vevent(placed_timing(line, slot, site_zone()), said, wording.frame, site_zone())


def _removed(date: BookedDate, wording: Wording, name: Name) -> bytes:
    """DATE under NAME, which nothing has any more, as it was told last."""
    slot = recurrence.Slot(date.line_uid, date.original_day, *_local_span(date), all_day=date.all_day)
    timing = Timing(name[0], slot.start, slot.end, original=recurrence_id(name))
    return vevent(timing, wording.said(slot).cancelled(), wording.frame, site_zone())


def _local_span(date: BookedDate) -> tuple[recurrence.Moment, recurrence.Moment]:
    start, end = (moment.astimezone(site_zone()).replace(tzinfo=None) for moment in (date.start, date.end))
    return (start.date(), end.date()) if date.all_day else (start, end)
