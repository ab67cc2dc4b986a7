"""The demonstration's events and workshops: their dates are relative to the day they are loaded."""

from collections.abc import Mapping
from typing import Any

from agenda.models import EventIndexPage, WorkshopIndexPage
from annuaire.models import ActorPage
from core.models import Action, Audience, Equipment, EventKind, Place, Theme
from evenements.enums import ActorRole, RegistrationMode
from evenements.models import EventActor, EventPage, WorkshopPage
from home.loading.demo import DemoPages, Entry, section, sources
from home.loading.files import read
from home.loading.lines import LineReader
from home.loading.words import body

FIELDS = (
    "slug", "title", "summary", "state", "state_note", "mode", "online_url", "price", "accessibility", "contact_email",
    "contact_phone", "registration_url", "example",
)  # fmt: skip
WORKSHOP_FIELDS = ("level", "prerequisites", "age_min", "what_to_bring", "trainer", "seats")


def load_places(pages: DemoPages) -> dict[str, Place]:
    """The places of demo/events.json that are no actor's, by slug."""
    places = {}
    for entry in read("demo/events")["places"]:
        facts = {name: value for name, value in entry.items() if name not in ("slug", "commune")}
        places[entry["slug"]], created = Place.objects.get_or_create(
            slug=entry["slug"], defaults={**facts, "commune": pages.commune(entry["commune"])}
        )
        pages.created += created
    return places


class EventBuilder:
    """Makes the pages of events, from what was loaded before them."""

    def __init__(
        self, pages: DemoPages, actors: Mapping[str, ActorPage], places: Mapping[str, Place], lines: LineReader
    ) -> None:
        self.pages, self.actors, self.places, self.lines = pages, actors, places, lines
        self.events: dict[str, EventPage] = {}

    def load(self) -> dict[str, EventPage]:
        """Every event and workshop, added where it is missing, by its slug in the data."""
        self._load_group("events", EventPage, section(EventIndexPage))
        self._load_group("workshops", WorkshopPage, section(WorkshopIndexPage))
        return self.events

    def _load_group(self, group: str, model: type[EventPage], parents: Mapping[str, Any]) -> None:
        for entry in read(f"demo/{group}")[group]:
            page = self.pages.find(group, entry["slug"], parents["fr"])
            if page is None:
                page = self.pages.add(group, self.build(model, entry), parents)
            self.events[entry["slug"]] = page

    def build(self, model: type[EventPage], entry: Entry) -> EventPage:
        """The page of ENTRY with its dates and participants, not saved."""
        page = model(
            **{name: entry[name] for name in FIELDS},
            body=body(entry["body"]),
            kind=self.pages.terms[EventKind][entry["kind"]],
            host=self.actors[entry["host"]] if entry["host"] else None,
            place=self.places[entry["place"]] if entry["place"] else None,
            is_free=entry["free"],
            spoken_languages=entry["languages"],
            registration=_registration(entry),
            parent_event=self.events[entry["parent"]] if entry["parent"] else None,
            sources=sources(entry),
        )
        for name, term in (("audiences", Audience), ("themes", Theme), ("actions", Action)):
            setattr(page, name, self.pages.chosen(term, entry[name]))
        if isinstance(page, WorkshopPage):
            for name in WORKSHOP_FIELDS:
                setattr(page, name, entry[name])
            page.equipment = self.pages.chosen(Equipment, entry["equipment"])
        page.date_lines = [self.lines.line(line, order) for order, line in enumerate(entry["dates"])]
        page.participants = self._participants(entry)
        return page

    def _participants(self, entry: Entry) -> list[EventActor]:
        roles = [(slug, ActorRole.ORGANISER) for slug in entry["organisers"]]
        roles += [(slug, ActorRole.PARTNER) for slug in entry["partners"]]
        return [
            EventActor(actor=self.actors[slug], role=role, sort_order=order) for order, (slug, role) in enumerate(roles)
        ]


def _registration(entry: Entry) -> RegistrationMode:
    """On another site when the data say where, here when they say how many seats there are."""
    if entry["registration_url"]:
        return RegistrationMode.EXTERNAL
    return RegistrationMode.HERE if entry.get("seats") else RegistrationMode.NONE
