"""The drawing of where something is, and what it shows in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.languages import current
from core.models.places import Located
from core.outlines import Outline, Place, outline_around, territory_outline


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
