"""The page an application is begun on, at the edition's own address. No session, no cookie."""

import datetime as dt
from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from core.addresses import absolute
from core.clock import now as clock_now
from core.languages import current
from core.parts import Link
from core.rate_limit import is_too_often
from core.sign_ins import client_network
from core.territory import territory
from core.translations import attach_words
from evenements.contest.deadline import may_enter
from evenements.contest.entering import start
from evenements.contest.fields import fields_of, problems_of
from evenements.contest.forms import StartForm
from evenements.contest.links import path_of
from evenements.editions import told_stage
from evenements.form_guard import TRAP, new_token
from evenements.models import ContestPage

TEMPLATE = "evenements/application_start.html"
ADDRESS = "candidater"
# From one network, as for bookings; and as many links as are sent to one person, wherever they are asked from.
MOST_ASKED, MOST_FOR_ONE, PERIOD = 20, 5, dt.timedelta(minutes=10)
ASKED = ("contact_name", "contact_email")


def start_path(edition: ContestPage) -> str:
    """Where an application to EDITION is begun, in the language being read."""
    return f"{edition.reading_path}{ADDRESS}/"


def start_page(request: HttpRequest, edition: ContestPage) -> HttpResponse:
    """The form at the address of EDITION, canonical; a sentence in its place when one may not enter."""
    if not edition.takes_applications:
        raise Http404
    return _page(request, edition, StartForm())


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Begins an application and leads to its own page; else shows the form again with what to mend."""
    edition = ContestPage.objects.published().filter(pk=pk, takes_applications=True).first()
    if edition is None:
        raise Http404
    if request.method != "POST":
        return HttpResponseRedirect(start_path(edition))
    form = StartForm(request.POST)
    if is_too_often("application", client_network(request), most=MOST_ASKED, period=PERIOD):
        form.add_error(None, _("Trop de demandes viennent d’ici : réessayez dans quelques minutes."))
        return _page(request, edition, form, HTTPStatus.TOO_MANY_REQUESTS)
    if not may_enter(edition, clock_now()):  # Nobody tells a whole application in the minute of grace.
        return _page(request, edition, form, HTTPStatus.CONFLICT)
    if not form.is_valid():
        return _page(request, edition, form, HTTPStatus.BAD_REQUEST)
    said = form.cleaned_data
    if is_too_often("application.address", said["contact_email"].casefold(), most=MOST_FOR_ONE, period=PERIOD):
        sentence = _("Trop de demandes sont faites avec cette adresse : réessayez dans quelques minutes.")
        form.add_error("contact_email", sentence)
        return _page(request, edition, form, HTTPStatus.TOO_MANY_REQUESTS)
    made = start(edition, said["contact_name"], said["contact_email"], said["form_key"], current(), clock_now())
    return HttpResponseRedirect(path_of(made, current()), status=HTTPStatus.SEE_OTHER)


def _page(
    request: HttpRequest, edition: ContestPage, form: StartForm, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    attach_words([edition])
    values = {name: str(form.data.get(name, "")) for name in ASKED}
    is_late = not may_enter(edition, clock_now())
    context = {
        "edition": edition,
        "crumbs": [Link(edition.words.title, edition.reading_path)],
        "canonical": absolute(start_path(edition)),
        "lead": _lead(edition, sent=status == HTTPStatus.CONFLICT),
        "is_late": is_late,
        "action": reverse("begin_application", args=[edition.pk]),
        "fields": fields_of(form, values, ASKED).values(),
        "problems": [] if is_late else problems_of(form),
        "token": form.next_token if form.is_bound else new_token(),
        "trap": TRAP,
        "trapped": str(form.data.get(TRAP, "")),
        **told(),
    }
    response = render(request, TEMPLATE, context, status=status)
    response["Cache-Control"] = "no-store, private"
    return response


def _lead(edition: ContestPage, *, sent: bool) -> str:
    """Where EDITION stands; and, where something was SENT in vain, that it was."""
    sentence = told_stage(edition)[1]
    return sentence + " " + _("Rien n’a été enregistré.") if sent else sentence


def told() -> dict[str, str]:
    """What the data is for: who reads it, how long it is kept."""
    months = settings.CONTEST_KEPT_MONTHS
    return {
        "readers": territory().data["network"]["short_name"],
        "kept": ngettext("%(count)s mois", "%(count)s mois", months) % {"count": months},
    }
