"""The directory's map: every actor found is on it, where it is or at its commune's centre, or counted beside it."""

import json
from collections import Counter, defaultdict
from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from annuaire.listing import Directory, Found, Listing
from annuaire.selection import Selection
from core.languages import current
from core.location_map import LiveMap, LocationMap, live_map
from core.navigation import paths
from core.outlines import Place, outline_around, territory_outline
from core.parts import Link

# Decimals of a degree told to the map: a metre.
METRE = 5


def live_map_found(directory: Directory, selection: Selection, found: Listing, page: int) -> LiveMap | None:
    """The map that a script may make of what SELECTION found, beside PAGE of the list."""
    path, anywhere = paths()["directory"], replace(selection, pres="", tri="")
    place = {"page": str(page)} if page > 1 else {}
    return live_map(
        points_url=anywhere.at(reverse("directory_points"), v=directory.version.token[:8]),
        cards_url=selection.at(reverse("directory_cards")),
        list_url=selection.at(path, **place),
        map_url=selection.at(path, vue="carte", **place),
        origin=f"{found.origin.latitude},{found.origin.longitude}" if found.origin else "",
        on=selection.commune,
    )


def points_json(found: Found) -> bytes:
    """Where the actors FOUND are. `points` are [latitude, longitude, 1 if exact or 0 for a commune's centre, [keys]];
    `elsewhere` counts those that nobody can place.
    """
    keys = defaultdict(list)
    elsewhere = 0
    for place in found.places:
        spot = found.actors.spots[place]
        if spot is None:
            elsewhere += 1
        else:
            keys[spot].append(found.actors.keys[place])
    points = [
        [round(spot.latitude, METRE), round(spot.longitude, METRE), int(spot.is_exact), members]
        for spot, members in keys.items()
    ]
    return json.dumps({"points": points, "elsewhere": elsewhere}, separators=(",", ":")).encode()


def _numbers(directory: Directory, found: Listing) -> dict[str, int]:
    """How many of the actors found each commune has, by INSEE code."""
    counted = {
        insee: (bits & found.actors.bits).bit_count() for insee, bits in directory.actors.members["commune"].items()
    }
    return {insee: number for insee, number in counted.items() if number}


def towns_found(directory: Directory, found: Listing, selection: Selection) -> list[Link]:
    """The numbers of the map in words: each commune leads to its actors, in the order of names, then all the others."""
    numbers, path = _numbers(directory, found), paths()["directory"]
    links = [
        Link(
            _("%(name)s : %(number)s") % {"name": name, "number": numbers[insee]},
            replace(selection, commune=(insee,)).at(path),
        )
        for insee, name in directory.labels["commune"].items()
        if insee in numbers
    ]
    if others := len(found.actors) - sum(numbers.values()):
        label = ngettext("%(number)s acteur sans adresse", "%(number)s acteurs sans adresse", others)
        links.append(Link(label % {"number": others}, selection.at(path)))
    return links


def map_found(directory: Directory, found: Listing, selection: Selection) -> LocationMap:
    """How many of the actors found each commune has. Those without commune are said in the label: the list has them."""
    numbers = _numbers(directory, found)
    communes = [directory.communes[insee] for insee in numbers]
    marks = [Place(town.longitude, town.latitude, str(numbers[town.insee])) for town in communes]
    loose = _loose(directory, found)
    marks += [Place(longitude, latitude, str(number)) for (longitude, latitude), number in loose.items()]
    outline = outline_around(marks, current(), on=selection.commune) if marks else territory_outline(current())
    located = sum(numbers.values()) + loose.total()
    return LocationMap(outline, map_label(located, len(found.actors) - located))


def _loose(directory: Directory, found: Listing) -> Counter[tuple[float, float]]:
    """How many have a point and no commune, by that point to about a kilometre."""
    rest = found.actors.bits
    for bits in directory.actors.members["commune"].values():
        rest &= ~bits
    spots = (directory.actors.spots[place] for place in replace(found.actors, bits=rest).places)
    return Counter((round(spot.longitude, 2), round(spot.latitude, 2)) for spot in spots if spot)


def map_label(located: int, others: int) -> str:
    """How many actors are on a map, and how many OTHERS are only in the list."""
    label = ngettext("%(number)s acteur sur la carte", "%(number)s acteurs sur la carte", located) % {"number": located}
    if not others:
        return f"{label}."
    more = ngettext("%(number)s sans adresse est dans la liste", "%(number)s sans adresse sont dans la liste", others)
    return _("%(located)s ; %(others)s.") % {"located": label, "others": more % {"number": others}}
