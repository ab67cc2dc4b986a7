"""What the map of the agenda shows: how many dates of a selection each place has."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda.browsing import ask, published_version
from agenda.channels import Channel
from agenda.counts import counts
from agenda.facets import filters
from agenda.filters import filter_form
from agenda.pages import frame, grouped, lead, views
from agenda.question import Question
from agenda.terms import read_terms
from agenda.wording import wording
from annuaire.models import ActorPage
from annuaire.sorting import sort_key
from core.addresses import absolute
from core.languages import current
from core.location_map import LocationMap, live_map
from core.models import Commune, Place
from core.outlines import Place as Mark
from core.outlines import outline_around, territory_outline
from core.parts import Link

# Decimals of a degree told to the map: a metre.
METRE = 5


@dataclass(frozen=True)
class Point:
    """Where NUMBER dates are held: `key` names it ("p12" a place, "a34" an actor's, "c56" a commune, by primary key).

    Not exact at the centre of a commune that stands for an address.
    """

    key: str
    latitude: float
    longitude: float
    is_exact: bool
    number: int


@dataclass(frozen=True)
class Spread:
    """The points of some dates; how many each commune has; how many have no point (online, or nobody knows where)."""

    points: tuple[Point, ...]
    towns: Mapping[Commune, int]
    elsewhere: int


def spread(question: Question) -> Spread:
    """Where the dates of QUESTION are, in four queries."""
    rows = question.dates().values_list("place", "host", "commune").annotate(number=Count("pk")).order_by()
    communes = Commune.objects.in_bulk()
    numbers: Counter[tuple[str, int | None]] = Counter()
    towns: Counter[Commune] = Counter()
    for place, host, commune, number in rows:
        numbers[_key(place, host, commune), commune] += number
        if commune:
            towns[communes[commune]] += number
    keys = [key for key, _commune in numbers]
    exact = _exact("p", Place, keys) | _exact("a", ActorPage, keys)
    points, elsewhere = [], 0
    for (key, commune), number in numbers.items():
        town = communes.get(commune) if commune else None
        if key in exact:
            points.append(Point(key, *exact[key], True, number))
        elif town:
            points.append(Point(key, town.latitude, town.longitude, False, number))
        else:
            elsewhere += number
    return Spread(tuple(points), towns, elsewhere)


def _key(place: int | None, host: int | None, commune: int | None) -> str:
    if place:
        return f"p{place}"
    if host:
        return f"a{host}"
    return f"c{commune}" if commune else ""


def _exact(letter: str, model: type[Model], keys: Iterable[str]) -> dict[str, tuple[float, float]]:
    """The coordinates known of those of KEYS that begin with LETTER, rows of MODEL."""
    asked = [int(key[1:]) for key in keys if key.startswith(letter)]
    rows = model._default_manager.filter(pk__in=asked, latitude__isnull=False)
    return {f"{letter}{pk}": (lat, lon) for pk, lat, lon in rows.values_list("pk", "latitude", "longitude")}


def points_json(question: Question) -> bytes:
    """What the script of the map reads: [latitude, longitude, 1 if exact, [key], number of dates]."""
    found = spread(question)
    told = [
        [round(point.latitude, METRE), round(point.longitude, METRE), int(point.is_exact), [point.key], point.number]
        for point in found.points
    ]
    return json.dumps({"points": told, "elsewhere": found.elsewhere}, separators=(",", ":")).encode()


def map_context(request: HttpRequest, channel: Channel) -> dict[str, Any]:
    """The dates REQUEST asks of CHANNEL by place, on a map and as a list of communes."""
    form = filter_form(request.GET)
    question = ask(form.selection, channel.scope)
    terms = read_terms()
    found = counts(question, published_version(question.language), terms)
    words = wording(question.selection, terms)
    path, selection = channel.map, question.selection
    return {
        **frame(form, question, channel, words, filters(path, selection, terms, found, form.messages)),
        "total": found.total,
        "lead": lead(question, found.total, words),
        "chips": words.chips(path),
        "clear_url": path,
        "views": views(question, channel, is_map=True),
        "canonical": absolute(selection.at(path)),
        "noindex": bool(selection.pairs()),
        **drawn(question, channel, spread(question)),
    }


def drawn(question: Question, channel: Channel, found: Spread) -> dict[str, Any]:
    """The map without scripts, what a script makes of it, and the same in words."""
    selection = question.selection
    marks = [Mark(town.longitude, town.latitude, grouped(number)) for town, number in found.towns.items()]
    outline = outline_around(marks, current(), on=selection.commune) if marks else territory_outline(current())
    live = live_map(
        points_url=selection.at(reverse("agenda_points")),
        cards_url=selection.at(reverse("agenda_point")),
        list_url=selection.at(channel.folder),
        on=selection.commune,
    )
    return {
        "map": LocationMap(outline, label(sum(point.number for point in found.points), found.elsewhere)),
        "live_map": live,
        "towns": [
            Link(
                _("%(name)s : %(number)s") % {"name": town.words, "number": grouped(number)},
                replace(selection, commune=(town.insee,)).at(channel.folder),
            )
            for town, number in sorted(found.towns.items(), key=lambda row: sort_key(row[0].words))
        ],
    }


def label(located: int, elsewhere: int) -> str:
    """How many dates are on the map, and how many are not."""
    words = ngettext("%(number)s date sur la carte", "%(number)s dates sur la carte", located) % {"number": located}
    if not elsewhere:
        return f"{words}."
    more = ngettext(
        "%(number)s en ligne ou sans lieu est dans la liste",
        "%(number)s en ligne ou sans lieu sont dans la liste",
        elsewhere,
    )
    return _("%(located)s ; %(others)s.") % {"located": words, "others": more % {"number": elsewhere}}
