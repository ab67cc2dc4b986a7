"""Where an edition of the contest stands, and the events of its calendar."""

import datetime as dt
from collections.abc import Collection, Sequence

from django.utils.translation import gettext as _

from core.clock import now as clock_now
from core.clock import today as clock_today
from core.dates_in_words import clock as hour_words
from core.dates_in_words import full_day
from evenements.contest.stages import Calendar, Stage, stage_at
from evenements.enums import Distinction
from evenements.models import ContestEntryPage, ContestPage, EventPage, Occurrence
from evenements.presentation import local, next_dates, with_event

A_YEAR = dt.timedelta(days=365)


def stage_of(edition: ContestPage, has_laureates: bool | None = None, now: dt.datetime | None = None) -> Stage:
    """The stage of EDITION at NOW, or by the clock. HAS_LAUREATES is read where it matters and is not given."""
    if has_laureates is None:
        has_laureates = edition.results_at is None and edition.pk in with_laureates([edition])
    dates = Calendar(edition.opens_at, edition.closes_at, edition.jury_ends_on, edition.results_at)
    return stage_at(now or clock_now(), dates, has_laureates)


def told_stage(
    edition: ContestPage, calendar: Sequence[Occurrence] | None = None, *, has_laureates: bool | None = None
) -> tuple[Stage, str]:
    """The stage of EDITION by the clock, in words too: the same on every page. What is not given is read."""
    known = edition.pk in with_laureates([edition]) if has_laureates is None else has_laureates
    stage = stage_of(edition, known)
    if calendar is None:
        calendar = calendar_of(edition) if stage == Stage.CLOSED else ()
    return stage, stage_sentence(edition, stage, calendar, known)


def with_laureates(editions: Sequence[ContestPage]) -> Collection[int]:
    """The primary keys of those of EDITIONS that have published laureates. One query."""
    by_path = {edition.path: edition.pk for edition in editions}
    entries = ContestEntryPage.objects.published().filter(distinction=Distinction.LAUREATE)
    above = {path[: -ContestEntryPage.steplen] for path in entries.values_list("path", flat=True)}
    return {pk for path, pk in by_path.items() if path in above}


def stage_sentence(
    edition: ContestPage, stage: Stage, calendar: Sequence[Occurrence] = (), has_laureates: bool = False
) -> str:
    """The stage in words, with the moment that matters next; CALENDAR is the events of the edition."""
    opening = moment_words(edition.opens_at) if edition.opens_at else ""
    if stage == Stage.RESULTS:
        return _("Le palmarès est connu.") if has_laureates else _("Le palmarès sera publié ici.")
    if stage == Stage.JURY or (stage == Stage.CLOSED and _is_announced(edition, calendar)):
        return _closed(edition, _deliberation(edition) if stage == Stage.JURY else _("Le palmarès sera publié ici."))
    if stage == Stage.CLOSED:
        return _closed(edition, _("Le jury les lit."))
    if stage == Stage.OPEN:
        return _open(edition)
    if opening:
        return _("Les candidatures ouvrent le %(day)s.") % {"day": opening}
    return _("Les dates de cette édition seront annoncées ici.")


def _open(edition: ContestPage) -> str:
    if edition.closes_at is None:
        return _("Les candidatures sont ouvertes.")
    if ends_at_midnight(edition.closes_at):
        day = full_day(last_day(edition.closes_at), clock_today())
        return _("Les candidatures sont ouvertes jusqu’au %(day)s inclus.") % {"day": day}
    return _("Les candidatures sont ouvertes jusqu’au %(moment)s.") % {"moment": moment_words(edition.closes_at)}


def _closed(edition: ContestPage, then: str) -> str:
    """Since when entries are closed, and THEN what."""
    if edition.closes_at is None:
        return then
    if ends_at_midnight(edition.closes_at):
        since = full_day(last_day(edition.closes_at), clock_today())
    else:
        since = moment_words(edition.closes_at)
    return f"{_('Les candidatures sont closes depuis le %(day)s.') % {'day': since}} {then}"


def _deliberation(edition: ContestPage) -> str:
    if edition.results_at is None:
        return _("Le jury délibère. Le palmarès sera publié ici.")
    moment = moment_words(edition.results_at)
    return _("Le jury délibère. Le palmarès sera publié ici le %(moment)s.") % {"moment": moment}


def ends_at_midnight(moment: dt.datetime) -> bool:
    """Whether what ends at MOMENT lasts whole days, on the territory's clock."""
    return local(moment).time() == dt.time.min


def last_day(closing: dt.datetime) -> dt.date:
    """The last local day, or part of one, before CLOSING."""
    return local(closing - dt.timedelta(microseconds=1)).date()


def moment_words(moment: dt.datetime) -> str:
    """An instant on the territory's clock: "mardi 24 novembre, 18 h"; the day alone at midnight."""
    there = local(moment)
    day = full_day(there.date(), clock_today())
    return day if ends_at_midnight(moment) else f"{day}, {hour_words(there)}"


def _is_announced(edition: ContestPage, calendar: Sequence[Occurrence]) -> bool:
    """Whether a day that comes after the closing, finalists or prizes, is there: the jury no longer reads."""
    if edition.closes_at is None:
        return False
    closing, today = last_day(edition.closes_at), clock_today()
    return any(closing < date.first_day <= today for date in calendar)


def current_edition(editions: Sequence[ContestPage], laureates: Collection[int]) -> ContestPage | None:
    """The edition to show first: the one open, else the one whose jury is at work, else the next, else the last.

    LAUREATES are the primary keys of the editions that have some; without any a year after its closing, one is over.
    """
    order = [Stage.OPEN, Stage.CLOSED, Stage.COMING, Stage.RESULTS]

    def rank(edition: ContestPage) -> tuple[int, int]:
        stage = stage_of(edition, edition.pk in laureates)
        stage = Stage.CLOSED if stage == Stage.JURY else stage
        if stage == Stage.CLOSED and edition.closes_at and edition.closes_at < clock_now() - A_YEAR:
            stage = Stage.RESULTS
        return order.index(stage), edition.year if stage == Stage.COMING else -edition.year

    return min(editions, key=rank, default=None)


def calendar_of(edition: ContestPage) -> list[Occurrence]:
    """The events that the editor chose as the calendar of EDITION, by date."""
    events = [row.event_id for row in edition.calendar.all()]
    published = EventPage.objects.published().filter(pk__in=events).values_list("pk", flat=True)
    return with_event(sorted(next_dates(published).values(), key=lambda date: (date.start, date.pk)))
