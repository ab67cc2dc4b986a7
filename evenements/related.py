"""What surrounds an event: what it is part of, what it is made of, what comes soon on the same themes."""

from collections.abc import Collection, Iterable, Sequence

from django.utils.text import capfirst

from core.clock import today as clock_today
from core.languages import DEFAULT_LANGUAGE, foreign
from core.navigation import paths
from core.parts import Item
from evenements.date_rows import short_month
from evenements.enums import State
from evenements.event_dates import told_state
from evenements.models import EventPage, Occurrence
from evenements.presentation import next_dates, place_words, seats_left_words, when_words, with_event

PROGRAMME = 60
RELATED = 3
# Read to find RELATED different events: a weekly one must not hide the others.
LOOKED_AT = 30


def date_item(date: Occurrence) -> Item:
    """An event by one of its dates, the day as a number; DATE comes from `with_event`."""
    event, today = date.event, clock_today()
    when, seats = when_words(date, today), seats_left_words(date)
    return Item(
        title=date.title or event.words.title,
        url=event.reading_path,
        lang=foreign(DEFAULT_LANGUAGE if date.title else event.words_lang),
        number=str(date.first_day.day),
        unit=short_month(date.first_day),
        is_date=True,
        lines=list(filter(None, [" · ".join(filter(None, [capfirst(when), place_words(event, date)])), seats])),
        state=told_state(date, event),
        publics=list(event.audiences.all()),
        example=event.example,
    )


def programme(event: EventPage) -> list[Item]:
    """The published events that are part of EVENT, each by its next date, in the order of time; none of a new page."""
    if event.pk is None:
        return []
    children = EventPage.objects.published().filter(parent_event=event.pk).values_list("pk", flat=True)
    dates = sorted(next_dates(children[:PROGRAMME]).values(), key=lambda date: (date.start, date.pk))
    return [date_item(date) for date in with_event(dates)] if dates else []


def related(event: EventPage, themes: Collection[int]) -> list[Item]:
    """The next dates of a few other events: first those of the same series, then those on the same THEMES."""
    found: list[Occurrence] = []
    coming = Occurrence.objects.current().exclude(event=event.pk).exclude(state=State.CANCELLED)
    coming = coming.exclude(event__parent_event=event.pk).select_related("commune").order_by("start", "pk")
    if event.parent_event_id:
        found += coming.filter(event__parent_event=event.parent_event_id)[:LOOKED_AT]
    if themes:
        found += coming.filter(event__in=EventPage.themes.through.objects.filter(theme__in=themes).values("eventpage"))[
            :LOOKED_AT
        ]
    dates = list(_first_of_each(found))[:RELATED]
    return [date_item(date) for date in with_event(sorted(dates, key=lambda date: date.start))] if dates else []


def _first_of_each(dates: Iterable[Occurrence]) -> Iterable[Occurrence]:
    """The first of DATES of each event."""
    seen: set[int] = set()
    for date in dates:
        if date.event_id not in seen:
            seen.add(date.event_id)
            yield date


def served_actions(event: EventPage) -> Sequence[Item]:
    """The actions of the plan that EVENT serves, each leading to its page."""
    plan = paths()["plan"]
    return [
        Item(title=action.words, url=f"{plan}{action.code}/", number=action.code, is_date=True)
        for action in event.actions.all()
    ]
