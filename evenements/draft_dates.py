"""The dates of an event as its lines stand, published or not: what its preview shows, and listings say of drafts."""

import datetime as dt
from collections import defaultdict

from core.clock import now as clock_now
from core.models import Place
from evenements.building import dates_of, horizon
from evenements.line_rules import to_line
from evenements.models import EventPage, Occurrence
from evenements.snapshots import Snapshot, known_actors, named_venues


def draft_dates(event: EventPage) -> list[Occurrence]:
    """The dates that the lines of EVENT give, in order, as rows that no table holds."""
    lines = [to_line(line) for line in event.date_lines.all() if line.start_date]
    placed, hosting = named_venues(lines)
    snapshot = Snapshot(
        event=event,
        words={},
        lines=lines,
        terms={},
        actors=[],
        host=event.host,
        names=defaultdict(dict),
        places=Place.objects.in_bulk(placed),
        hosts=known_actors(hosting),
        picture="",
        path="",
    )
    rows, _ = dates_of(snapshot, horizon())
    return sorted(rows, key=lambda date: (date.start, date.original_day))


def nearest_draft_date(event: EventPage, now: dt.datetime | None = None) -> Occurrence | None:
    """Of the dates that the lines of EVENT give, the first that is not over, else the last."""
    dates, now = draft_dates(event), now or clock_now()
    return next((date for date in dates if date.end > now), dates[-1] if dates else None)
