"""Published dates as people read them, in the active language: what lists, pages and search results show of an event.

Instants come in UTC and are shown on the territory's clock (settings.TIME_ZONE).
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import Protocol

from django.db.models import Case, OuterRef, Prefetch, Subquery, When
from django.utils import timezone
from django.utils.translation import ngettext

from annuaire.models import ActorPage
from core import dates_in_words
from core.clock import now as clock_now
from core.clock import today as clock_today
from core.languages import DEFAULT_LANGUAGE, current, foreign, in_language
from core.parts import Entry
from core.translations import attach_words
from evenements.booking.dates import count_seats_left
from evenements.enums import ActorRole, AttendanceMode, State
from evenements.event_dates import told_state
from evenements.models import EventActor, EventPage, Occurrence
from evenements.querysets import HELD
from evenements.snapshots import KNOWN


def local(moment: dt.datetime) -> dt.datetime:
    """MOMENT on the territory's clock, naive: what `dates_in_words` takes."""
    return timezone.localtime(moment, timezone.get_default_timezone()).replace(tzinfo=None)


class Timed(Protocol):
    """What is held from an instant to another, in UTC."""

    start: dt.datetime
    end: dt.datetime
    all_day: bool
    open_ended: bool


def when_words(date: Timed, today: dt.date | None = None, *, relative: bool = False) -> str:
    """The date whole: "mercredi 3 avril, 14 h – 17 h"."""
    return dates_in_words.when(
        local(date.start),
        local(date.end),
        today or clock_today(),
        all_day=date.all_day,
        open_ended=date.open_ended,
        relative=relative,
    )


def hours_words(date: Occurrence, today: dt.date | None = None) -> str:
    """The hours beside a day: "14 h – 17 h", "toute la journée"; a date of several days says them, or its last one."""
    today = today or clock_today()
    if date.last_day > date.first_day and (date.all_day or date.end - date.start >= dt.timedelta(days=1)):
        return dates_in_words.until_day(date.last_day, today) if date.first_day < today else when_words(date, today)
    start, end = local(date.start), local(date.end)
    return dates_in_words.time_range(start, end, all_day=date.all_day, open_ended=date.open_ended)


def former_words(date: Occurrence, today: dt.date | None = None) -> str:
    """The day a postponed date had: "jeudi 26 novembre"; empty when it was not moved."""
    if date.previous_start is None:
        return ""
    return dates_in_words.full_day(local(date.previous_start).date(), today or clock_today())


def place_words(event: EventPage, date: Occurrence) -> str:
    """Where in a line: the place's name, its commune when the name does not say it; nothing online.

    An actor's name is in the language being read where `name_places` was told of DATE, in French elsewhere.
    """
    if date.mode == AttendanceMode.ONLINE:
        return ""
    commune = date.commune.words if date.commune else ""
    name = date.place_name or date.place_label
    if commune and commune not in name:
        return f"{name}, {commune}" if name else commune
    return name


def name_places(dates: Iterable[Occurrence], language: str | None = None) -> None:
    """Gives DATES held at an actor's its name in LANGUAGE, where it has one; one query, none in French."""
    language = language or current()
    held = [date for date in dates if date.host_id and date.place_label]
    if language == DEFAULT_LANGUAGE or not held:
        return
    hosts = ActorPage.objects.filter(KNOWN, pk__in={date.host_id for date in held}).in_bulk()
    attach_words(hosts.values(), language)
    for date in held:
        date.place_name = hosts[date.host_id].words.title if date.host_id in hosts else ""


def machine_start(date: Occurrence) -> str:
    """The `datetime` attribute of a date: a day, or a local instant with its offset."""
    if date.all_day:
        return date.first_day.isoformat()
    return timezone.localtime(date.start, timezone.get_default_timezone()).isoformat(timespec="minutes")


