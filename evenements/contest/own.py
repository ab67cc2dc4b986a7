"""The page of an application, for whoever holds its link: tell it, join files, submit it, withdraw it.

Reading it changes nothing: mail servers follow links before people do. No session, no cookie: the signature of the
link is what a cross-site request cannot have. Every button keeps what was typed, as far as it is good.
"""

import datetime as dt
import uuid
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

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
from core.parts import Link
from core.private_pages import private
from core.rate_limit import is_too_often
from core.sign_ins import client_network
from core.territory import territory
from core.translations import attach_words
from evenements.contest import entering
from evenements.contest.deadline import may_enter
from evenements.contest.enums import ApplicationState, FileKind
from evenements.contest.files import add_file, no_words, wordless
from evenements.contest.forms import ApplicationForm, one_line
from evenements.contest.letters import tell_moved
from evenements.contest.links import application_of, page_of, path_of
from evenements.contest.models import Application, ApplicationFile
from evenements.contest.own_page import late_words, shown
from evenements.contest.serving import file_answer
from evenements.contest.start import MOST_FOR_ONE
from evenements.models import ContestEntryPage

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
        return _gone(request, page_of(token))
    if request.method != "POST":
        done = {"done": _done_words(request.GET.get("fait", ""), found)}
        return _page(request, shown(found, _form(found), request.GET.get("ouvert", "")) | done)
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
    now, submits, opened = clock_now(), request.POST.get("action") == "submit", request.POST.get("opened", "")
    with transaction.atomic():  # A withdrawal waits for the file to be there, or has it find nothing to be of.
        found = entering.held(found)
        if found.purged_at:
            return _gone(request)
        if not is_open(found, now, opened):
            late = {"problem": late_words(found.edition)}
            return _page(request, shown(found, _form(found)) | late, HTTPStatus.CONFLICT)
        form = ApplicationForm(found.edition, request.POST, is_whole=submits or found.is_entered)
        is_good, before = _is_good(found, form), found.contact_email.casefold()
        if is_good or not found.is_entered:  # What the jury will read is never left half changed.
            form.fill(found)
            entering.save(found, now)
        problem = _change_files(request, found)
        if form.is_whole and not problem and wordless(found.files.all()):
            problem = no_words()
        is_whole, moved = is_good and not problem, found.contact_email.casefold() != before
        if moved and not (submits and is_whole):  # The mail that acknowledges it has the link too.
            tell_moved(found)
    if not is_whole:
        return _page(request, shown(found, form, opened) | {"file_problem": problem}, HTTPStatus.BAD_REQUEST)
    if submits:
        entering.submit(found, now)
    done = "depose" if submits else "lien" if moved else "1"
    return _kept(found, done, "" if is_open(found, now) else opened)


def _kept(found: Application, done: str, opened: str) -> HttpResponse:
    """Leads to the page of FOUND, that says what was DONE; in the minute of grace, as the form OPENED then."""
    said = {"fait": done} | ({"ouvert": opened} if opened else {})
    address = f"{path_of(found, current())}?{urlencode(said)}"
    return private(HttpResponseRedirect(address, status=HTTPStatus.SEE_OTHER))


def _is_good(found: Application, form: ApplicationForm) -> bool:
    """Whether nothing is wrong with FORM. A new address is sent the link of FOUND: not too often."""
    form.full_clean()
    email = form.cleaned_data.get("contact_email", "").casefold()
    if email and email != found.contact_email.casefold():
        askers = [("application.address", email), ("application.moved", str(found.pk))]
        if any([is_too_often(scope, asker, most=MOST_FOR_ONE, period=PERIOD) for scope, asker in askers]):
            sentence = _("Trop de demandes sont faites avec cette adresse : réessayez dans quelques minutes.")
            form.add_error("contact_email", sentence)
    return form.is_valid()


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


def _done_words(done: str, found: Application) -> str:
    if done == "depose":
        return _("Votre candidature est déposée. Un courriel vous le confirme.")
    if done == "lien":
        return _("C’est enregistré. Votre lien privé est envoyé à %(address)s.") % {"address": found.contact_email}
    return _("C’est enregistré.") if done else ""


def _gone(request: HttpRequest, page: ContestEntryPage | None = None) -> HttpResponse:
    """Why a link opens nothing; PAGE is what the application became, if it is there for all."""
    if page is not None:
        attach_words([page])
        sentence = _("Votre candidature est publiée. Le reste de ce que vous aviez envoyé est effacé.")
        context = {
            "title": _("Ce lien ne sert plus"),
            "lead": sentence,
            "public": Link(page.words.title, page.reading_path),
        }
        return _page(request, context, HTTPStatus.GONE)
    sentence = _("Cette candidature est retirée ou effacée : plus rien de vous n’y est gardé.")
    return _dead(request, _("Ce lien ne sert plus"), sentence, HTTPStatus.GONE)


def _dead(request: HttpRequest, title: str, sentence: str, status: HTTPStatus) -> HttpResponse:
    return _page(request, {"title": title, "lead": sentence}, status)


def _page(request: HttpRequest, context: dict[str, Any], status: int = HTTPStatus.OK) -> HttpResponse:
    return private(render(request, TEMPLATE, context | {"contact": territory().email}, status=status))
