"""The communes' outlines as a small drawing: which land, which names, which points. The file is read once."""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import cos, radians
from pathlib import Path

from django.conf import settings

WIDTH = 600
KM_PER_DEGREE = 111.32
# Vertices closer than this, in units of the drawing, are drawn as one.
DETAIL = 1.5
# A letter is about this wide for its height.
LETTER = 0.58
# Free space around a name, in heights of its letters: enough to be read; on the whole territory, few names well spread.
CLOSE, SPREAD = 0.25, 1.6
# More points than that are drawn smaller, and only the main names with them.
MANY = 8

Ring = tuple[tuple[float, float], ...]
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Commune:
    """A commune as drawn: its names, how large it is (names of the largest come first), where its name stands."""

    insee: str
    epci: str
    names: dict[str, str]
    population: int
    centre: tuple[float, float]
    rings: tuple[Ring, ...]

    def name(self, language: str) -> str:
        return self.names.get(language) or self.names["fr"]


@dataclass(frozen=True)
class Place:
    """A point to show: longitude, latitude, and the short text (a number) written in it, if any."""

    longitude: float
    latitude: float
    text: str = ""


@dataclass(frozen=True)
class Land:
    """A commune's outline; `css_class` is "on" for one in colour, "off" for one of the neighbours, else ""."""

    path: str
    css_class: str


@dataclass(frozen=True)
class Mark:
    """A point or a name of the drawing, in its own units; `text` may be empty."""

    x: float
    y: float
    text: str


@dataclass(frozen=True)
class Outline:
    """What components/map_outline.html draws."""

    view_box: str
    text_size: float
    radius: float
    land: tuple[Land, ...]
    names: tuple[Mark, ...]
    points: tuple[Mark, ...]


class Window:
    """The part of the world shown: degrees to units of the drawing, north up, no distortion at its middle."""

    def __init__(self, west: float, south: float, east: float, north: float) -> None:
        self.west, self.north = west, north
        self.scale = WIDTH / (east - west)
        self.stretch = 1 / cos(radians((south + north) / 2))
        self.height = (north - south) * self.scale * self.stretch

    @classmethod
    def around(cls, places: Sequence[Place], kilometres: float) -> "Window":
        """A square window holding PLACES, at least KILOMETRES wide."""
        latitudes = [place.latitude for place in places]
        longitudes = [place.longitude for place in places]
        latitude, longitude = (min(latitudes) + max(latitudes)) / 2, (min(longitudes) + max(longitudes)) / 2
        degree = KM_PER_DEGREE * cos(radians(latitude))
        spread = max((max(latitudes) - min(latitudes)) * KM_PER_DEGREE, (max(longitudes) - min(longitudes)) * degree)
        half = max(kilometres, spread * 1.3) / 2
        dx, dy = half / degree, half / KM_PER_DEGREE
        return cls(longitude - dx, latitude - dy, longitude + dx, latitude + dy)

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        return (longitude - self.west) * self.scale, (self.north - latitude) * self.scale * self.stretch

    def holds(self, x: float, y: float, margin: float = 0) -> bool:
        return margin <= x <= WIDTH - margin and margin <= y <= self.height - margin


@lru_cache(maxsize=2)
def read_communes(folder: Path) -> tuple[Commune, ...]:
    """The communes of FOLDER that have an outline, the most populated first; none without a file of outlines."""
    outlines = folder / "outlines.geojson"
    if not outlines.exists():
        return ()
    facts = {
        commune["code_insee"]: commune | {"epci": epci["siren"]}
        for epci in json.loads((folder / "communes.json").read_text(encoding="utf-8"))["epci"]
        for commune in epci["communes"]
    }
    found = []
    for feature in json.loads(outlines.read_text(encoding="utf-8"))["features"]:
        insee, geometry = feature["properties"]["code_insee"], feature["geometry"]
        polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        rings = tuple(tuple((lon, lat) for lon, lat in ring) for polygon in polygons for ring in polygon)
        fact = facts[insee]
        names = {"fr": fact["nom"], "br": fact["nom_br"] or ""}
        centre = (fact["centre"]["lon"], fact["centre"]["lat"])
        found.append(Commune(insee, fact["epci"], names, fact["population_municipale"], centre, rings))
    return tuple(sorted(found, key=lambda commune: -commune.population))


def has_outlines() -> bool:
    """Whether the territory gives outlines to draw."""
    return bool(read_communes(settings.TERRITORY_DIR))


