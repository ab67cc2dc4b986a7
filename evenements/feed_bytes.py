"""An event's VEVENTs in each language, and what lists select it by: `publication` compares them to the last told."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils import translation

from annuaire.models import ActorPage
from core.clock import today
from core.languages import DEFAULT_LANGUAGE, codes
from core.models import Place
from evenements.building import site_zone
from evenements.feed_words import Wording
from evenements.ical import Timing, vevent
from evenements.models import WorkshopPage
from evenements.recurrence import Slot
from evenements.snapshots import Snapshot
from evenements.timings import repeats_master, timings

# How far a series without end tells the nights when clocks change.
YEARS_AHEAD = 10
Schedule = Sequence[Sequence[tuple[Timing, Slot]]]


@dataclass(frozen=True, slots=True)
class Rendered:
    """The bytes by language, without stamp, and the two digests that tell whether they and the selection changed."""

    bodies: Mapping[str, bytes]
    digest: str
    selection: str


def render(snapshot: Snapshot) -> Rendered:
    """The VEVENTs of an event in every language."""
    zone, last_year = site_zone(), today().year + YEARS_AHEAD
    schedule = [list(timings(line, zone, last_year)) for line in snapshot.lines]
    bodies: dict[str, bytes] = {}
    for language in codes():
        with translation.override(language):
            bodies[language] = _body(Wording(snapshot, language), schedule, zone)
    digest = hashlib.sha256(b"\0".join(bodies.values())).hexdigest()
    return Rendered(bodies, digest, _selection(snapshot))


def _body(wording: Wording, schedule: Schedule, zone: ZoneInfo) -> bytes:
    """A date under an exception that changes nothing here (it is full, it is confirmed) has no VEVENT of its own."""
    parts: list[bytes] = []
    frame = wording.frame
    for of_line in schedule:
        for number, (timing, slot) in enumerate(of_line):
            said = wording.said(slot)
            if number == 0:
                master, usual = timing, said
            elif said == usual and repeats_master(timing, master, zone):
                continue
            parts.append(vevent(timing, said, frame, zone))
    return b"".join(parts)


def _selection(snapshot: Snapshot) -> str:
    """A digest of what lists, filters, search and files see of an event beside its dates and its bytes.

    Calendars join in one text what files tell apart: an address in its parts, a title that a date has in its own words.
    """
    event = snapshot.event
    facts = [
        snapshot.path_in(DEFAULT_LANGUAGE),
        event.state,
        event.host_id,
        event.place_id,
        event.image_id,
        event.parent_event_id,
        event.example,
        [(role, actor.slug, actor.acronym, actor.title, snapshot.names[actor.pk]) for role, actor in snapshot.actors],
        {name: [term.code for term in terms] for name, terms in sorted(snapshot.terms.items())},
        [event.level, event.seats] if isinstance(event, WorkshopPage) else [],
        [list(page.body.raw_data) for page in (event, *snapshot.words.values())],
        [(page.title, page.summary) for page in (event, *snapshot.words.values())],
        [event.registration, event.registration_url, event.price, event.accessibility, event.spoken_languages],
        [event.online_url, snapshot.picture],
        sorted(_address(venue) for venue in _venues(snapshot)),
    ]
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def _venues(snapshot: Snapshot) -> list[ActorPage | Place]:
    """All the places where dates of the event are held."""
    usual = (snapshot.event.place, snapshot.host)
    return [venue for venue in (*usual, *snapshot.places.values(), *snapshot.hosts.values()) if venue]


def _address(venue: ActorPage | Place) -> list[str]:
    """The parts of an address as files tell them."""
    place = [venue.street, venue.complement, venue.postcode, venue.commune_id, venue.latitude, venue.longitude]
    return [type(venue).__name__, str(venue.pk), *map(str, place)]
