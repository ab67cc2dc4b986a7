"""The page of a booking, for whoever holds its link: see it, change it, answer an offer, cancel it, have it forgotten.

Reading it changes nothing: mail servers follow links before people do. No session, no cookie: the signature of the
link is what a cross-site request cannot have. Nothing of it leaves by the Referer header, a cache or a search engine.
"""

import datetime as dt
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.core.signing import BadSignature
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from core.clock import now as clock_now
from core.languages import current
from core.parts import Link
from core.private_pages import private
from core.territory import territory
from evenements.booking import allocation
from evenements.booking.allocation import Refused
from evenements.booking.audit import note
from evenements.booking.dates import occurrence_of
from evenements.booking.enums import BookingState, Refusal
from evenements.booking.forms import ChangeForm
from evenements.booking.invitation import invitation
from evenements.booking.letters import moment_words
from evenements.booking.limits import is_asked_too_often, is_changed_too_often, is_written_too_often
from evenements.booking.links import booking_of, path_of
from evenements.booking.models import Booking, kept_until
from evenements.booking.questions import in_lines
from evenements.booking.retention import forget
from evenements.booking.rules import Party, rank
from evenements.booking.told import told
from evenements.snapshots import load

TEMPLATE = "evenements/booking_page.html"
DONE = "?fait=1"
# How long a mail is still said to be on its way.
JUST_NOW = dt.timedelta(hours=1)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def booking(request: HttpRequest, token: str) -> HttpResponse:
    """Shows the booking of TOKEN and does what its holder asks; a dead link says why in a sentence."""
    found = _opened(request, token)
    if isinstance(found, HttpResponse):
        return found
    if request.method != "POST":
        return _page(request, _shown(found) | {"is_done": "fait" in request.GET})
    action = ACTIONS.get(request.POST.get("action", ""))
    return action(request, found) if action else _done(found)


