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
from core.dates_in_words import listed
from core.parts import Problem
from core.territory import territory
from evenements.booking.choices import (
    PAGE,
    PER_PAGE,
    DateChoice,
    Left,
    bookable_dates,
    choices_of,
    page_address,
    page_of,
    seats_left,
)
from evenements.booking.forms import BookingForm, answer_name
from evenements.booking.letters import moment_words
from evenements.booking.questions import Question, questions
from evenements.date_rows import Mark
from evenements.enums import RegistrationMode
from evenements.form_guard import TRAP, new_token
from evenements.models import EventPage, Occurrence

# Shown at once; the others are folded.
SHOWN = 8


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
    """All that the form shows. `lead` is said in place of a form when no date can be booked, or waited for: then it is
    not open. `free` seats are left at all the dates that take bookings; `earlier` and `later` lead to those that
    another page of the form has.
    """

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
    is_open: bool
    free: int
    earlier: str
    later: str
    date_error: str = ""

    @property
    def mark(self) -> Mark:
        """The big number of the page's head, while seats are left."""
        return Mark(number=str(self.free), after=ngettext("place libre", "places libres", self.free))


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
    seats = seats_left(event, dates, now)
    chosen = str(form.data.get("date", ""))
    number = page_of(dates, chosen, request.GET.get(PAGE, ""))
    choices = choices_of(event, dates[(number - 1) * PER_PAGE : number * PER_PAGE], seats, chosen)
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
        lead="" if any(left.is_open for left in seats.values()) else _lead(event, list(seats.values()), dates, now),
        is_open=any(left.is_open for left in seats.values()),
        free=sum(left.free for left in seats.values() if left.is_open),
        earlier=page_address(event, number - 1) if number > 1 else "",
        later=page_address(event, number + 1) if number * PER_PAGE < len(dates) else "",
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


def _lead(event: EventPage, seats: Sequence[Left], dates: Sequence[Occurrence], now: dt.datetime) -> str:
    """Why nothing can be booked."""
    if not dates:
        return _("Aucune date à venir ne peut être réservée.")
    coming = [left.window.opens for left in seats if left.window.opens and now < left.window.opens]
    if coming:
        return _("Les réservations ouvrent le %(moment)s.") % {"moment": moment_words(min(coming))}
    if not any(left.free for left in seats):
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
        for question in form.questions
        for name in [answer_name(question)]
    ]


def _problems(form: BookingForm) -> list[Problem]:
    """What is wrong with what was sent, each leading to its field; of an answer, with its question."""
    if not form.is_bound:
        return []
    asked = {answer_name(question): question.label for question in form.questions}
    found = []
    for name, sentences in form.errors.items():
        sentence = " ".join(map(str, sentences))
        if name in asked:
            sentence = f"{asked[name]} – {sentence}"
        field = f"r-{name}" if name in asked or name in LABELS else ""
        if name != "token":
            found.append(Problem(asked.get(name) or labels().get(name, ""), sentence, field))
    return found


def _error(form: BookingForm, name: str) -> str:
    return " ".join(map(str, form.errors.get(name, []))) if form.is_bound else ""
