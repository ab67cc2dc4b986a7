"""The page of an application, for whoever holds its link: tell it, join files, submit it, withdraw it.

Reading it changes nothing: mail servers follow links before people do. No session, no cookie: the signature of the
link is what a cross-site request cannot have. Every button keeps what was typed, as far as it is good.
"""

import datetime as dt
import uuid
from http import HTTPStatus
from typing import Any

from django.core.exceptions import ValidationError
from django.core.signing import BadSignature
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from core.clock import now as clock_now
from core.languages import current
from core.private_pages import private
from core.rate_limit import is_too_often
from core.sign_ins import client_network
from core.territory import territory
from evenements.contest import entering
from evenements.contest.deadline import may_enter
from evenements.contest.enums import ApplicationState, FileKind
from evenements.contest.files import add_file, no_words, wordless
from evenements.contest.forms import ApplicationForm, one_line
from evenements.contest.links import application_of, path_of
from evenements.contest.models import Application, ApplicationFile
from evenements.contest.own_page import late_words, shown
from evenements.contest.serving import file_answer

TEMPLATE = "evenements/application_page.html"
MOST_SENT, PERIOD = 120, dt.timedelta(minutes=10)
LONGEST_ALTERNATIVE = 250


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def application(request: HttpRequest, token: str) -> HttpResponse:
    """Shows the application of TOKEN and does what its holder asks; a dead link says why in a sentence."""
    try:
        found = application_of(token)
    except BadSignature:
        sentence = _("Ce lien n’est pas entier, ou il a été modifié. Copiez-le en entier depuis le courriel.")
        return _dead(request, _("Ce lien ne sert plus"), sentence, HTTPStatus.FORBIDDEN)
    if found is None:
        return _gone(request)
    if request.method != "POST":
        return _page(request, shown(found, _form(found)) | {"done": _done_words(request.GET.get("fait", ""))})
    if _is_too_often(request, found):
        sentence = _("Trop de demandes viennent d’ici : réessayez dans quelques minutes.")
        return _page(request, shown(found, _form(found)) | {"problem": sentence}, HTTPStatus.TOO_MANY_REQUESTS)
    return _withdraw(request, found) if request.POST.get("action") == "withdraw" else _keep(request, found)


def _is_too_often(request: HttpRequest, found: Application) -> bool:
    """Whether too much is sent from one network, or for FOUND from wherever its link went."""
    askers = [("application_page", client_network(request)), ("application_page.one", str(found.pk))]
    return any([is_too_often(scope, asker, most=MOST_SENT, period=PERIOD) for scope, asker in askers])


@require_safe
def application_file(request: HttpRequest, token: str, key: uuid.UUID) -> HttpResponse:
    """The file KEY of the application of TOKEN, under the name its author gave it."""
    try:
        found = application_of(token)
    except BadSignature:
        found = None
    file = found.files.filter(key=key).first() if found else None
    if file is None:
        raise Http404
    try:
        with file.file.open("rb") as content:
            return file_answer(content.read(), file.name, file.content_type)
    except FileNotFoundError:
        raise Http404 from None


def _withdraw(request: HttpRequest, found: Application) -> HttpResponse:
    if not entering.withdraw(found):
        sentence = _("Cette candidature est publiée : pour la retirer, écrivez-nous.")
        return _page(request, shown(found, _form(found)) | {"problem": sentence}, HTTPStatus.CONFLICT)
    sentence = _("Vos textes, vos fichiers et votre adresse sont effacés. Cette candidature n’existe plus.")
    return _dead(request, _("Votre candidature est retirée"), sentence, HTTPStatus.OK)


def _keep(request: HttpRequest, found: Application) -> HttpResponse:
    """Keeps what was typed, adds or takes out a file, and submits when that was asked and nothing lacks."""
    now, action, opened = clock_now(), request.POST.get("action", ""), request.POST.get("opened", "")
    with transaction.atomic():  # A withdrawal waits for the file to be there, or has it find nothing to be of.
        found = entering.held(found)
        if found.purged_at:
            return _gone(request)
        if not is_open(found, now, opened):
            late = {"problem": late_words(found.edition)}
            return _page(request, shown(found, _form(found)) | late, HTTPStatus.CONFLICT)
        form = ApplicationForm(found.edition, request.POST, is_whole=action == "submit" or found.is_entered)
        is_good = form.is_valid()
        if is_good or not found.is_entered:  # What the jury will read is never left half changed.
            form.fill(found)
            entering.save(found, now)
        problem = _change_files(request, found)
        if form.is_whole and not problem and wordless(found.files.all()):
            problem = no_words()
    if not is_good or problem:
        return _page(request, shown(found, form, opened) | {"file_problem": problem}, HTTPStatus.BAD_REQUEST)
    if action == "submit":
        entering.submit(found, now)
    address = f"{path_of(found, current())}?fait={'depose' if action == 'submit' else '1'}"
    return private(HttpResponseRedirect(address, status=HTTPStatus.SEE_OTHER))


def is_open(found: Application, now: dt.datetime, opened: str = "") -> bool:
    """Whether FOUND may be changed at NOW, by a form that carries OPENED."""
    changing = found.state in (ApplicationState.DRAFT, ApplicationState.SUBMITTED)
    return changing and may_enter(found.edition, now, opened)


def _change_files(request: HttpRequest, found: Application) -> str:
    """Takes out, describes and adds files of FOUND, which is held; what is wrong with them, if anything."""
    problem = ""
    for file in found.files.all():
        if request.POST.get("remove") == str(file.key):
            file.delete()
        else:
            problem = _describe(request, found, file) or problem
    sent = request.FILES.get("file")
    if sent is None:
        return _("Choisissez d’abord un fichier.") if request.POST.get("action") == "add" else problem
    try:
        add_file(found, sent, one_line(request.POST.get("alternative", ""))[:LONGEST_ALTERNATIVE])
    except ValidationError as error:
        return " ".join(error.messages)
    return problem


def _describe(request: HttpRequest, found: Application, file: ApplicationFile) -> str:
    """Keeps what is said of FILE; once FOUND is submitted, a picture that was described stays so: the problem then."""
    said = one_line(request.POST.get(f"alternative-{file.key}", file.alternative))[:LONGEST_ALTERNATIVE]
    if said == file.alternative:
        return ""
    if found.is_entered and not said and file.kind == FileKind.PICTURE:
        return no_words()
    file.alternative = said
    file.save(update_fields=["alternative"])
    return ""


def _form(found: Application) -> ApplicationForm:
    return ApplicationForm(found.edition)


def _done_words(done: str) -> str:
    if done == "depose":
        return _("Votre candidature est déposée. Un courriel vous le confirme.")
    return _("C’est enregistré.") if done else ""


def _gone(request: HttpRequest) -> HttpResponse:
    sentence = _("Cette candidature est retirée ou effacée : plus rien de vous n’y est gardé.")
    return _dead(request, _("Ce lien ne sert plus"), sentence, HTTPStatus.GONE)


def _dead(request: HttpRequest, title: str, sentence: str, status: HTTPStatus) -> HttpResponse:
    return _page(request, {"title": title, "lead": sentence}, status)


def _page(request: HttpRequest, context: dict[str, Any], status: int = HTTPStatus.OK) -> HttpResponse:
    return private(render(request, TEMPLATE, context | {"contact": territory().email}, status=status))
