"""The form of bookings on the page of its event: dates, seats left, what is asked, what it is for."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.clock import now as clock_now
from core.clock import today as clock_today
from core.dates_in_words import listed
from core.parts import Problem
from core.territory import territory
from evenements.booking.dates import booked_dates, window_of
from evenements.booking.forms import BookingForm
from evenements.booking.letters import moment_words
from evenements.booking.models import BookedDate
from evenements.booking.questions import Question, questions
from evenements.booking.rules import free_seats
from evenements.date_rows import Mark
from evenements.enums import RegistrationMode
from evenements.event_dates import is_held
from evenements.form_guard import TRAP, new_token
from evenements.models import EventPage, Occurrence
from evenements.presentation import hours_words, seats_words, when_words

# Shown at once; the others are folded, up to what a page reads.
SHOWN, MOST = 8, 60


@dataclass(frozen=True)
class DateChoice:
    """A date to choose (evenements/booking_date.html): its day, its hours where it has some. `free` seats are left;
    `hint` says more of it.
    """

    value: int
    day: str
    hours: str
    free: int
    hint: str
    is_open: bool
    checked: bool

    @property
    def is_full(self) -> bool:
        return not self.free

    @property
    def seats(self) -> str:
        """What is left, in words."""
        return seats_words(self.free) if self.free else ""


@dataclass(frozen=True)
class Field:
    """A question of the form: `value` is what was typed, `error` what is wrong with it."""

    name: str
    label: str
    value: str = ""
    error: str = ""
    required: bool = True
    lang: str = ""


@dataclass(frozen=True)
class Panel:
    """All that the form shows. `lead` is said in place of a form when no date can be booked."""

    action: str
    choices: Sequence[DateChoice]
    more: Sequence[DateChoice]
    fields: Mapping[str, Field]
    answers: Sequence[Field]
    problems: Sequence[Problem]
    most: int
    token: str
    trap: str
    trapped: str
    readers: str
    kept: str
    lead: str
    date_error: str = ""

    @property
    def is_open(self) -> bool:
        """Whether some date can be booked, or waited for."""
        return any(choice.is_open for choice in (*self.choices, *self.more))

    @property
    def free(self) -> int:
        """The seats left at all the dates that take bookings."""
        return sum(choice.free for choice in (*self.choices, *self.more) if choice.is_open)

    @property
    def mark(self) -> Mark:
        """The big number of the page's head, while seats are left."""
        return Mark(number=str(self.free), after=ngettext("place libre", "places libres", self.free))


def bookable_dates(event: EventPage, now: dt.datetime) -> list[Occurrence]:
    """The dates of EVENT that one may ask a seat of, or will, or could until it began."""
    dates = Occurrence.objects.filter(event=event.pk, start__gt=now, seats__isnull=False).order_by("start", "pk")
    return [date for date in dates[:MOST] if is_held(date)]


def empty_form(event: EventPage, words: EventPage, dates: Sequence[Occurrence], *data: Any) -> BookingForm:
    """The form of EVENT, whose questions are in the words of WORDS."""
    return BookingForm(dates, event.booking_group, asked_by(event, words), *data)


def asked_by(event: EventPage, words: EventPage) -> list[Question]:
    return questions(event.booking_questions, words.booking_questions)


def booking_panel(request: HttpRequest, context: Mapping[str, Any]) -> Panel | None:
    """What the page of CONTEXT shows, with what REQUEST sent and was not right; None when seats are not booked here."""
    event, words = context["facts"], context["words"]
    if event.registration != RegistrationMode.HERE:
        return None
    now = clock_now()
    sent: BookingForm | None = getattr(request, "booking_form", None)
    dates = bookable_dates(event, now)
    form = sent or empty_form(event, words, dates)
    choices = _choices(event, dates, now, str(form.data.get("date", "")))
    shown = SHOWN if len(choices) > SHOWN + 1 else len(choices)
    return Panel(
        action=reverse("book", args=[event.pk]) + "#reserver",
        choices=choices[:shown],
        more=choices[shown:],
        fields=_fields(form),
        answers=_answers(form, context["foreign"]),
        problems=_problems(form),
        most=event.booking_group,
        token=form.next_token if sent else new_token(),
        trap=TRAP,
        trapped=str(form.data.get(TRAP, "")),
        readers=readers(event, context),
        kept=kept_words(),
        lead="" if any(choice.is_open for choice in choices) else _lead(event, choices, dates, now),
        date_error=_error(form, "date"),
    )


