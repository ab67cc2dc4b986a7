"""Builds the table of published dates from the lines of published events, and keeps it equal to them.

A row is known by its line's UID and its original day: it keeps its primary key through every rebuild, so that what is
tied to a date stays on it. A line that happens once has one row, which follows it when its day is edited.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from django.conf import settings

from annuaire.models import ActorPage
from core.clock import today
from core.models import Place
from evenements import recurrence
from evenements.booking.dates import held_at, shown_state
from evenements.date_facts import date_facts
from evenements.enums import RegistrationMode, State
from evenements.models import EventPage, GoneDate, Occurrence
from evenements.recurrence import Line, Slot
from evenements.snapshots import Snapshot

BATCH = 500
IDENTITY = ("event_id", "line_uid", "original_day")
FACTS = (
    "start", "end", "all_day", "open_ended", "first_day", "last_day", "state", "previous_start", "title", "note",
    "place_label", "kind_id", "mode", "place_id", "host_id", "commune_id", "is_free", "is_workshop", "seats",
)  # fmt: skip
COLUMNS = [*(name.removesuffix("_id") for name in FACTS), "modified"]
identity_of, facts_of = attrgetter(*IDENTITY), attrgetter(*FACTS)


@dataclass(slots=True)
class Changes:
    """What a build wrote: how many rows of each sort, and of which events; and when each event ends."""

    created: int = 0
    updated: int = 0
    deleted: int = 0
    event_ids: set[int] = field(default_factory=set)
    ends: dict[int, dt.datetime | None] = field(default_factory=dict)


def site_zone() -> ZoneInfo:
    """The zone that local times mean."""
    return ZoneInfo(settings.TIME_ZONE)


def horizon() -> dt.date:
    """The last day up to which lines that go on are published."""
    return today() + relativedelta(months=settings.OCCURRENCE_HORIZON_MONTHS)


def slots_of(line: Line, last: dt.date) -> list[Slot]:
    """All the dates of LINE, wherever they moved; of one without end, those up to the day LAST, or else the first."""
    if not recurrence.unbounded(line):
        return recurrence.expand(line, dt.date.min, dt.date.max)
    moved = [slot for slot in recurrence.overrides(line) if slot.original <= last]
    found = {slot.original: slot for slot in [*_expanded(line, last), *moved]}
    if not found and (day := recurrence.first_date(line)):
        found = {slot.original: slot for slot in [recurrence.slot_on(line, day)] if slot}
    return sorted(found.values(), key=lambda slot: slot.original)


def _expanded(line: Line, last: dt.date) -> list[Slot]:
    """The dates up to LAST; of a line that has gone on for more dates than the agenda keeps, the latest."""
    try:
        return recurrence.expand(line, dt.date.min, last)
    except recurrence.TooManyDates:
        # `expand` looks as far back as a date lasts, and one day more.
        reach = dt.timedelta(days=recurrence.MAX_DATES - 2) - recurrence.duration(line)
        return recurrence.expand(line, last - reach, last)


def dates_of(snapshot: Snapshot, last: dt.date) -> tuple[list[Occurrence], dt.datetime | None]:
    """The rows of an event, not saved, up to the day LAST and at least the first of each line, which no list misses.

    Second, when its last date ends, beyond that day too; None when it never ends or has no date.
    """
    zone = site_zone()
    rows: list[Occurrence] = []
    end: dt.datetime | None = None
    for line in snapshot.lines:
        slots = slots_of(line, last)
        near = [slot for slot in slots if slot.original <= last] or slots[:1]
        rows += [_row(snapshot, slot, zone) for slot in near]
        ends = [recurrence.utc_span(slot, zone)[1] for slot in slots]
        end = max([*ends, *([end] if end else [])], default=None)
    endless = any(recurrence.unbounded(line) for line in snapshot.lines)
    return rows, None if endless else end


def _row(snapshot: Snapshot, slot: Slot, zone: ZoneInfo) -> Occurrence:
    event, facts = snapshot.event, date_facts(snapshot, slot)
    start, end = recurrence.utc_span(slot, zone)
    venue = facts.venue
    return Occurrence(
        event_id=event.pk,
        line_uid=slot.line_uid,
        original_day=slot.original,
        start=start,
        end=end,
        all_day=slot.all_day,
        open_ended=slot.open_ended,
        first_day=slot.first_day,
        last_day=slot.last_day,
        state=facts.state,
        previous_start=recurrence.to_utc(slot.previous_start, zone) if slot.previous_start else None,
        title=slot.title[:255],
        note=slot.note[:200],
        place_label=snapshot.venue_name(venue)[:255] if venue else "",
        kind_id=event.kind_id,
        mode=facts.mode,
        place_id=venue.pk if isinstance(venue, Place) else None,
        host_id=venue.pk if isinstance(venue, ActorPage) else None,
        commune_id=venue.commune_id if venue else None,
        is_free=event.is_free,
        is_workshop=event.is_workshop,
        seats=seats_of(event, slot, facts.state),
    )


def seats_of(event: EventPage, slot: Slot, state: str) -> int | None:
    """The seats booked on this site for a date: its own, else the event's; none left of one an editor says full."""
    if event.registration != RegistrationMode.HERE:
        return None
    return 0 if state == State.FULL else slot.seats or event.seats or 0


