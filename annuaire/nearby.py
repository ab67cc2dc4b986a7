"""How far actors are from where a reader asks, in a straight line. No database here."""

import re
from collections.abc import Iterable, Sequence
from math import cos, hypot, radians
from typing import NamedTuple

from django.utils.formats import number_format
from django.utils.translation import gettext as _

# What `pres` says instead of a commune: where the reader's own device is, which no address ever says.
HERE = "ici"
# The request header in which the page's script says where that is: "47.751,-3.367".
POSITION_HEADER = "Position"
KM_PER_DEGREE = 111.195
# Decimals of a degree kept of a reader's position: about 100 m.
PRECISION = 3
POSITION = re.compile(r"(?a:(-?\d{1,3}(?:\.\d{1,20})?),(-?\d{1,3}(?:\.\d{1,20})?))")


class Spot(NamedTuple):
    """A point of the Earth, in WGS 84 degrees; not exact when it is the centre of a commune that stands for it."""

    latitude: float
    longitude: float
    is_exact: bool = True


def read_position(text: str) -> Spot | None:
    """The point TEXT says ("latitude,longitude"), to about 100 m; None when it says none."""
    found = POSITION.fullmatch(text.strip())
    if found is None:
        return None
    latitude, longitude = (round(float(part), PRECISION) for part in found.groups())
    return Spot(latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def kilometres(origin: Spot, spot: Spot) -> float:
    """The distance in a straight line, on a plane laid at ORIGIN: within 1 % up to 100 km in temperate latitudes."""
    return _from(origin, cos(radians(origin.latitude)), spot)


def _from(origin: Spot, shrink: float, spot: Spot) -> float:
    east = (spot.longitude - origin.longitude) * shrink
    return hypot(east, spot.latitude - origin.latitude) * KM_PER_DEGREE


def nearest(origin: Spot, spots: Sequence[Spot | None], places: Iterable[int], current: int) -> list[int]:
    """PLACES of SPOTS, the nearest to ORIGIN first, then those known by their commune alone, then those known nowhere.

    Those from the place CURRENT on, whom nobody has confirmed for long, come after all the others. At the same distance
    they stay in their order.
    """
    shrink = cos(radians(origin.latitude))

    def key(place: int) -> tuple[bool, int, float]:
        spot = spots[place]
        if spot is None:
            return place >= current, 2, 0
        return place >= current, 0 if spot.is_exact else 1, _from(origin, shrink, spot)

    return sorted(places, key=key)


def distance_in_words(origin: Spot, spot: Spot) -> str:
    """How far SPOT is: to 100 m under a kilometre, to 100 m under ten, to a kilometre beyond; "environ" for a commune's
    centre.
    """
    distance = kilometres(origin, spot)
    if not spot.is_exact:
        return _("commune à environ %(number)s km") % {"number": _whole(distance)}
    metres = round(distance * 10) * 100
    if metres < 100:
        return _("à moins de 100 m")
    if metres < 1000:
        return _("à %(number)s m") % {"number": number_format(metres)}
    if metres < 10_000:
        return _("à %(number)s km") % {"number": number_format(metres / 1000, 1)}
    return _("à %(number)s km") % {"number": _whole(distance)}


def _whole(distance: float) -> str:
    """Kilometres, one at least, as the language being read writes them: "16 901"."""
    return number_format(max(round(distance), 1), force_grouping=True)
