"""Who gets a seat. Pure: no database, no clock; instants are aware.

A party is a booking of one or more people, never split. Seats that nobody holds go to whoever they suffice for: those
who wait, in the order they came, then who asks. A party too large for what is left lets the next ones pass.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# One who is offered a seat has a quarter of the time left to answer, within these bounds; with less than the shortest
# before the date begins, nothing is offered.
PART_OF_TIME_LEFT = 4
SHORTEST_OFFER = dt.timedelta(hours=1)
# An offer that would end while people sleep ends when they are up, unless the date is too near.
EVENING, MORNING = dt.time(21), dt.time(9)


@dataclass(frozen=True, slots=True)
class Party:
    """Who waits, known by `key`."""

    key: int
    people: int


@dataclass(frozen=True, slots=True)
class Opening:
    """When a date takes bookings, [opens, closes); `opens` is None for one that always has."""

    opens: dt.datetime | None
    closes: dt.datetime


def opening(start: dt.datetime, opens_days: int | None, closes_hours: int, zone: dt.tzinfo) -> Opening:
    """That of a date that begins at START. It opens days before at the same hour on the clock of ZONE, which may have
    changed meanwhile, and closes so many hours before.
    """
    opens = None
    if opens_days is not None:
        local = start.astimezone(zone) - dt.timedelta(days=opens_days)  # aware: Python counts on the clock
        opens = local.astimezone(start.tzinfo)
    return Opening(opens, start - dt.timedelta(hours=closes_hours))


def free_seats(seats: int, held: int) -> int:
    """How many seats nobody holds: none when SEATS were lowered below what is HELD, from which nothing is taken."""
    return max(0, seats - held)


def offered(waiting: Iterable[Party], free: int) -> list[Party]:
    """Those of WAITING, in their order, to whom the FREE seats are offered."""
    chosen = []
    for party in waiting:
        if 0 < party.people <= free:
            chosen.append(party)
            free -= party.people
    return chosen


def deadline(now: dt.datetime, start: dt.datetime, longest: dt.timedelta, zone: dt.tzinfo) -> dt.datetime | None:
    """Until when what is offered at NOW may be accepted: sooner as START nears; None when it is too near to offer.

    ZONE says when it is night. Who would have until then has until the morning, unless less than the shortest offer
    would be left for the next.
    """
    left = start - now
    if left < SHORTEST_OFFER:
        return None
    ends = now + max(SHORTEST_OFFER, min(longest, left / PART_OF_TIME_LEFT))
    morning = _morning(ends, zone)
    return morning if morning <= start - SHORTEST_OFFER else ends


def _morning(moment: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    """MOMENT, or the end of the night it is in."""
    local = moment.astimezone(zone)
    if MORNING <= local.time() < EVENING:
        return moment
    day = local.date() + dt.timedelta(days=local.time() >= EVENING)
    return dt.datetime.combine(day, MORNING, zone).astimezone(moment.tzinfo)


def rank(waiting: Sequence[Party], key: int) -> int:
    """The place of the party KEY among those who wait, from 1; 0 when it does not."""
    return next((place for place, party in enumerate(waiting, 1) if party.key == key), 0)