def build(event_ids: Collection[int], snapshots: Mapping[int, Snapshot], moment: dt.datetime) -> Changes:
    """Makes the rows of these events those of their snapshots, none without one; writes what differs, as of MOMENT."""
    rows = Occurrence.objects.select_for_update().filter(event_id__in=event_ids).order_by("pk")
    existing = {identity_of(row): row for row in rows}
    dates = {pk: dates_of(snapshot, horizon()) for pk, snapshot in snapshots.items()}
    wanted = {identity_of(row): row for own, _ in dates.values() for row in own}
    before = set(existing)
    held = held_at(event_ids, existing, wanted)
    for key, row in wanted.items():
        row.state = shown_state(row.state, row.seats, held.get(key, 0))
    _follow_moved_days(existing, wanted)
    created = [row for key, row in wanted.items() if key not in existing]
    updated = [row for key, row in wanted.items() if key in existing and facts_of(row) != facts_of(existing[key])]
    deleted = [row for key, row in existing.items() if key not in wanted]
    for row in (*created, *updated):
        row.modified = moment
    _note_gone(before - wanted.keys(), moment)
    Occurrence.objects.filter(pk__in=[row.pk for row in deleted]).delete()
    Occurrence.objects.bulk_create(
        [*created, *updated],
        update_conflicts=True,
        unique_fields=["event", "line_uid", "original_day"],
        update_fields=COLUMNS,
    )
    changed = {row.event_id for row in (*created, *updated, *deleted)}
    return Changes(len(created), len(updated), len(deleted), changed, {pk: end for pk, (_, end) in dates.items()})


Key = tuple[int, str, dt.date]


def _note_gone(keys: Iterable[Key], moment: dt.datetime) -> None:
    """These dates are told no more, from MOMENT on."""
    gone = {(line, day): GoneDate(line_uid=line, original_day=day, modified=moment) for _event, line, day in keys}
    GoneDate.objects.bulk_create(
        gone.values(),
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["line_uid", "original_day"],
        update_fields=["modified"],
    )


def _follow_moved_days(existing: dict[Key, Occurrence], wanted: Mapping[Key, Occurrence]) -> None:
    """The only row of a line whose only date has another day becomes that of the new day."""
    of_line: dict[tuple[int, str], list[list[Key]]] = defaultdict(lambda: [[], []])
    for side, keys in enumerate((existing, wanted)):
        for key in keys:
            of_line[key[:2]][side].append(key)
    pairs = [(old[0], new[0]) for old, new in of_line.values() if len(old) == len(new) == 1 and old != new]
    for old, new in pairs:
        row = existing[new] = existing.pop(old)
        row.original_day = new[2]
    Occurrence.objects.bulk_update([existing[new] for _, new in pairs], ["original_day"])
