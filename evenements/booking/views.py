"""Takes what the form of an event sends. No session, no cookie: the form's own signature stands for both."""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from core.clock import now as clock_now
from core.languages import current
from core.translations import attach_words
from evenements.booking.allocation import Asked, Refused
from evenements.booking.allocation import book as book_seats
from evenements.booking.choices import bookable_dates
from evenements.booking.enums import Refusal
from evenements.booking.forms import BookingForm
from evenements.booking.limits import is_asked_too_often, is_written_too_often
from evenements.booking.links import path_of
from evenements.booking.page import empty_form
from evenements.enums import RegistrationMode
from evenements.models import EventPage

FIELDS = {Refusal.GROUP: "people"}


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def book(request: HttpRequest, pk: int) -> HttpResponse:
    """Books, and leads to the booking's own page; else shows the event again with what to mend."""
    event = _event(pk)
    if request.method != "POST":
        return HttpResponseRedirect(f"{event.reading_path}#reserver")
    form = empty_form(event, event.words, bookable_dates(event, clock_now()), request.POST)
    if is_asked_too_often(request):
        form.add_error(None, _("Trop de demandes viennent d’ici : réessayez dans quelques minutes."))
        return _again(request, event, form, HTTPStatus.TOO_MANY_REQUESTS)
    if not form.is_valid():
        return _again(request, event, form)
    said = form.cleaned_data
    if is_written_too_often(said["email"]):
        form.add_error("email", _("Trop de demandes sont faites avec cette adresse : réessayez dans quelques minutes."))
        return _again(request, event, form, HTTPStatus.TOO_MANY_REQUESTS)
    who = said["name"], said["email"], said["people"]
    asked = Asked(*who, current(), form.answers, form.said_once(*who, form.answers))
    try:
        made = book_seats(form.occurrence, asked, clock_now())
    except Refused as refused:
        form.add_error(FIELDS.get(refused.reason, "date"), refused.reason.label)
        return _again(request, event, form, HTTPStatus.CONFLICT)
    return HttpResponseRedirect(path_of(made, current()), status=HTTPStatus.SEE_OTHER)


def _event(pk: int) -> EventPage:
    """The published event that takes bookings here, of its own type, with the words of the language being read."""
    found = EventPage.objects.published().filter(pk=pk, registration=RegistrationMode.HERE).first()
    if found is None:
        raise Http404
    event: EventPage = found.specific
    attach_words([event])
    return event


def _again(
    request: HttpRequest, event: EventPage, form: BookingForm, status: HTTPStatus = HTTPStatus.BAD_REQUEST
) -> HttpResponse:
    """The page of EVENT with what was typed in its form, and what is wrong with it."""
    page = event.words
    request.booking_form, request.reader_language = form, current()
    response = TemplateResponse(request, page.get_template(request), page.get_context(request), status=status)
    response["Cache-Control"] = "no-store, private"
    return response
