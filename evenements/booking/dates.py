"""The dates people booked, and what published dates know of them.

Locks are always taken in one order, so that no two wait for each other: the published
dates, then those booked, then `Availability`. The published date comes first since a first booking has no other row
that a publication could see.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db.models import F

from core.clock import now as clock_now
from evenements.booking.models import Availability, BookedDate
from evenements.booking.rules import free_seats, opening
from evenements.enums import State
from evenements.event_dates import is_open
from evenements.models.dates import DateLine
from evenements.models.occurrences import Occurrence

Key = tuple[int, str, dt.date]  # event, line, original day
BATCH = 500
TOLD = ("start", "end", "all_day", "open_ended", "state", "place_label")
NAMED = ("repeats", "usual_time")


def key_of(date: BookedDate | Occurrence) -> Key:
    return date.event_id, date.line_uid, date.original_day


def occurrence_of(date: BookedDate, *, locks: bool = False) -> Occurrence | None:
    """The published date of DATE; None while it has none. With LOCKS, locked until the transaction ends."""
    found = Occurrence.objects.filter(event=date.event_id, line_uid=date.line_uid, original_day=date.original_day)
    return (found.select_for_update() if locks else found).first()


def occurrences_of(dates: Collection[BookedDate]) -> dict[int, Occurrence]:
    """What is published of those of DATES that are, by their rows' primary key; one query."""
    wanted = {key_of(date): date.pk for date in dates}
    days = {date.original_day for date in dates}
    found = Occurrence.objects.filter(event__in={date.event_id for date in dates}, original_day__in=days)
    return {wanted[key_of(row)]: row for row in found if key_of(row) in wanted}


def booked_dates(occurrences: Iterable[Occurrence]) -> dict[int, BookedDate]:
    """The rows of those of OCCURRENCES that someone asked a seat of, by the occurrence's primary key; one query."""
    wanted = {key_of(date): date.pk for date in occurrences}
    rows = BookedDate.objects.filter(event__in={key[0] for key in wanted}) if wanted else []
    return {wanted[key_of(row)]: row for row in rows if key_of(row) in wanted}


def count_seats_left(dates: Iterable[Occurrence], now: dt.datetime) -> None:
    """Gives those of DATES that take bookings, or soon will, what is left; one query, none when no date does.

    DATES have their events.
    """
    bookable = [date for date in dates if date.seats and is_open(date) and now < _closes(date)]
    rows = booked_dates(bookable)
    for date in bookable:
        date.seats_left = free_seats(date.seats or 0, rows[date.pk].held if date.pk in rows else 0)


def _closes(date: Occurrence) -> dt.datetime:
    return opening(date.start, date.event.booking_opens, date.event.booking_closes).closes


def locked(occurrence: Occurrence) -> tuple[BookedDate, Occurrence | None]:
    """The row of OCCURRENCE, made if need be, and what is published of it now, locked until the transaction ends."""
    published = Occurrence.objects.select_for_update().filter(pk=occurrence.pk).first()
    known = published or occurrence
    identity = dict(zip(("event_id", "line_uid", "original_day"), key_of(known), strict=True))
    told = {name: getattr(known, name) for name in TOLD}
    row, is_new = BookedDate.objects.get_or_create(**identity, defaults=told)
    if is_new:
        name_in_calendars([row])
        row.save(update_fields=NAMED)
    return _locked_row(row.pk), published


def locked_again(pk: int) -> tuple[BookedDate, Occurrence | None]:
    """The row PK and what is published of it now, locked until the transaction ends."""
    row = BookedDate.objects.get(pk=pk)
    key: Key | None = None
    while key != key_of(row):  # a publication waited for may have moved it
        key = key_of(row)
        published = occurrence_of(row, locks=True)
        row = BookedDate.objects.get(pk=pk)
    return _locked_row(pk), published


