"""What the script of the directory's map asks: where the actors of a selection are, then who is at a point."""

import hashlib
import json

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from annuaire.cards import cards
from annuaire.directory_map import points_json
from annuaire.directory_view import listed_at
from annuaire.filters import DirectoryForm
from annuaire.listing import listing, read_directory
from annuaire.models import ActorPage
from core.answers import File, for_programs, refusal, send
from core.open_data.documents import JSON

# Actors told at once: a point that has more says how many, and the list has them.
MOST = 20


@for_programs
def directory_points(request: HttpRequest) -> HttpResponseBase:
    """/annuaire/points.json: every actor that the page with the same query string finds, on all its pages."""
    directory = read_directory()
    form = DirectoryForm(request.GET, directory.labels)
    selection = form.selection
    if form.messages:
        return refusal(form.sentence)
    found = listing(directory, selection).actors
    parts = ("points", directory.version.token, selection, found.bits if selection.q else 0)
    tag = hashlib.sha256(repr(parts).encode()).hexdigest()[:32]
    response = send(request, File("points.json", JSON, tag, None, lambda: [points_json(found)], is_attachment=False))
    # Asked each time whether it is still good: the list beside it is of now.
    response.headers["Cache-Control"] = "public, no-cache"
    return response


@for_programs
def directory_cards(request: HttpRequest) -> HttpResponse:
    """/annuaire/fiches.json?cle=1&cle=2: name, kind, place and address of some actors, in the order asked, and where
    their cards are in the list with the same query string.
    """
    asked = request.GET.getlist("cle")
    if len(asked) > MOST or not all(key.isascii() and key.isdigit() and len(key) < 19 for key in asked):
        return refusal(_("Paramètre « cle » : des nombres, %(most)s au plus.") % {"most": MOST})
    keys = [int(key) for key in asked]
    actors = ActorPage.objects.published().with_card().in_bulk(keys)
    found = [actors[key] for key in keys if key in actors]
    directory = read_directory()
    listed = listed_at(keys, directory, DirectoryForm(request.GET, directory.labels).selection)
    told = [
        {
            "key": actor.pk,
            "url": card.url,
            "name": card.name,
            "kind": card.kind,
            "place": card.place,
            "lang": card.lang,
            "listed": listed.get(actor.pk, ""),
        }
        for actor, card in zip(found, cards(found), strict=True)
    ]
    response = HttpResponse(json.dumps({"cards": told}, ensure_ascii=False), content_type=JSON)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
