"""Where an edition of the contest stands, and its calendar."""

import datetime as dt
from collections.abc import Collection, Sequence
from enum import Enum

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.clock import today as clock_today
from core.dates_in_words import full_day
from core.languages import DEFAULT_LANGUAGE, foreign, in_language
from core.parts import Item
from evenements.date_rows import short_month
from evenements.models import ContestPage, EventPage, Occurrence
from evenements.presentation import next_dates, place_words, when_words, with_event

A_YEAR = dt.timedelta(days=365)


class Stage(Enum):
    """What a reader can do with an edition: wait for it, enter it, wait for the jury, read its results."""

    COMING = "coming"
    OPEN = "open"
    CLOSED = "closed"
    RESULTS = "results"


def stage_of(edition: ContestPage, has_laureates: bool) -> Stage:
    """The stage of EDITION today; laureates end it, once entries are closed."""
    today = clock_today()
    if edition.closes_on and edition.closes_on < today:
        return Stage.RESULTS if has_laureates else Stage.CLOSED
    if edition.opens_on and edition.opens_on <= today:
        return Stage.OPEN
    if has_laureates and not (edition.opens_on or edition.closes_on):
        return Stage.RESULTS
    return Stage.COMING


def stage_sentence(edition: ContestPage, stage: Stage, calendar: Sequence[Occurrence]) -> str:
    """The stage in words, with the day that matters next; CALENDAR is the edition's."""
    today = clock_today()
    opening = full_day(edition.opens_on, today) if edition.opens_on else ""
    closing = full_day(edition.closes_on, today) if edition.closes_on else ""
    if stage == Stage.RESULTS:
        return _("Le palmarès est connu.")
    if stage == Stage.CLOSED and _is_announced(edition, calendar, today):
        return _("Les candidatures sont closes depuis le %(day)s. Le palmarès sera publié ici.") % {"day": closing}
    if stage == Stage.CLOSED:
        return _("Les candidatures sont closes depuis le %(day)s. Le jury les lit.") % {"day": closing}
    if stage == Stage.OPEN:
        if not closing:
            return _("Les candidatures sont ouvertes.")
        return _("Les candidatures sont ouvertes jusqu’au %(day)s inclus.") % {"day": closing}
    if opening:
        return _("Les candidatures ouvrent le %(day)s.") % {"day": opening}
    return _("Les dates de cette édition seront annoncées ici.")


def _is_announced(edition: ContestPage, calendar: Sequence[Occurrence], today: dt.date) -> bool:
    """Whether a day that comes after the closing, finalists or prizes, is there: the jury no longer reads."""
    return any(edition.closes_on and edition.closes_on < date.first_day <= today for date in calendar)


def current_edition(editions: Sequence[ContestPage], laureates: Collection[int]) -> ContestPage | None:
    """The edition to show first: the one open, else the one whose jury is at work, else the next, else the last.

    LAUREATES are the primary keys of the editions that have some; without any a year after its closing, one is over.
    """
    order = [Stage.OPEN, Stage.CLOSED, Stage.COMING, Stage.RESULTS]

    def rank(edition: ContestPage) -> tuple[int, int]:
        stage = stage_of(edition, edition.pk in laureates)
        if stage == Stage.CLOSED and edition.closes_on and edition.closes_on < clock_today() - A_YEAR:
            stage = Stage.RESULTS
        return order.index(stage), edition.year if stage == Stage.COMING else -edition.year

    return min(editions, key=rank, default=None)


def calendar_of(edition: ContestPage) -> list[Occurrence]:
    """The events that the editor chose as the calendar of EDITION, by date."""
    events = [row.event_id for row in edition.calendar.all()]
    published = EventPage.objects.published().filter(pk__in=events).values_list("pk", flat=True)
    return with_event(sorted(next_dates(published).values(), key=lambda date: (date.start, date.pk)))


def steps(edition: ContestPage, calendar: Sequence[Occurrence]) -> list[Item]:
    """CALENDAR, that of EDITION, as rows; the step under way is marked."""
    under_way = _under_way(calendar) if calendar else None
    return [_step(date, date is under_way) for date in calendar] or _bare_steps(edition)


def _under_way(dates: Sequence[Occurrence]) -> Occurrence | None:
    """The last step begun, until the next one begins; none once the last is over."""
    today = clock_today()
    begun = [date for date in dates if date.first_day <= today]
    if not begun or dates[-1].last_day < today:
        return None
    return begun[-1]


def _step(date: Occurrence, is_now: bool) -> Item:
    event = date.event
    when = capfirst(when_words(date, clock_today()))
    return Item(
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


def _bare_steps(edition: ContestPage) -> list[Item]:
    """Without events in the agenda, the opening and the closing."""
    named = [(edition.opens_on, _("Ouverture des candidatures")), (edition.closes_on, _("Fin des candidatures"))]
    today = clock_today()
    return [
        Item(
            title, "", number=str(day.day), unit=short_month(day), is_date=True, lines=[capfirst(full_day(day, today))]
        )
        for day, title in named
        if day
    ]
