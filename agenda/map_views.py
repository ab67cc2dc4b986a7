"""What the script of the agenda's map asks: where the dates of a selection are, then which ones are at a point."""

import hashlib
import json
import re

from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda.browsing import ask
from agenda.channels import agenda_channel
from agenda.filters import FilterForm, filter_form
from agenda.map_page import points_json
from agenda.pages import grouped
from agenda.question import Question
from annuaire.models import ActorPage
from core.answers import File, for_programs, refusal, send
from core.languages import DEFAULT_LANGUAGE, foreign
from core.models import Commune, Place
from core.open_data.documents import JSON
from evenements.enums import State
from evenements.models import Occurrence
from evenements.presentation import place_words, when_words, with_words
from evenements.querysets import OccurrenceQuerySet

# Dates told at once: a point that has more says how many, and the list has them.
MOST = 20
KEY = re.compile(r"(?a:([pac])(\d{1,18}))")
AT = {"p": "place", "a": "host", "c": "commune"}
# What the list calls each: the model, its field and the name of the parameter.
LISTED: dict[str, tuple[type[Model], str, str]] = {
    "p": (Place, "slug", "lieu"),
    "a": (ActorPage, "slug", "lieu"),
    "c": (Commune, "insee", "commune"),
}
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
    told = {"cards": cards, "more": _more(question, key[0], held)}
    response = HttpResponse(json.dumps(told, ensure_ascii=False), content_type=JSON)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _more(question: Question, key: str, held: OccurrenceQuerySet) -> dict[str, str] | None:
    """What leads to the list of the dates HELD at the point KEY, when there are more than are told."""
    others = held.count() - MOST
    if others <= 0:
        return None
    words = ngettext(
        "Et %(number)s autre : la liste les donne toutes.", "Et %(number)s autres : la liste les donne toutes.", others
    )
    model, field, name = LISTED[key[0]]
    value = model._default_manager.values_list(field, flat=True).get(pk=int(key[1:]))
    asked = question.selection.without(name).having(name, value)
    return {"words": words % {"number": grouped(others)}, "url": asked.at(agenda_channel().folder)}


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
