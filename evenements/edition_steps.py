"""The calendar of an edition, in rows: its own instants, and what the agenda adds to them.

The instants win. An event of the agenda that tells one of them in its title, on its day, is the row of that step, with
its link; one that tells another day is not shown, and whoever edits the edition or the event is told.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from annuaire.duplicates.names import fold
from core.clock import today as clock_today
from core.dates_in_words import full_day
from core.languages import DEFAULT_LANGUAGE, foreign, in_language
from core.parts import Item
from evenements.date_rows import short_month
from evenements.editions import calendar_of, ends_at_midnight, last_day, moment_words
from evenements.models import ContestPage, EventPage, Occurrence
from evenements.presentation import local, place_words, when_words

# What titles of events call these steps, folded, in French as they are kept; the day of one that ends is its last.
OPENING = re.compile(r"\bouverture$|\b(?:ouverture|debut|lancement)\b.*\b(?:candidature|depot|appel)")
CLOSING = re.compile(
    r"\bcloture$|\b(?:fin|cloture|fermeture|date limite|dernier jour)\b.*\b(?:candidature|depot|appel)"
)
RESULTS = re.compile(r"\b(?:resultats?|palmares)\b|\bannonce\b.*\b(?:finalistes?|laureats?)")


@dataclass(frozen=True)
class Step:
    """A step that an edition says itself: its local day, WORDS of when, what titles call it (None: no event does)."""

    title: str
    day: dt.date
    words: str
    said: re.Pattern[str] | None = None
    ends: bool = False

    def is_told_by(self, date: Occurrence) -> bool:
        titles = [fold(title.strip(" .!")) for title in (date.title, date.event.title)]
        return self.said is not None and any(self.said.search(title) for title in titles)

    def is_on(self, date: Occurrence) -> bool:
        return self.day == (date.last_day if self.ends else date.first_day)


def own_steps(edition: ContestPage) -> list[Step]:
    """The steps that EDITION says itself, in order."""
    found = []
    if edition.opens_at:
        found.append(_at(_("Ouverture des candidatures"), edition.opens_at, OPENING))
    if edition.closes_at:
        whole = ends_at_midnight(edition.closes_at)
        day = last_day(edition.closes_at)
        words = full_day(day, clock_today()) if whole else moment_words(edition.closes_at)
        found.append(Step(_("Fin des candidatures"), day, words, CLOSING, ends=True))
    if edition.jury_ends_on:
        day = edition.jury_ends_on
        found.append(Step(_("Dernier jour des notes du jury"), day, full_day(day, clock_today())))
    if edition.results_at:
        found.append(_at(_("Résultats"), edition.results_at, RESULTS))
    return found


def _at(title: str, moment: dt.datetime, said: re.Pattern[str]) -> Step:
    return Step(title, local(moment).date(), moment_words(moment), said)


def steps(edition: ContestPage, calendar: Sequence[Occurrence]) -> list[Item]:
    """The rows of EDITION, whose events are CALENDAR, by day; the step under way is marked."""
    own = own_steps(edition)
    rows: list[tuple[dt.date, dt.date, Callable[[bool], Item]]] = []
    told: set[str] = set()
    for date in calendar:
        step = _told(own, date)
        if step is None or step.is_on(date):
            told |= {step.title} if step else set()
            rows.append((date.first_day, date.last_day, _event_row(date, step.words if step else "")))
    rows += [(step.day, step.day, _own_row(step)) for step in own if step.title not in told]
    rows.sort(key=lambda row: row[:2])
    now = _under_way([row[:2] for row in rows])
    return [make(place == now) for place, (_first, _last, make) in enumerate(rows)]


def _told(own: Iterable[Step], date: Occurrence) -> Step | None:
    """The one of OWN that DATE tells, if it tells any."""
    return next((step for step in own if step.is_told_by(date)), None)


def _under_way(days: Sequence[tuple[dt.date, dt.date]]) -> int | None:
    """The place of the last of DAYS begun, until the next one begins; none once the last is over."""
    today = clock_today()
    begun = [place for place, (first, _last) in enumerate(days) if first <= today]
    return begun[-1] if begun and days[-1][1] >= today else None


def _event_row(date: Occurrence, words: str) -> Callable[[bool], Item]:
    """The row of DATE; WORDS say when, in the place of its own, where it is a step of the edition."""
    event = date.event
    when = capfirst(words or when_words(date, clock_today()))
    return lambda is_now: Item(
        title=date.title or event.words.title,
        url=event.reading_path,
        lang=foreign(DEFAULT_LANGUAGE if date.title else event.words_lang),
        number=str(date.first_day.day),
        unit=short_month(date.first_day),
        is_date=True,
        lines=[
            " · ".join(filter(None, [when, place_words(event, date)])),
            in_language(event.words.summary, event.words_lang),
        ],
        state=date.state,
        is_now=is_now,
    )


def _own_row(step: Step) -> Callable[[bool], Item]:
    return lambda is_now: Item(
        step.title,
        "",
        number=str(step.day.day),
        unit=short_month(step.day),
        is_date=True,
        lines=[capfirst(step.words)],
        is_now=is_now,
    )


def contradictions(edition: ContestPage) -> list[str]:
    """What the events of EDITION tell otherwise than it does, in sentences for whoever edits."""
    found, own = [], own_steps(edition)
    sentence = _(
        "L’agenda dit « %(event)s » le %(told)s ; ce concours dit « %(step)s » le %(day)s. Sa page suit le concours ; "
        "les abonnés de l’agenda lisent l’événement : mettez les deux d’accord."
    )
    for date in calendar_of(edition):
        step = _told(own, date)
        if step and not step.is_on(date):
            told = date.last_day if step.ends else date.first_day
            named = {"event": date.title or date.event.title, "step": step.title}
            days = {"told": full_day(told, clock_today()), "day": full_day(step.day, clock_today())}
            found.append(sentence % (named | days))
    return found


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def tell_contradictions(request: HttpRequest, page: Page) -> None:
    """Of an edition, or of an event that is a step of one; nothing when the browser saves by itself as one types."""
    if not request.accepts("text/html"):
        return
    if isinstance(page, ContestPage) and page.is_canonical:
        editions = [page]
    elif isinstance(page, EventPage) and page.is_canonical:
        editions = list(ContestPage.objects.canonical().filter(calendar__event=page.pk).distinct())
    else:
        return
    for each in editions:
        for said in contradictions(each):
            messages.warning(request, said)
