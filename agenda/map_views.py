"""What the script of the agenda's map asks: where the dates of a selection are, then which ones are at a point."""

import hashlib
import json
import re

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from agenda.browsing import ask
from agenda.channels import agenda_channel
from agenda.filters import FilterForm, filter_form
from agenda.map_page import points_json
from agenda.question import Question
from core.answers import File, for_programs, refusal, send
from core.languages import DEFAULT_LANGUAGE, foreign
from evenements.enums import State
from evenements.models import Occurrence
from evenements.presentation import place_words, when_words, with_words

JSON = "application/json; charset=utf-8"
# Dates told at once: a point that has more says how many, and the list has them.
MOST = 20
KEY = re.compile(r"(?a:([pac])(\d{1,18}))")
AT = {"p": "place", "a": "host", "c": "commune"}
NOT_AT: dict[str, dict[str, None]] = {"p": {}, "a": {"place": None}, "c": {"place": None, "host": None}}


def _asked(request: HttpRequest) -> tuple[FilterForm, Question]:
    form = filter_form(request.GET)
    return form, ask(form.selection, agenda_channel().scope)


@for_programs
def agenda_points(request: HttpRequest) -> HttpResponseBase:
    """/agenda/points.json: where the dates of the list with the same query string are."""
    form, question = _asked(request)
    if form.messages:
        return refusal(form.sentence)
    body = points_json(question)
    tag = hashlib.sha256(body).hexdigest()[:32]
    response = send(request, File("points.json", JSON, tag, None, lambda: [body], is_attachment=False))
    # Asked each time whether it is still good: dates go as they end.
    response.headers["Cache-Control"] = "public, no-cache"
    return response


@for_programs
def agenda_point(request: HttpRequest) -> HttpResponse:
    """/agenda/dates.json?cle=p12: the first dates at a point, of the list with the same query string."""
    form, question = _asked(request)
    key = KEY.fullmatch(request.GET.get("cle", ""))
    if key is None:
        return refusal(_("Paramètre « cle » : un point de la carte."))
    if form.messages:
        return refusal(form.sentence)
    held = question.dates().filter(**NOT_AT[key[1]], **{AT[key[1]]: int(key[2])})
    first = held.select_related("commune").order_by("start", "id")[:MOST]
    cards = [_card(date, question) for date in with_words(first, question.language)]
    response = HttpResponse(json.dumps({"cards": cards}, ensure_ascii=False), content_type=JSON)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _card(date: Occurrence, question: Question) -> dict[str, str]:
    """DATE as the map tells it; one that is cancelled or moved says so first."""
    event = date.event
    state = "" if date.state == State.CONFIRMED else f"{date.get_state_display()} · "
    return {
        "key": "",
        "url": event.reading_path,
        "name": date.title or event.words.title,
        "lang": foreign(DEFAULT_LANGUAGE if date.title else event.words_lang),
        "kind": state + when_words(date, question.today),
        "place": place_words(event, date),
    }
