"""From a selection to the dates it means: the only place where a filter becomes SQL.

Facts are asked of canonical rows: what a date copies is read from it, the rest through the event's own tables.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from dateutil.relativedelta import relativedelta
from django.db.models import Model, Q, QuerySet
from django.db.models.lookups import GreaterThan
from django.utils import timezone

from agenda.selection import Scope, Selection
from agenda.slugs import canonical_pages
from agenda.text import matching
from annuaire.models import ActorPage
from core.clock import now as clock_now
from core.models import Commune, EventKind
from evenements.enums import ActorRole, State
from evenements.models import EventActor, EventPage, Occurrence, WorkshopPage
from evenements.querysets import CLOSES, HELD, OccurrenceQuerySet

PAST_MONTHS = 12
# A cancelled date is told for as long after its day, then it is of no use to anyone.
CANCELLED_DAYS = 30


@dataclass(frozen=True)
class Window:
    """Dates that are not over at LOWER and begin before UPPER, half-open; None is without bound."""

    lower: dt.datetime | None
    upper: dt.datetime | None = None


def midnight(day: dt.date) -> dt.datetime:
    """The instant DAY begins on the territory's clock."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min), timezone.get_default_timezone())


def _upper(selection: Selection) -> dt.datetime | None:
    return midnight(selection.au + dt.timedelta(days=1)) if selection.au else None


def list_window(selection: Selection, now: dt.datetime, today: dt.date) -> Window:
    """What a list shows: from the day asked for, else what is not over; an end in the past alone means the past."""
    return _asked_window(selection, today) or Window(now, _upper(selection))


def feed_window(selection: Selection, today: dt.date) -> Window:
    """What a feed holds: all the future and the past twelve months, by whole days; or the days asked for."""
    since = midnight(today - relativedelta(months=PAST_MONTHS))
    return _asked_window(selection, today) or Window(since, _upper(selection))


def news_window(selection: Selection, today: dt.date) -> Window:
    """What news are about: what is not over when the day begins; or the days asked for."""
    return _asked_window(selection, today) or Window(midnight(today), _upper(selection))


def _asked_window(selection: Selection, today: dt.date) -> Window | None:
    """The days asked for; an end in the past alone means the past."""
    if selection.du:
        return Window(midnight(selection.du), _upper(selection))
    return Window(None, _upper(selection)) if selection.au and selection.au < today else None


def list_begins(selection: Selection, today: dt.date) -> dt.date:
    """The day under which a list puts what began before: the one asked for, or today; when it is about the past, none.

    "None" is the first day there is: each date then stands under its own.
    """
    window = _asked_window(selection, today)
    return selection.du or (today if window is None else dt.date.min)


def within(dates: OccurrenceQuerySet, window: Window, today: dt.date) -> OccurrenceQuerySet:
    """Those of DATES in WINDOW."""
    return _bounded(dates if window.lower is None else dates.current(window.lower), window, today)


def begun(dates: OccurrenceQuerySet, window: Window, today: dt.date) -> OccurrenceQuerySet:
    """Those of DATES in WINDOW that have begun when it does."""
    return dates.none() if window.lower is None else _bounded(dates.ongoing(window.lower), window, today)


def to_begin(dates: OccurrenceQuerySet, window: Window, today: dt.date) -> OccurrenceQuerySet:
    """The others, in order: read along the index of starts, which their ends are not asked for."""
    found = dates if window.lower is None else dates.upcoming(window.lower)
    return _bounded(found, window, today).order_by("start", "id")


def _bounded(dates: OccurrenceQuerySet, window: Window, today: dt.date) -> OccurrenceQuerySet:
    """Without what begins after WINDOW, nor what was cancelled too long ago to be told."""
    if window.upper is not None:
        dates = dates.filter(start__lt=window.upper)
    told_since = midnight(today - dt.timedelta(days=CANCELLED_DAYS))
    if window.lower is None or window.lower < told_since:
        dates = dates.exclude(state=State.CANCELLED, end__lte=told_since)
    return dates


def selected(selection: Selection, scope: Scope, language: str) -> OccurrenceQuerySet:
    """The dates of SELECTION in SCOPE at any time; LANGUAGE is that of the words `q` looks in."""
    dates = Occurrence.objects.order_by()
    if scope.workshops:
        dates = dates.filter(is_workshop=True)
    if scope.actor is not None:
        dates = dates.of_actor(scope.actor)
    for name, condition in FILTERS.items():
        if getattr(selection, name):
            dates = dates.filter(condition(selection))
    if selection.q:
        dates = dates.filter(event__translation_key__in=matching(selection.q, language))
    return dates


def _coded(model: type[Model], codes: tuple[str, ...], field: str = "code") -> QuerySet:
    return model._default_manager.filter(**{f"{field}__in": codes}).values("pk")


def terms_of(name: str) -> tuple[type[Model], str, str]:
    """The table that ties events to the entries of the facet NAME, its column of events and its column of entries."""
    field = EVENT_TERMS[name]
    return field.remote_field.through, field.m2m_field_name(), field.m2m_reverse_field_name()


def _events_with(name: str, codes: tuple[str, ...]) -> Q:
    """Dates of the events that have one of these entries of the facet NAME."""
    table, event, entry = terms_of(name)
    rows = table._base_manager.filter(**{f"{entry}__in": _coded(EVENT_TERMS[name].related_model, codes)})
    return Q(event__in=rows.values(event))


def _organised_by(slugs: tuple[str, ...]) -> Q:
    actors = canonical_pages(ActorPage, slugs).values("pk")
    return Q(event__in=EventActor.objects.filter(role=ActorRole.ORGANISER, actor__in=actors).values("page"))


def _held_at(slugs: tuple[str, ...]) -> Q:
    return Q(place__slug__in=slugs) | Q(host__in=canonical_pages(ActorPage, slugs).values("pk"))


def _with_seats_left(now: dt.datetime) -> Q:
    """Dates that take bookings at NOW, or soon will: those beside which lists say how many seats are left."""
    return HELD & Q(seats__gt=0) & ~Q(state=State.FULL) & Q(GreaterThan(CLOSES, now))


EVENT_TERMS = {
    "public": EventPage._meta.get_field("audiences"),
    "theme": EventPage._meta.get_field("themes"),
    "action": EventPage._meta.get_field("actions"),
    "equipement": WorkshopPage._meta.get_field("equipment"),
}
FILTERS: dict[str, Callable[[Selection], Q]] = {
    "public": lambda asked: _events_with("public", asked.public),
    "theme": lambda asked: _events_with("theme", asked.theme),
    "type": lambda asked: Q(kind__in=_coded(EventKind, asked.type)),
    "commune": lambda asked: Q(commune__in=_coded(Commune, asked.commune, "insee")),
    "organisateur": lambda asked: _organised_by(asked.organisateur),
    "action": lambda asked: _events_with("action", asked.action),
    "lieu": lambda asked: _held_at(asked.lieu),
    "mode": lambda asked: Q(mode__in=asked.mode),
    "gratuit": lambda asked: Q(is_free=True),
    "equipement": lambda asked: _events_with("equipement", asked.equipement),
    "places": lambda asked: _with_seats_left(clock_now()),
    "niveau": lambda asked: Q(event__in=WorkshopPage.objects.filter(level__in=asked.niveau).values("pk")),
}
