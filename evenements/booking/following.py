"""What becomes of bookings when their event is published again: a date moves, is cancelled, gets more seats.

Heard in the publishing transaction, under the locks that building took. An event taken offline tells nobody: it may
come back in a minute. A date that a published event no longer has is cancelled.
"""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.dispatch import receiver

from core.clock import now as clock_now
from evenements.booking.allocation import Held
from evenements.booking.dates import TOLD, occurrence_of
from evenements.booking.letters import News, Notice, tell
from evenements.booking.models import BookedDate
from evenements.enums import State
from evenements.event_dates import is_held
from evenements.models import Occurrence, Publication
from evenements.publication import events_refreshed

PLACE_AND_TIME = ("start", "end", "place_label")


@receiver(events_refreshed)
def follow_events(sender: type, event_ids: Collection[int], **kwargs: Any) -> None:
    """Tells those concerned, then offers the seats there are."""
    now = clock_now()
    rows = BookedDate.objects.filter(event__in=event_ids).select_related("event").order_by("pk")
    published = set(Occurrence.objects.filter(event__in=event_ids).values_list("event_id", flat=True))
    for date in rows.select_for_update(of=("self",)):
        if date.event_id in published or _is_live(date):
            _follow(Held(date, occurrence_of(date), now))


def _is_live(date: BookedDate) -> bool:
    """Whether the event is read by visitors, were it without any date left."""
    return type(date.event).objects.published().filter(pk=date.event_id).exists()


def _follow(at: Held) -> None:
    """Says what changed. A date that is over and no longer published was held all the same: it stays as it was."""
    date, published = at.date, at.published
    notice = _notice(date, published)
    former = (date.start, date.end)
    if published is None and date.end <= at.now:
        return
    if published is None:
        date.state = State.CANCELLED
    else:
        for name in TOLD:
            setattr(date, name, getattr(published, name))
        if not is_held(published):
            date.state = State.CANCELLED
    date.save(update_fields=TOLD)
    if notice:
        at.withdraw_offers()
    if notice and max(former[1], date.end) > at.now:
        _tell_all(at, notice, former)
    at.settle()


def _notice(date: BookedDate, published: Occurrence | None) -> Notice | None:
    """What those concerned must know; nothing when the date is held where and when they were told."""
    if published is None or not is_held(published):
        return None if date.is_cancelled else Notice.DATE_CANCELLED
    if date.is_cancelled:
        return Notice.RESTORED
    moved_online = published.state == State.MOVED_ONLINE != date.state
    moved = any(getattr(date, name) != getattr(published, name) for name in PLACE_AND_TIME)
    return Notice.MOVED if moved or moved_online else None


def _tell_all(at: Held, notice: Notice, former: tuple[dt.datetime, dt.datetime]) -> None:
    """Mails everyone concerned, once for each publication."""
    sequence = Publication.objects.filter(event=at.date.event_id).values_list("sequence", flat=True).first()
    moved = former != (at.date.start, at.date.end)
    occasion = f"{sequence}-{at.date.start:%Y%m%dT%H%M}"
    news = News(notice, occasion, at.date, lambda: at.snapshot, former=former if moved else None)
    for booking in at.date.bookings.going():
        booking.date = at.date
        tell(booking, news)
