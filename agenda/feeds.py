"""Calendars by concatenation: header, the stored bytes of each event of a selection, end. Complete at any volume."""

import datetime as dt

from django.conf import settings
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from agenda.calendar import Heading, calendar
from agenda.dates import CANCELLED_DAYS, feed_window, midnight, selected, within
from agenda.selection import Scope, Selection
from core.addresses import absolute
from core.territory import territory
from evenements.models import EventBytes
from evenements.vtimezone import vtimezone


def event_bytes(selection: Selection, scope: Scope, language: str, today: dt.date) -> QuerySet:
    """The rows a feed is made of: an event is in when one of its dates is, as in the list.

    The whole feed reads no date of what is to come: an event that ends later, or never, is in.
    """
    rows = EventBytes.objects.filter(language=language)
    dates = within(selected(selection, scope, language), feed_window(selection, today), today)
    if not selection.is_empty or scope != Scope():
        return rows.filter(event__in=dates.values("event"))
    told_since = midnight(today - dt.timedelta(days=CANCELLED_DAYS))
    lately = dates.filter(end__lte=told_since).values("event")
    return rows.filter(Q(last_end=None) | Q(last_end__gt=told_since) | Q(event__in=lately))


def shared_heading(*, name: str, description: str, source: str, page: str, modified: dt.datetime | None) -> Heading:
    """The heading of any calendar of this site; SOURCE and PAGE are paths."""
    feed = territory().data["feed"]
    return Heading(
        maker=feed["maker"],
        name=name,
        description=description,
        time_zone=settings.TIME_ZONE,
        source=absolute(source),
        page=absolute(page),
        colour=feed["colour"],
        apple_colour=feed["apple_colour"],
        modified=modified,
    )


def build_calendar(heading: Heading, events: list[bytes]) -> bytes:
    return calendar(heading, vtimezone(settings.TIME_ZONE), events)


def stored(rows: QuerySet) -> tuple[list[bytes], dt.datetime | None]:
    """The bytes of ROWS, always in the same order, and when the last of them changed.

    One query, and the least that can be done with each row: a database sorts whole rows, and Django reads each date.
    """
    found = sorted(rows.values_list("event_id", "data", Cast("modified", TextField())))
    latest = max((modified for _, _, modified in found), default="")
    return [bytes(data) for _, data, _ in found], _moment(latest) if latest else None


def _moment(text: str) -> dt.datetime:
    """A date as the database writes it: in UTC, said or not."""
    moment = dt.datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
