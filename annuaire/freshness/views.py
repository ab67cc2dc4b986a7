"""The page a structure answers on. Reading it changes nothing: mail servers follow links before people do.

No session, no cookie: the signature of the link is what a cross-site request cannot have. Nothing of the link leaves
by the Referer header, by a cache or by a search engine.
"""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from annuaire.freshness.aging import delays, local_day
from annuaire.freshness.answers import MOST_WORDS, AnswerForm, take_answer
from annuaire.freshness.enums import Answer
from annuaire.freshness.facts import facts_of
from annuaire.freshness.links import LinkState, Opened, open_link
from annuaire.freshness.rules import hidden_from
from annuaire.freshness.states import ages
from core.clock import today
from core.dates_in_words import on_day
from core.languages import foreign
from core.territory import territory
from core.translations import attach_words

STATUSES = {
    LinkState.FORGED: HTTPStatus.FORBIDDEN,
    LinkState.UNKNOWN: HTTPStatus.NOT_FOUND,
    LinkState.EXPIRED: HTTPStatus.GONE,
    LinkState.ANSWERED: HTTPStatus.GONE,
    LinkState.CONFIRMED_SINCE: HTTPStatus.GONE,
    LinkState.READDRESSED: HTTPStatus.GONE,
    LinkState.MERGED: HTTPStatus.GONE,
}
HEADERS = {
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store, private",
}


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_actor(request: HttpRequest, token: str) -> HttpResponse:
    """Shows the entry of TOKEN and takes what its structure answers; a dead link says why in a sentence."""
    opened = open_link(token)
    if opened.state != LinkState.OPEN:
        return _page(request, _refusal(opened), STATUSES[opened.state])
    if request.method != "POST":
        return _page(request, _question(opened, AnswerForm()))
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, _question(opened, form), HTTPStatus.BAD_REQUEST)
    answer = Answer(form.cleaned_data["answer"])
    if not take_answer(opened.asked, answer, form.cleaned_data["remark"]):
        return _page(request, _refusal(open_link(token)), HTTPStatus.GONE)
    return _page(request, _thanks(opened, answer))


def _page(request: HttpRequest, context: dict[str, object], status: int = HTTPStatus.OK) -> HttpResponse:
    response = render(request, "annuaire/confirm.html", context | {"contact": territory().email}, status=status)
    for name, value in HEADERS.items():
        response[name] = value
    return response


def _question(opened: Opened, form: AnswerForm) -> dict[str, object]:
    """What is confirmed, and the three answers."""
    actor = opened.actor
    attach_words([actor])
    age = ages([actor])[actor.pk]
    return {
        "title": _("Cette fiche est-elle exacte ?"),
        "lead": actor.name_in(actor.words),
        "facts": facts_of(actor, actor.words),
        "foreign": foreign(actor.words_lang),
        "form": form,
        "most_words": MOST_WORDS,
        "answers": Answer,
        "verified": on_day(actor.verified_on, today()) if actor.verified_on else "",
        "hidden_from": on_day(hidden_from(age, delays(), today()), today()),
        "until": on_day(local_day(opened.asked.expires_at), today()),
        "actor_path": actor.reading_path,
    }


def _thanks(opened: Opened, answer: Answer) -> dict[str, object]:
    said = {
        Answer.EXACT: _("La fiche est confirmée à la date d’aujourd’hui. Vous n’avez rien d’autre à faire."),
        Answer.CORRECTION: _("Votre message est transmis à l’équipe de l’annuaire, qui corrigera la fiche."),
        Answer.CLOSED: _("Votre réponse est transmise à l’équipe de l’annuaire, qui vérifiera puis retirera la fiche."),
    }
    attach_words([opened.actor])
    return {
        "title": _("Merci"),
        "lead": opened.actor.name_in(opened.actor.words),
        "sentence": said[answer],
        "actor_path": opened.actor.reading_path,
    }


def _refusal(opened: Opened) -> dict[str, object]:
    """Why the link does nothing, and what to do."""
    now, days = today(), {"answered": "", "confirmed": "", "expired": ""}
    if link := opened.request:
        answered = local_day(link.answered_at) if link.answered_at else now
        days["answered"], days["expired"] = on_day(answered, now), on_day(local_day(link.expires_at), now)
        days["confirmed"] = on_day(link.actor.confirmed_on or now, now)
    said = {
        LinkState.FORGED: _("Ce lien n’est pas entier, ou il a été modifié. Copiez-le en entier depuis le courriel."),
        LinkState.UNKNOWN: _("Ce lien ne mène plus à aucune fiche : elle a été retirée de l’annuaire."),
        LinkState.EXPIRED: _("Ce lien s’est éteint %(expired)s. Demandez-en un autre à l’équipe de l’annuaire."),
        LinkState.ANSWERED: _("Une réponse a déjà été reçue par ce lien, %(answered)s. Merci."),
        LinkState.CONFIRMED_SINCE: _("Cette fiche a été confirmée %(confirmed)s. Vous n’avez rien à faire."),
        LinkState.READDRESSED: _("L’adresse de la structure a changé depuis ce courriel : le lien ne vaut plus."),
        LinkState.MERGED: _("Cette fiche est maintenant réunie avec une autre : il n’y a rien à confirmer ici."),
    }
    path = opened.kept.reading_path if opened.kept else ""
    return {"title": _("Ce lien ne sert plus"), "lead": said[opened.state] % days, "actor_path": path}
