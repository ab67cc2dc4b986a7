"""What calendar files call a booked date (RFC 5545 §3.8.4.4, §3.8.4.7): the UID of its line, and its RECURRENCE-ID.

A publication may give it another name: a series told from a day on as another line, or held at another hour. Those who
come then have the former name in their agenda, until the next file that they are sent takes it out.
"""

import datetime as dt
from collections.abc import Collection, Mapping

from evenements.booking.enums import BookingState
from evenements.booking.models import BookedDate, Booking
from evenements.models.dates import DateLine
from evenements.recurrence import Moment

Name = tuple[str, str]  # UID, local moment of the RECURRENCE-ID (ISO 8601), empty without one
NAMED = ("repeats", "usual_time")
BATCH = 500


def name_of(date: BookedDate) -> Name:
    """What files call DATE, as far as its row knows."""
    return date.line_uid, original_of(date).isoformat() if date.repeats else ""


def original_of(date: BookedDate) -> Moment:
    """When the series of DATE had it."""
    return dt.datetime.combine(date.original_day, date.usual_time) if date.usual_time else date.original_day


def recurrence_id(name: Name) -> Moment | None:
    """The local moment in NAME; None without one."""
    said = name[1]
    if not said:
        return None
    return dt.datetime.fromisoformat(said) if "T" in said else dt.date.fromisoformat(said)


def name_in_calendars(dates: Collection[BookedDate]) -> None:
    """Tells the published ones of DATES what their lines make calendar files call them by; one query, not saved."""
    lines = DateLine.objects.filter(page__in={date.event_id for date in dates}, uid__in={d.line_uid for d in dates})
    known = {(line.page_id, line.uid): line for line in lines}
    for date in dates:
        if line := known.get((date.event_id, date.line_uid)):
            date.repeats, date.usual_time = bool(line.frequency), None if line.all_day else line.start_time


def rename(dates: Collection[BookedDate], former: Mapping[int, Name]) -> None:
    """Gives DATES the names that their lines now make, not saved; those who come keep the FORMER, by primary key.

    Three queries at most, however many dates.
    """
    name_in_calendars(dates)
    renamed = [date.pk for date in dates if name_of(date) != former[date.pk]]
    if not renamed:
        return
    coming = list(Booking.objects.filter(date__in=renamed, state=BookingState.BOOKED, former_uid=""))
    for booking in coming:
        booking.former_uid, booking.former_moment = former[booking.date_id]
    Booking.objects.bulk_update(coming, ["former_uid", "former_moment"], batch_size=BATCH)
