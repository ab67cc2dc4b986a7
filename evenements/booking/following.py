"""What becomes of bookings when their event is published again: a date moves, is cancelled, gets more seats.

Heard in the publishing transaction, under the locks that building took. An event taken offline tells nobody: it may
come back in a minute. A date that a published event no longer has is cancelled. Dates that nothing changes for cost
nothing of their own, however many are booked.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Min
from django.dispatch import receiver

from core.clock import now as clock_now
from evenements.booking.allocation import Held
from evenements.booking.calendar_names import NAMED, name_of, rename
from evenements.booking.dates import TOLD, occurrences_of, told_of
from evenements.booking.enums import BookingState
from evenements.booking.letters import News, Notice, tell_all
from evenements.booking.models import BookedDate, Booking
from evenements.booking.schedule import REMINDED_BEFORE
from evenements.enums import AttendanceMode, State
from evenements.event_dates import awaits_a_day
from evenements.models import EventPage, Occurrence, Publication
from evenements.publication import events_refreshed
from evenements.snapshots import load

BATCH = 500
KEPT = (*TOLD, *NAMED)


@dataclass(frozen=True)
class Change:
    """A date as it is from now on: `notice` is what those concerned must know of it, `former` when it was held, and
    `awaited` whether a new day was.
    """

    at: Held
    notice: Notice | None
    former: tuple[dt.datetime, dt.datetime]
    awaited: bool

    @property
    def date(self) -> BookedDate:
        return self.at.date

    @property
    def is_moved(self) -> bool:
        return self.former != (self.date.start, self.date.end)

    @property
    def is_to_tell(self) -> bool:
        """Whether it is news: of what was over, and still is, nobody is told."""
        return self.notice is not None and (self.awaited or max(self.former[1], self.date.end) > self.at.now)


@receiver(events_refreshed)
def follow_events(sender: type, event_ids: Collection[int], **kwargs: Any) -> None:
    """Tells those concerned, then offers the seats there are."""
    now = clock_now()
    rows = BookedDate.objects.filter(event__in=event_ids).select_related("event").order_by("pk")
    dates = list(rows.select_for_update(of=("self",)))
    if not dates:
        return
    told, published = _told({date.event_id for date in dates}), occurrences_of(dates)
    before = {date.pk: _kept(date) for date in dates}
    named = [date for date in dates if date.pk in published]
    rename(named, {date.pk: name_of(date) for date in named})
    changes = [
        _change(Held(date, published.get(date.pk), now))
        for date in dates
        if date.event_id in told and (date.pk in published or not date.is_over(now))
    ]
    written = [change for change in changes if _kept(change.date) != before[change.date.pk]]
    BookedDate.objects.bulk_update([change.date for change in written], KEPT, batch_size=BATCH)
    _remind_again([change.date for change in written if change.former[0] != change.date.start], now)
    roomy = _could_be_offered([change.at for change in changes])
    _act([change for change in changes if change.notice or change.date.pk in roomy])


def _kept(date: BookedDate) -> list[object]:
    return [getattr(date, name) for name in KEPT]


def _told(event_ids: set[int]) -> set[int]:
    """Those of these events that visitors read, were they without any date left."""
    dated = set(Occurrence.objects.filter(event__in=event_ids).values_list("event_id", flat=True).distinct())
    live = EventPage.objects.published().filter(pk__in=event_ids - dated)
    return dated | set(live.values_list("pk", flat=True))


def _change(at: Held) -> Change:
    """Makes the row of AT say what is published of its date; not saved."""
    date, published = at.date, at.published
    change = Change(at, _notice(date, published), (date.start, date.end), date.awaits_day)
    if published is None:
        date.state, date.awaits_day = State.CANCELLED, False
    else:
        for name, value in told_of(published).items():
            setattr(date, name, value)
    return change


def _notice(date: BookedDate, published: Occurrence | None) -> Notice | None:
    """What those concerned must know; nothing when the date is held where and when they were told."""
    if published is None or published.state == State.CANCELLED:
        return None if date.is_cancelled else Notice.DATE_CANCELLED
    if awaits_a_day(published):
        return None if date.awaits_day else Notice.POSTPONED
    if date.is_cancelled:
        return Notice.RESTORED
    if _place_and_time(date) != _place_and_time(published):
        return Notice.MOVED
    return Notice.RESTORED if date.awaits_day else None


def _place_and_time(date: BookedDate | Occurrence) -> tuple[dt.datetime, dt.datetime, str | None]:
    """When, and where; None from afar, whatever the room that it has left."""
    return date.start, date.end, None if date.mode == AttendanceMode.ONLINE else date.place_label


def _remind_again(dates: Sequence[BookedDate], now: dt.datetime) -> None:
    """Those who come at another time are reminded of that one, unless they are told of it later than they would be."""
    near = [date.pk for date in dates if date.start <= now + REMINDED_BEFORE]
    for reminded, keys in ((True, near), (False, [date.pk for date in dates if date.pk not in near])):
        if keys:
            Booking.objects.going().filter(date__in=keys).update(reminded=reminded)


def _could_be_offered(dates: Iterable[Held]) -> set[int]:
    """The rows of those of DATES where some who wait are few enough for the seats left; one query."""
    free = {at.date.pk: at.free for at in dates if at.date.waiting and at.is_to_come and at.free}
    if not free:
        return set()
    waiting = Booking.objects.filter(date__in=free, state=BookingState.WAITING).order_by()
    fewest = waiting.values_list("date").annotate(Min("people"))
    return {date for date, people in fewest if people <= free[date]}


def _act(changes: Sequence[Change]) -> None:
    """Mails everyone concerned, once for each publication, and gives the seats there are."""
    ids = {change.date.event_id for change in changes}
    shots = load(ids) if ids else {}
    sequences = dict(Publication.objects.filter(event__in=ids).values_list("event_id", "sequence")) if ids else {}
    for change in changes:
        at = change.at
        at.has_read(shots.get(change.date.event_id))
        if change.notice:
            at.withdraw_offers()
        if change.is_to_tell:
            _tell_all(change, sequences.get(change.date.event_id))
        at.settle()


def _tell_all(change: Change, sequence: int | None) -> None:
    at = change.at
    if change.notice is None:
        return
    occasion = f"{sequence}-{at.date.start:%Y%m%dT%H%M}"
    former = change.former if change.is_moved else None
    tell_all(at.date.bookings.going(), News(change.notice, occasion, at.date, lambda: at.snapshot, former=former))