def name_in_calendars(dates: Collection[BookedDate]) -> None:
    """Tells the published ones of DATES what their lines make calendar files call them by; one query, not saved."""
    lines = DateLine.objects.filter(page__in={date.event_id for date in dates}, uid__in={d.line_uid for d in dates})
    known = {(line.page_id, line.uid): line for line in lines}
    for date in dates:
        if line := known.get((date.event_id, date.line_uid)):
            date.repeats, date.usual_time = bool(line.frequency), None if line.all_day else line.start_time


def _locked_row(pk: int) -> BookedDate:
    return BookedDate.objects.select_for_update(of=("self",)).select_related("event").get(pk=pk)


def held_at(
    event_ids: Collection[int], before: Mapping[Key, Occurrence], wanted: Mapping[Key, Occurrence]
) -> Mapping[Key, int]:
    """How many seats are held at each date of these events, locked until the transaction ends.

    The booked date of a line that had one date, and has one, follows it to its new day: BEFORE are the dates published
    until now, WANTED those to come. An event that was offline had none.
    """
    rows = list(BookedDate.objects.select_for_update(of=("self",)).filter(event__in=event_ids).order_by("pk"))
    _follow_moved_days(rows, before, wanted)
    _follow_renamed_venues(rows, before, wanted)
    return {key_of(row): row.held for row in rows}


def _follow_moved_days(rows: Sequence[BookedDate], before: Collection[Key], wanted: Mapping[Key, Occurrence]) -> None:
    """Never from a date that is over, whose event is given another day to be held again, nor to one."""
    now = clock_now()
    booked = _by_line(key_of(row) for row in rows if row.end > now)
    moved = []
    former, published, taken = _by_line(before), _by_line(wanted), {key_of(row) for row in rows}
    for row in rows:
        own = [key_of(row)]
        line = own[0][:2]
        if booked[line] != own or former[line] not in ([], own) or len(published[line]) != 1:
            continue
        (new,) = published[line]
        if new not in taken and wanted[new].end > now:
            row.original_day = new[2]
            moved.append(row)
    BookedDate.objects.bulk_update(moved, ["original_day"], batch_size=BATCH)


def _follow_renamed_venues(
    rows: Iterable[BookedDate], before: Mapping[Key, Occurrence], wanted: Mapping[Key, Occurrence]
) -> None:
    """A venue whose name was put right is where it was: that is nothing to write to people about."""
    renamed = []
    for row in rows:
        old, new = before.get(key_of(row)), wanted.get(key_of(row))
        if old is None or new is None or (old.place_id, old.host_id) != (new.place_id, new.host_id):
            continue
        if row.place_label == old.place_label != new.place_label:
            row.place_label = new.place_label
            renamed.append(row)
    BookedDate.objects.bulk_update(renamed, ["place_label"], batch_size=BATCH)


def _by_line(keys: Iterable[Key]) -> Mapping[tuple[int, str], list[Key]]:
    found: dict[tuple[int, str], list[Key]] = defaultdict(list)
    for key in keys:
        found[key[:2]].append(key)
    return found


def shown_state(state: str, seats: int | None, held: int) -> str:
    """The state of a date: full when nothing but its seats says otherwise. An editor's « complet » has no seat."""
    if seats is None or state not in (State.CONFIRMED, State.FULL):
        return state
    return State.FULL if held >= seats else State.CONFIRMED


def show_held(occurrence: Occurrence, held: int) -> None:
    """Says everywhere that the date of OCCURRENCE, of which HELD seats are held, is full, or no longer."""
    state = shown_state(occurrence.state, occurrence.seats, held)
    known = Occurrence.objects.filter(pk=occurrence.pk, state=occurrence.state)
    if state != occurrence.state and known.update(state=state):
        occurrence.state = state
        move_availability()


def move_availability() -> None:
    if not Availability.objects.filter(pk=1).update(version=F("version") + 1):
        Availability.objects.get_or_create(pk=1, defaults={"version": 1})