def territory_outline(language: str, on: Collection[str] = ()) -> Outline:
    """The whole territory, the communes whose INSEE code is in ON in colour."""
    window = Window(*settings.TERRITORY.bounds)
    return draw(read_communes(settings.TERRITORY_DIR), window, language, _epci(), on=on, is_overview=True)


def outline_around(places: Sequence[Place], language: str, on: Collection[str] = (), kilometres: float = 16) -> Outline:
    """The land around PLACES, which is not empty; an overview when they are many."""
    window, communes = Window.around(places, kilometres), read_communes(settings.TERRITORY_DIR)
    return draw(communes, window, language, _epci(), on=on, places=places, is_overview=len(places) > MANY)


def _epci() -> str:
    """The SIREN of the EPCI that is the territory; the others are neighbours."""
    return settings.TERRITORY.data["territory"]["epci_siren"]


def draw(
    communes: Iterable[Commune],
    window: Window,
    language: str,
    epci: str,
    on: Collection[str] = (),
    places: Sequence[Place] = (),
    is_overview: bool = False,
) -> Outline:
    """What WINDOW shows of COMMUNES, with the names that fit: those in ON first, then of EPCI, then the most populated.

    An overview names few communes, well spread, and none of the neighbours.
    """
    seen = [commune for commune in communes if _is_seen(commune, window)]
    size, radius = WIDTH / 24, _radius(len(places))
    points = tuple(Mark(*_rounded(window.at(place.longitude, place.latitude)), place.text) for place in places)
    taken = [_box(point.x, point.y + radius, radius * 2, radius * 2, 0) for point in points]
    named = [commune for commune in seen if commune.epci == epci or not is_overview]
    ranked = sorted(named, key=lambda commune: (commune.insee not in on, commune.epci != epci))
    room = SPREAD if is_overview and not places else CLOSE
    return Outline(
        view_box=f"0 0 {WIDTH} {window.height:.0f}",
        text_size=round(size, 1),
        radius=round(radius, 1),
        land=tuple(Land(_path(commune, window), _css_class(commune, on, epci)) for commune in seen),
        names=tuple(_names(ranked, window, language, size, room, taken)),
        points=points,
    )


def _radius(places: int) -> float:
    """One point is a dot; a few hold a number with ease; many stand close to each other."""
    if places > MANY:
        return WIDTH / 42
    return WIDTH / (28 if places > 1 else 36)


def _css_class(commune: Commune, on: Collection[str], epci: str) -> str:
    if commune.insee in on:
        return "on"
    return "" if commune.epci == epci else "off"


def _is_seen(commune: Commune, window: Window) -> bool:
    corners = [window.at(*vertex) for ring in commune.rings for vertex in ring]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return max(xs) > 0 and min(xs) < WIDTH and max(ys) > 0 and min(ys) < window.height


def _path(commune: Commune, window: Window) -> str:
    return "".join(_ring_path(ring, window) for ring in commune.rings)


def _ring_path(ring: Ring, window: Window) -> str:
    kept: list[tuple[float, float]] = []
    for vertex in ring:
        x, y = window.at(*vertex)
        if not kept or abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= DETAIL:
            kept.append((x, y))
    return "M" + " ".join(f"{x:.0f},{y:.0f}" for x, y in kept) + "z" if len(kept) > 2 else ""


def _names(
    communes: Iterable[Commune], window: Window, language: str, size: float, room: float, taken: list[Box]
) -> Iterator[Mark]:
    """The names that fit, none over another nor over a point: at the commune's centre, else a little above or below."""
    for commune in communes:
        text = commune.name(language)
        width = len(text) * size * LETTER
        x, y = window.at(*commune.centre)
        for shift in (0.35, -1.4, 2.1):
            left, top, right, bottom = _box(x, y + shift * size, width, size, 0)
            inside = window.holds(left, top) and window.holds(right, bottom)
            around = _box(x, y + shift * size, width, size, room * size)
            if inside and not any(_overlap(around, other) for other in taken):
                taken.append((left, top, right, bottom))
                yield Mark(*_rounded((x, y + shift * size)), text)
                break


def _box(x: float, baseline: float, width: float, height: float, room: float) -> Box:
    """The box of a text centred on X, with ROOM around."""
    return x - width / 2 - room, baseline - height - room, x + width / 2 + room, baseline + room


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _rounded(point: tuple[float, float]) -> tuple[float, float]:
    return round(point[0], 1), round(point[1], 1)
