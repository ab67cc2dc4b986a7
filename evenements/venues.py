"""Where an event is held, as a page shows it: an actor of the directory, or another place."""

from collections.abc import Collection
from dataclasses import dataclass

from annuaire.models import ActorPage
from core.languages import DEFAULT_LANGUAGE, current, foreign
from core.location_map import LocationMap, map_of
from core.models import Place
from core.models.places import Located
from core.translations import attach_words
from evenements.enums import AttendanceMode
from evenements.models import EventPage
from evenements.snapshots import KNOWN


@dataclass(frozen=True)
class Venue:
    """A place with its name, its page in the directory if it has one, its address, how to come in.

    `name_lang` and `access_lang` are the languages of these words when they are not the one being read.
    """

    name: str
    located: Located
    lines: tuple[str, ...] = ()
    url: str = ""
    name_lang: str = ""
    access: str = ""
    access_lang: str = ""
    example: bool = False

    @property
    def commune(self) -> str:
        return self.located.commune.words if self.located.commune else ""

    @property
    def full_name(self) -> str:
        """The name, and the commune when the name does not say it."""
        return f"{self.name}, {self.commune}" if self.commune and self.commune not in self.name else self.name


def venue_of(event: EventPage) -> Venue | None:
    """Where EVENT is held unless a date says otherwise; None online or when nobody said. Two queries at most."""
    if event.mode == AttendanceMode.ONLINE:
        return None
    if event.host_id:
        return host_venues([event.host_id]).get(event.host_id)
    return place_venues([event.place_id]).get(event.place_id) if event.place_id else None


def place_venues(ids: Collection[int | None]) -> dict[int, Venue]:
    """The places of these primary keys, in one query; none is asked for nothing."""
    wanted = [pk for pk in ids if pk]
    places = Place.objects.select_related("commune").in_bulk(wanted) if wanted else {}
    return {pk: _place_venue(place) for pk, place in places.items()}


def host_venues(ids: Collection[int]) -> dict[int, Venue]:
    """The actors of these primary keys, those that events may show; two queries at most, none for nothing."""
    hosts = ActorPage.objects.filter(KNOWN).select_related("commune", "locale").in_bulk(list(ids)) if ids else {}
    attach_words(hosts.values())
    return {pk: _actor_venue(host) for pk, host in hosts.items()}


def _place_venue(place: Place) -> Venue:
    french = foreign(DEFAULT_LANGUAGE)
    return Venue(
        name=place.name,
        located=place,
        lines=tuple(place.address_lines(current())),
        name_lang=french,
        access=place.access,
        access_lang=french,
    )


def _actor_venue(actor: ActorPage) -> Venue:
    lang = foreign(actor.words_lang)
    return Venue(
        name=actor.words.title,
        located=actor,
        lines=tuple(actor.address_lines(current())),
        url=actor.reading_path if actor.live else "",
        name_lang=lang,
        access=actor.words.accessibility,
        access_lang=lang,
        example=actor.example,
    )


def venue_map(venue: Venue | None) -> LocationMap | None:
    """The land around VENUE, when it is known."""
    return map_of(venue.located, venue.full_name) if venue else None
