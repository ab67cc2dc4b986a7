"""The drawing of where something is, what it shows in words, and what a script makes of it."""

from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from core.languages import current
from core.map_tiles import Tiles
from core.models.places import Located
from core.outlines import Outline, Place, has_outlines, outline_around, territory_outline


@dataclass(frozen=True)
class LocationMap:
    """What components/map_outline.html shows."""

    outline: Outline
    label: str


def map_of(located: Located, name: str) -> LocationMap | None:
    """The land around LOCATED, called NAME; the whole territory, its commune in colour, when its point is unknown."""
    on = [located.commune.insee] if located.commune else []
    if located.latitude is not None and located.longitude is not None:
        label = _("Carte : où se trouve %(place)s") % {"place": name}
        return LocationMap(outline_around([Place(located.longitude, located.latitude)], current(), on=on), label)
    if located.commune:
        label = _("Carte : où se trouve %(place)s") % {"place": located.commune.words}
        return LocationMap(territory_outline(current(), on=on), label)
    return None


@dataclass(frozen=True)
class LiveMap:
    """What the script of a map is told (components/live_map.html): addresses that answer JSON (the points, what is at
    one, the outlines) and those of the list and of the map's own view; where the territory and the origin of distances
    are ("west,south,east,north", "latitude,longitude"); the communes chosen, by INSEE code; the tiles.
    """

    points_url: str
    cards_url: str
    list_url: str
    map_url: str
    land_url: str
    bounds: str
    origin: str
    on: str
    tiles: Tiles | None


def live_map(
    points_url: str, cards_url: str, list_url: str, map_url: str = "", origin: str = "", on: Collection[str] = ()
) -> LiveMap | None:
    """The map a script may make of these addresses; None where nothing could stand under its points."""
    tiles, has_land = settings.MAP_TILES, has_outlines()
    if not tiles and not has_land:
        return None
    land_url = reverse("communes_outlines") if has_land else ""
    bounds = ",".join(map(str, settings.TERRITORY.bounds))
    return LiveMap(points_url, cards_url, list_url, map_url, land_url, bounds, origin, ",".join(on), tiles)
