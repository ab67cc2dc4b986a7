"""The dates of an event in words: the rows of its page, the sentences of its rules, the big number of its head."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.clock import today as clock_today
from core.dates_in_words import ONE_DAY, clock, day_name, day_of, month_name, phrases
from core.languages import DEFAULT_LANGUAGE, foreign
from evenements.dates_in_words import rule_in_words
from evenements.enums import AttendanceMode, RegistrationMode, State
from evenements.event_dates import Dates, awaits_a_day, is_held, told_state
from evenements.event_view import EventView
from evenements.models import DateLine, Occurrence
from evenements.presentation import former_words, local, machine_start, name_places, place_words, when_words
from evenements.recurrence import last_start, unbounded

# More are folded, unless it would be a single one.
SHOWN = 8


@dataclass(frozen=True)
class DateRow:
    """A date in a list (evenements/date_row.html). `fact_lang` is the language of what an editor wrote on that date.

    `former` is when it was before it moved: a day, or an hour of the same day (`former_is_hour`).
    """

    number: str
    unit: str
    when: str
    starts: str
    is_struck: bool = False
    title: str = ""
    place: str = ""
    state: str = State.CONFIRMED
    is_online: bool = False
    former: str = ""
    former_is_hour: bool = False
    awaits_a_day: bool = False
    note: str = ""
    fact_lang: str = ""
    register_url: str = ""


@dataclass(frozen=True)
class Fold:
    """Rows under a heading to unfold; `beyond` counts those that are not listed."""

    heading: str
    rows: Sequence[DateRow]
    beyond: str = ""


@dataclass(frozen=True)
class DateList:
    """All that a page says of when. `place` is said once, when every date has the same."""

    heading: str
    sentences: Sequence[str]
    place: str
    rows: Sequence[DateRow]
    folds: Sequence[Fold]


def date_list(view: EventView) -> DateList:
    """What the page of VIEW says of its dates: those to come, the first ones at once; those that are over, folded."""
    dates = view.dates
    name_places([*dates.coming, *dates.past])
    place = _only_place(view)
    coming = [_row(view, date, with_place=not place) for date in dates.coming]
    past = [_row(view, date, with_place=not place) for date in dates.past]
    rows = coming or past
    shown = SHOWN if len(rows) > SHOWN + 1 else len(rows)
    later, earlier = (coming[shown:], past) if coming else ([], past[shown:])
    folds = []
    if later:
        folds.append(Fold(_later_heading(len(later)), later, _later_beyond(dates.coming_total - len(coming))))
    if earlier:
        folds.append(Fold(_earlier_heading(len(earlier)), earlier, _earlier_beyond(dates.past_total - len(past))))
    return DateList(_heading(view), _sentences(view), place, rows[:shown], folds)


def _later_heading(count: int) -> str:
    return ngettext("Une autre date à venir", "Les %(count)s dates suivantes", count) % {"count": count}


def _earlier_heading(count: int) -> str:
    return ngettext("La date passée", "Les %(count)s dernières dates passées", count) % {"count": count}


def _later_beyond(count: int) -> str:
    if count <= 0:
        return ""
    return ngettext("Et une date de plus ensuite.", "Et %(count)s dates de plus ensuite.", count) % {"count": count}


def _earlier_beyond(count: int) -> str:
    if count <= 0:
        return ""
    return ngettext("Et une date de plus avant.", "Et %(count)s dates de plus avant.", count) % {"count": count}


def _only_place(view: EventView) -> str:
    """The place in words when several dates have the same; nothing to say once for a single date."""
    shown = [*view.dates.coming, *view.dates.past]
    places = {place_words(view.facts, date) for date in shown if date.mode != AttendanceMode.ONLINE}
    return places.pop() if len(shown) > 1 and len(places) == 1 else ""


def _row(view: EventView, date: Occurrence, *, with_place: bool) -> DateRow:
    today, event = clock_today(), view.facts
    former = local(date.previous_start) if date.previous_start else None
    former_is_hour = former is not None and former.date() == date.first_day
    takes_names = event.registration == RegistrationMode.EXTERNAL and date in view.dates.open and view.dates.total > 1
    return DateRow(
        number=str(date.first_day.day),
        unit=short_month(date.first_day),
        when=when_words(date, today),
        starts=machine_start(date),
        is_struck=not is_held(date),
        title=date.title,
        place=place_words(event, date) if with_place else "",
        state=told_state(date, event),
        is_online=date.mode == AttendanceMode.ONLINE,
        former=clock(former) if former and former_is_hour else former_words(date, today),
        former_is_hour=former_is_hour,
        awaits_a_day=awaits_a_day(date),
        note=date.note,
        fact_lang=foreign(DEFAULT_LANGUAGE),
        register_url=event.registration_url if takes_names else "",
    )


def short_month(day: dt.date) -> str:
    """ "déc.": what stands below a day's number."""
    return phrases().short_months[day.month - 1]


def _heading(view: EventView) -> str:
    dates = view.dates
    if not dates.total:
        return _("Dates à préciser")
    if not dates.coming:
        return ngettext("Date passée", "Dates passées", dates.past_total)
    if dates.total == 1:
        return _("Quand")
    if any(unbounded(line.line) for line in view.lines):
        return _("Prochaines dates")
    count = dates.coming_total
    return ngettext("Une date à venir", "%(count)s dates à venir", count) % {"count": count}


def _sentences(view: EventView) -> list[str]:
    """A sentence for each line that repeats and is not over; for all of them once everything is."""
    today = clock_today()
    repeating = [line for line in view.lines if line.frequency]
    return [
        capfirst(
            rule_in_words(
                line.line,
                today,
                skip_public_holidays=line.skip_public_holidays,
                skip_school_holidays=line.skip_school_holidays,
            )
        )
        for line in repeating
        if not view.dates.coming or _goes_on(line, today)
    ]


def _goes_on(line: DateLine, today: dt.date) -> bool:
    """Whether LINE still has dates."""
    pure = line.line
    last = last_start(pure)
    return unbounded(pure) or (last is not None and day_of(last) >= today)


@dataclass(frozen=True)
class Mark:
    """The big number of the page head and the words around it."""

    before: str = ""
    number: str = ""
    after: str = ""


def mark(dates: Dates) -> Mark:
    """The date that matters most: how near it is, its day, its month; its last day once the first is over."""
    date, today = dates.main, clock_today()
    if date is None:
        return Mark()
    ongoing = date in dates.coming and date.first_day < today
    day = date.last_day if ongoing or _lasted(date) else date.first_day
    year = f" {day.year}" if day.year != today.year else ""
    return Mark(_nearness(dates, date, today), str(day.day), f"{month_name(day)}{year}")


def _lasted(date: Occurrence) -> bool:
    """Whether DATE took days: a night is one evening's."""
    return date.last_day > date.first_day and date.end - date.start > ONE_DAY


def _nearness(dates: Dates, date: Occurrence, today: dt.date) -> str:
    """What comes before the number: "aujourd’hui", "prochain", the weekday of an only date."""
    if date not in dates.coming:
        return _("c’était jusqu’au") if _lasted(date) else _("c’était le")
    if not is_held(date):
        return _("annulé") if date.state == State.CANCELLED else _("reporté")
    if date.first_day < today:
        return _("jusqu’au")
    near = {today: phrases().today, today + ONE_DAY: phrases().tomorrow}
    return near.get(date.first_day) or (_("prochain") if dates.total > 1 else day_name(date.first_day))