def with_event(dates: Iterable[Occurrence], language: str | None = None) -> list[Occurrence]:
    """DATES with all that an entry shows: events, their words, kinds, publics, organisers. In constant queries."""
    found = list(dates)
    known = ActorPage.objects.filter(KNOWN).values("pk")
    organisers = EventActor.objects.filter(role=ActorRole.ORGANISER, actor__in=known).select_related("actor__locale")
    events = (
        EventPage.objects.filter(pk__in={date.event_id for date in found})
        .select_related("kind", "locale", "host__commune", "place__commune")
        .prefetch_related("audiences", Prefetch("participants", queryset=organisers, to_attr="organisers"))
        .in_bulk()
    )
    attach_words(events.values(), language)
    actors = [row.actor for event in events.values() for row in event.organisers]
    attach_words(actors, language)
    name_places(found, language)
    for date in found:
        date.event = events[date.event_id]
    count_seats_left(found, clock_now())
    return found


def with_words(dates: Iterable[Occurrence], language: str | None = None) -> list[Occurrence]:
    """DATES with the words and the address of their events and nothing else: what `brief` shows. In two queries."""
    found = list(dates)
    events = EventPage.objects.filter(pk__in={date.event_id for date in found}).select_related("locale").in_bulk()
    attach_words(events.values(), language)
    for date in found:
        date.event = events[date.event_id]
    return found


def brief(date: Occurrence, today: dt.date) -> Entry:
    """The row of DATE where there is little room, as in the grid of a month; DATE comes from `with_words`."""
    event = date.event
    return Entry(
        url=event.reading_path,
        title=date.title or event.words.title,
        time=hours_words(date, today),
        starts=machine_start(date),
        # What is said of one date is said in French only.
        lang=foreign(DEFAULT_LANGUAGE if date.title else event.words_lang),
        state=told_state(date, event),
        is_online=date.mode == AttendanceMode.ONLINE,
        example=event.example,
    )


def entry(date: Occurrence, today: dt.date | None = None) -> Entry:
    """The row of DATE in a list; DATE comes from `with_event`."""
    today = today or clock_today()
    event = date.event
    former = former_words(date, today)
    return replace(
        brief(date, today),
        line=" · ".join(filter(None, [event.kind.words, place_words(event, date) or organiser_names(event)])),
        note=in_language(date.note, DEFAULT_LANGUAGE) or in_language(reason(date), event.words_lang),
        seats=seats_left_words(date),
        former=former,
        new=when_words(date, today) if former else "",
        publics=list(event.audiences.all()),
    )


def reason(date: Occurrence) -> str:
    """Why DATE is not as foreseen, when its whole event is so."""
    event = date.event
    return event.words.state_note if date.state == event.state != State.CONFIRMED else ""


def seats_words(free: int) -> str:
    """ "3 places libres" """
    return ngettext("%(count)s place libre", "%(count)s places libres", free) % {"count": free}


def seats_left_words(date: Occurrence) -> str:
    """The seats left at DATE; empty where none is, or can be booked here."""
    return seats_words(date.seats_left) if date.seats_left else ""


def organiser_names(event: EventPage) -> str:
    """The organisers, in the order the editor gave: "CCI, FabLab"."""
    return ", ".join(row.actor.acronym or row.actor.words.title for row in event.organisers)


def next_dates(event_ids: Iterable[int], now: dt.datetime | None = None) -> dict[int, Occurrence]:
    """For each event the date to show alone, in two queries.

    Of those that are not over the first that is held, or else the first; when all are over, the last.
    """
    ids = set(event_ids)
    dates = Occurrence.objects.filter(event_id__in=ids)
    coming = dates.current(now or clock_now()).filter(event=OuterRef("event"))
    first = coming.order_by(Case(When(HELD, then=0), default=1), "start", "pk").values("pk")[:1]
    last = dates.filter(event=OuterRef("event")).order_by("-start", "pk").values("pk")[:1]
    found = Occurrence.objects.filter(event_id__in=ids, pk=Subquery(first)).select_related("commune")
    next_ones = {date.event_id: date for date in found}
    others = Occurrence.objects.filter(event_id__in=ids - next_ones.keys(), pk=Subquery(last)).select_related("commune")
    return next_ones | {date.event_id: date for date in others}