@require_safe
def booking_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar file of the date of a booking that holds a seat; a link that has none says why in a sentence."""
    found = _opened(request, token)
    if isinstance(found, HttpResponse):
        return found
    snapshot = load([found.date.event_id]).get(found.date.event_id)
    has_seat = found.state == BookingState.BOOKED
    file = invitation(found.date, snapshot, current(), former=found.former_name) if has_seat else None
    if file is None:
        return _dead(request, str(Refusal.OVER.label), HTTPStatus.NOT_FOUND)
    response = HttpResponse(file.data, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return private(response)


def _opened(request: HttpRequest, token: str) -> Booking | HttpResponse:
    """The booking of TOKEN, or the page that says why it opens none."""
    try:
        found = booking_of(token)
    except BadSignature:
        sentence = _("Ce lien n’est pas entier, ou il a été modifié. Copiez-le en entier depuis le courriel.")
        return _dead(request, sentence, HTTPStatus.FORBIDDEN)
    if found is None:
        return _dead(request, _("Cette réservation est effacée : plus rien de vous n’y est gardé."), HTTPStatus.GONE)
    return found


def _change(request: HttpRequest, found: Booking) -> HttpResponse:
    form = ChangeForm(_most(found), request.POST)
    if not form.is_valid():
        errors = {name: " ".join(map(str, sentences)) for name, sentences in form.errors.items()}
        return _page(request, _shown(found, request.POST.dict()) | {"errors": errors}, HTTPStatus.BAD_REQUEST)
    name, people = form.cleaned_data["name"], form.cleaned_data["people"]
    if (name, people) != (found.name, found.people) and _is_too_often(request, found):
        problem = {"problem": _("Trop de changements sont demandés : réessayez dans quelques minutes.")}
        return _page(request, _shown(found, request.POST.dict()) | problem, HTTPStatus.TOO_MANY_REQUESTS)
    try:
        allocation.change(found, name, people, clock_now())
    except Refused as refused:
        shown, sentence = _shown(found, request.POST.dict()), refused.reason.label
        said = {"errors": {"people": sentence}} if shown["may_change"] else {"problem": sentence}
        return _page(request, shown | said, HTTPStatus.CONFLICT)
    return _done(found)


def _is_too_often(request: HttpRequest, found: Booking) -> bool:
    """Whether one change more, and one mail, are too many: of this booking, from there, to this address."""
    return is_changed_too_often(found) or is_asked_too_often(request) or is_written_too_often(found.email)


def _move(
    act: Callable[[Booking, dt.datetime], bool], reached: BookingState
) -> Callable[[HttpRequest, Booking], HttpResponse]:
    """What does ACT, which leads to REACHED: asked again of who is there already, the same answer."""

    def moved(request: HttpRequest, found: Booking) -> HttpResponse:
        try:
            if act(found, clock_now()) or found.state == reached:
                return _done(found)
        except Refused as refused:
            return _late(request, found, refused.reason)
        return _late(request, found)

    return moved


def _forget(request: HttpRequest, found: Booking) -> HttpResponse:
    """Gives back what was booked and forgets who it was for, under one lock: no mail is written between the two."""
    with transaction.atomic():
        allocation.cancel(found, clock_now())
        forget([found])
        note(found.date, "forgotten")
    return _page(
        request,
        {
            "title": _("C’est effacé"),
            "lead": _("Votre nom, votre adresse et vos réponses ne sont plus gardés. Cette réservation n’existe plus."),
        },
    )


ACTIONS: dict[str, Callable[[HttpRequest, Booking], HttpResponse]] = {
    "change": _change,
    "accept": _move(allocation.accept, BookingState.BOOKED),
    "refuse": _move(allocation.refuse, BookingState.REFUSED),
    "cancel": _move(allocation.cancel, BookingState.CANCELLED),
    "forget": _forget,
}


def _done(found: Booking) -> HttpResponse:
    return private(HttpResponseRedirect(path_of(found, current()) + DONE, status=HTTPStatus.SEE_OTHER))


def _late(request: HttpRequest, found: Booking, reason: Refusal = Refusal.OVER) -> HttpResponse:
    """What was asked is no longer possible: the page says where the booking stands."""
    return _page(request, _shown(found) | {"problem": reason.label}, HTTPStatus.CONFLICT)


def _dead(request: HttpRequest, sentence: str, status: HTTPStatus) -> HttpResponse:
    return _page(request, {"title": _("Ce lien ne sert plus"), "lead": sentence}, status)


def _page(request: HttpRequest, context: dict[str, Any], status: int = HTTPStatus.OK) -> HttpResponse:
    return private(render(request, TEMPLATE, context | {"contact": territory().email}, status=status))


def _most(found: Booking) -> int:
    """How many people the booking may count: what it counts already is never too many."""
    return max(found.date.event.booking_group, found.people)


def _shown(found: Booking, typed: dict[str, str] | None = None) -> dict[str, Any]:
    """Where the booking stands, and what can be done about it."""
    found.refresh_from_db()
    date, now = found.date, clock_now()
    snapshot = load([date.event_id]).get(date.event_id)
    about = told(date, snapshot)
    is_on = found.is_going and not date.is_over(now)
    is_held = not date.is_cancelled and not date.awaits_day
    has_seat = is_on and is_held and found.state == BookingState.BOOKED
    offer = found.state == BookingState.OFFERED and found.offer_ends_at is not None and now < found.offer_ends_at
    return {
        "title": _title(found, offer),
        "lead": _lead(found, offer, now),
        "booking": found,
        "values": {"name": found.name, "people": str(found.people)} | (typed or {}),
        "most": _most(found),
        "facts": [*about.facts(date), *_facts(found)],
        "online_url": about.online_url if has_seat else "",
        "offer": offer and is_held,
        "may_change": is_on and is_held and found.state != BookingState.OFFERED,
        "may_cancel": is_on and not date.is_cancelled and found.state != BookingState.OFFERED,
        "has_calendar": has_seat and occurrence_of(date) is not None,
        "calendar_url": path_of(found, current()) + "date.ics",
        "event": Link(about.title, about.path) if snapshot else None,
        "kept_until": moment_words(kept_until(date.end)).partition(",")[0],
    }


def _title(found: Booking, offer: bool) -> str:
    if found.date.is_cancelled and found.is_going:
        return _("Cette date est annulée")
    if found.date.awaits_day and found.is_going:
        return _("Cette date est reportée")
    titles = {
        BookingState.BOOKED: _("C’est réservé"),
        BookingState.WAITING: _("Vous êtes sur la liste d’attente"),
        BookingState.OFFERED: _("Une place est pour vous") if offer else _("Cette offre est passée"),
        BookingState.CANCELLED: _("Cette réservation est annulée"),
        BookingState.REFUSED: _("Vous avez laissé cette place"),
        BookingState.EXPIRED: _("Cette offre est passée"),
    }
    return titles[BookingState(found.state)]


def _lead(found: Booking, offer: bool, now: dt.datetime) -> str:
    """What the state means, in a sentence."""
    if found.date.is_cancelled and found.is_going:
        return _("Elle n’aura pas lieu comme prévu. Vous n’avez rien à faire.")
    if found.date.awaits_day and found.is_going:
        return _("La nouvelle date n’est pas encore connue. Nous vous l’écrirons.")
    if found.state == BookingState.BOOKED and found.can_be_written_to and now < found.changed_at + JUST_NOW:
        return _("La confirmation part à %(email)s.") % {"email": found.email}
    if found.state == BookingState.OFFERED and offer and found.offer_ends_at:
        until = moment_words(found.offer_ends_at)
        return _("Acceptez-la avant le %(until)s, sinon elle sera proposée à la personne suivante.") % {"until": until}
    if found.state == BookingState.WAITING:
        waiting = [Party(pk, people) for pk, people in found.date.bookings.queue().values_list("pk", "people")]
        place = rank(waiting, found.pk)
        return ngettext(
            "Vous êtes la première demande de la liste. Nous vous écrirons dès qu’une place se libère.",
            "Votre demande est la %(place)sᵉ de la liste. Nous vous écrirons dès qu’une place se libère pour vous.",
            place,
        ) % {"place": place}
    return ""


def _facts(found: Booking) -> list[tuple[str, str]]:
    """Who comes, and what they answered."""
    return [(_("Au nom de"), found.name), (_("Personnes"), str(found.people)), *in_lines(found.answers)]