def readers(event: EventPage, context: Mapping[str, Any]) -> str:
    """Who sees the names: those who organise, and the network that runs the site."""
    organisers = [item.title for item in context["organisers"]]
    network = territory().data["network"]["short_name"]
    return listed(list(dict.fromkeys([*organisers, network])))


def kept_words() -> str:
    """How long names are kept after the date."""
    months = settings.BOOKING_KEPT_MONTHS
    return ngettext("%(count)s mois", "%(count)s mois", months) % {"count": months}


def _choices(event: EventPage, dates: Sequence[Occurrence], now: dt.datetime, chosen: str) -> list[DateChoice]:
    booked = booked_dates(dates)
    made = [_choice(event, date, booked.get(date.pk), now) for date in dates]
    usual = chosen or next((str(choice.value) for choice in made if choice.is_open and not choice.is_full), "")
    usual = usual or next((str(choice.value) for choice in made if choice.is_open), "")
    return [DateChoice(**{**vars(choice), "checked": choice.is_open and str(choice.value) == usual}) for choice in made]


def _choice(event: EventPage, date: Occurrence, row: BookedDate | None, now: dt.datetime) -> DateChoice:
    held, waiting = (row.held, row.waiting) if row else (0, 0)
    free = free_seats(date.seats or 0, held)
    window = window_of(event, date.start)
    hint = _hint(event, free, waiting)
    is_open = now < window.closes and (free > 0 or event.waiting_list)
    if window.opens and now < window.opens:
        hint, is_open = _("S’ouvre le %(moment)s") % {"moment": moment_words(window.opens)}, False
    elif now >= window.closes:
        hint = _("Réservations closes")
    return DateChoice(date.pk, *_day_and_hours(date), free, hint, is_open, checked=False)


def _day_and_hours(date: Occurrence) -> tuple[str, str]:
    whole, hours = when_words(date, clock_today()), hours_words(date)
    day, comma, found = whole.rpartition(", ")
    return (day, hours) if comma and found == hours else (whole, "")


def _hint(event: EventPage, free: int, waiting: int) -> str:
    if free or not event.waiting_list:
        return ""
    if not waiting:
        return _("Liste d’attente ouverte")
    return ngettext("Une personne sur la liste d’attente", "%(count)s personnes sur la liste d’attente", waiting) % {
        "count": waiting
    }


def _lead(event: EventPage, choices: Sequence[DateChoice], dates: Sequence[Occurrence], now: dt.datetime) -> str:
    """Why nothing can be booked."""
    if not choices:
        return _("Aucune date à venir ne peut être réservée.")
    windows = [window_of(event, date.start) for date in dates]
    coming = [window.opens for window in windows if window.opens and now < window.opens]
    if coming:
        return _("Les réservations ouvrent le %(moment)s.") % {"moment": moment_words(min(coming))}
    if all(choice.is_full for choice in choices):
        return _("Toutes les places sont prises.")
    return _("Les réservations sont closes.")


LABELS = ("date", "name", "email", "people")


def labels() -> dict[str, str]:
    """What the fields are called."""
    return {
        "date": _("Quelle date ?"),
        "name": _("Votre nom"),
        "email": _("Votre adresse électronique"),
        "people": _("Combien de personnes, vous compris ?"),
    }


def _fields(form: BookingForm) -> dict[str, Field]:
    values = {"people": "1"} | {name: str(form.data[name]) for name in LABELS if name in form.data}
    return {name: Field(name, label, values.get(name, ""), _error(form, name)) for name, label in labels().items()}


def _answers(form: BookingForm, lang: str) -> list[Field]:
    return [
        Field(name, question.label, str(form.data.get(name, "")), _error(form, name), question.required, lang)
        for number, question in enumerate(form.questions)
        for name in [f"answer_{number}"]
    ]


def _problems(form: BookingForm) -> list[Problem]:
    """What is wrong with what was sent, each leading to its field."""
    if not form.is_bound:
        return []
    names = labels() | {f"answer_{number}": question.label for number, question in enumerate(form.questions)}
    return [
        Problem(names.get(name, ""), " ".join(map(str, sentences)), f"r-{name}" if name in names else "")
        for name, sentences in form.errors.items()
        if name != "token"
    ]


def _error(form: BookingForm, name: str) -> str:
    return " ".join(map(str, form.errors.get(name, []))) if form.is_bound else ""
