"""The dates people booked, and what published dates know of them.

Locks are always taken in one order, so that no two wait for each other: the published
dates, then those booked, then `Availability`. The published date comes first since a first booking has no other row
that a publication could see.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db.models import F
from django.utils import timezone

from core.clock import now as clock_now
from evenements.booking.calendar_names import NAMED, name_in_calendars, name_of, rename
from evenements.booking.models import Availability, BookedDate
from evenements.booking.rules import Opening, free_seats, opening
from evenements.enums import State
from evenements.event_dates import awaits_a_day, is_open
from evenements.models.events import EventPage
from evenements.models.occurrences import GoneDate, Occurrence

Key = tuple[int, str, dt.date]  # event, line, original day
BATCH = 500
COPIED = ("start", "end", "all_day", "open_ended", "state", "place_label", "mode")
TOLD = (*COPIED, "awaits_day")


def key_of(date: BookedDate | Occurrence) -> Key:
    return date.event_id, date.line_uid, date.original_day


def told_of(published: Occurrence) -> dict[str, object]:
    """What those who book the date of PUBLISHED are told of it, by the names of `TOLD`."""
    return {name: getattr(published, name) for name in COPIED} | {"awaits_day": awaits_a_day(published)}


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
    bookable = [
        date for date in dates if date.seats and is_open(date) and now < window_of(date.event, date.start).closes
    ]
    rows = booked_dates(bookable)
    for date in bookable:
        date.seats_left = free_seats(date.seats or 0, rows[date.pk].held if date.pk in rows else 0)


def window_of(event: EventPage, start: dt.datetime) -> Opening:
    """When the date of EVENT that begins at START takes bookings."""
    return opening(start, event.booking_opens, event.booking_closes, timezone.get_default_timezone())


def locked(occurrence: Occurrence) -> tuple[BookedDate, Occurrence | None]:
    """The row of OCCURRENCE, made if need be, and what is published of it now, locked until the transaction ends."""
    published = Occurrence.objects.select_for_update().filter(pk=occurrence.pk).first()
    known = published or occurrence
    identity = dict(zip(("event_id", "line_uid", "original_day"), key_of(known), strict=True))
    row, is_new = BookedDate.objects.get_or_create(**identity, defaults=told_of(known))
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


def _locked_row(pk: int) -> BookedDate:
    return BookedDate.objects.select_for_update(of=("self",)).select_related("event").get(pk=pk)


def held_at(
    event_ids: Collection[int], before: Mapping[Key, Occurrence], wanted: Mapping[Key, Occurrence]
) -> Mapping[Key, int]:
    """How many seats are held at each date of these events, locked until the transaction ends.

    Booked dates follow theirs: BEFORE are the dates published until now, WANTED those to come. An event that was
    offline had none.
    """
    rows = list(BookedDate.objects.select_for_update(of=("self",)).filter(event__in=event_ids).order_by("pk"))
    names = {row.pk: name_of(row) for row in rows}
    following = [*_follow_moved_days(rows, before, wanted), *_follow_other_lines(rows, before, wanted)]
    if following:
        rename(following, names)
        BookedDate.objects.bulk_update(following, ["line_uid", "original_day", *NAMED], batch_size=BATCH)
    _follow_renamed_venues(rows, before, wanted)
    return {key_of(row): row.held for row in rows}


def _follow_moved_days(
    rows: Sequence[BookedDate], before: Collection[Key], wanted: Mapping[Key, Occurrence]
) -> list[BookedDate]:
    """Those of ROWS whose line had one date, and has one, on its new day.

    Never from a date that is over, whose event is given another day to be held again, nor to one.
    """
    now = clock_now()
    booked = _by_line(key_of(row) for row in rows if not row.is_over(now))
    moved = []
    former, published, taken = _by_line(before), _by_line(wanted), {key_of(row) for row in rows}
    for row in rows:
        own = [key_of(row)]
        line = own[0][:2]
        was_alone = former[line] == own or (not former[line] and not row.repeats)
        if booked[line] != own or not was_alone or len(published[line]) != 1:
            continue
        (new,) = published[line]
        if new not in taken and wanted[new].end > now:
            row.original_day = new[2]
            moved.append(row)
    return moved


def _follow_other_lines(
    rows: Sequence[BookedDate], before: Mapping[Key, Occurrence], wanted: Mapping[Key, Occurrence]
) -> list[BookedDate]:
    """Those of ROWS whose line no longer gives their date, where another line gives a new one the day it was or is.

    An editor who changes a series from a date on makes another line of what follows. A date that was published beside
    the one that is gone is another: nobody goes from the morning to the afternoon.
    """
    now = clock_now()
    lost = [
        row
        for row in rows
        if key_of(row) not in wanted and not row.is_over(now) and (key_of(row) in before or not row.is_cancelled)
    ]
    if not lost:
        return []
    free = wanted.keys() - before.keys() - {key_of(row) for row in rows} - _told_once(lost, before, wanted)
    of_day: dict[tuple[int, dt.date], set[Key]] = defaultdict(set)
    for key in free:
        if wanted[key].end > now:
            of_day[key[0], key[2]].add(key)
            of_day[key[0], wanted[key].first_day].add(key)
    following = []
    for row in lost:
        others = (of_day[row.event_id, row.original_day] | of_day[row.event_id, row.first_day]) & free
        if others:
            nearest = min(others, key=lambda key: (abs(wanted[key].start - row.start), key))
            free.remove(nearest)
            row.line_uid, row.original_day = nearest[1:]
            following.append(row)
    return following


def _told_once(rows: Iterable[BookedDate], before: Collection[Key], wanted: Collection[Key]) -> set[Key]:
    """Those of WANTED that events of ROWS with nothing published had told before they went offline."""
    offline = {row.event_id for row in rows} - {key[0] for key in before}
    if not offline:
        return set()
    back = {key[1:]: key for key in wanted if key[0] in offline}
    gone = GoneDate.objects.filter(line_uid__in={line for line, _day in back}).values_list("line_uid", "original_day")
    return {back[name] for name in gone if name in back}


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
