"""Everything the outside sees of published events, read in a constant number of queries.

Nothing else may enter an occurrence or a feed: `dependencies` knows what of it comes from elsewhere.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from wagtail.images import get_image_model
from wagtail.images.models import SourceImageIOError

from annuaire.models import ActorPage
from core.addresses import absolute, french_path
from core.languages import DEFAULT_LANGUAGE, codes, prefix
from core.models import Place, Term
from evenements import recurrence
from evenements.enums import ActorRole
from evenements.line_rules import to_line
from evenements.models import DateLine, EventActor, EventPage, WorkshopPage

if TYPE_CHECKING:
    from evenements.recurrence import Line, Slot

PICTURE = "width-1200|format-jpeg"
TERMS = {EventPage: ("audiences", "themes", "actions"), WorkshopPage: ("equipment",)}
# An actor that was never published is a draft: nothing shows it. One that no longer is keeps its name and address here.
KNOWN = Q(live=True) | Q(first_published_at__isnull=False)


@dataclass(slots=True)
class Snapshot:
    """A published event and what is shown of it; pages and names are by language, where there is a translation."""

    event: EventPage
    path: str  # in French
    words: Mapping[str, EventPage]
    lines: "list[Line]"
    terms: Mapping[str, list[Term]]
    actors: list[tuple[str, ActorPage]]  # role, actor
    host: ActorPage | None
    names: Mapping[int, Mapping[str, str]]  # of actors
    places: Mapping[int, Place]  # where some dates are held
    hosts: Mapping[int, ActorPage]  # likewise
    picture: str

    @property
    def organiser(self) -> ActorPage | None:
        return next((actor for role, actor in self.actors if role == ActorRole.ORGANISER), None)

    def words_in(self, language: str) -> EventPage:
        return self.words.get(language, self.event)

    def name_of(self, actor: ActorPage, language: str) -> str:
        return self.names[actor.pk].get(language) or actor.title

    def venue_name(self, venue: ActorPage | Place, language: str = DEFAULT_LANGUAGE) -> str:
        return venue.name if isinstance(venue, Place) else self.name_of(venue, language)

    def slot_on(self, line_uid: str, day: dt.date) -> "tuple[Line | None, Slot | None]":
        """The line of this UID and its date of the original DAY; None for what is not there."""
        line = next((line for line in self.lines if line.uid == line_uid), None)
        return line, recurrence.slot_on(line, day) if line else None

    def path_in(self, language: str) -> str:
        """The page's path: its translation's, else the French one under the language's prefix."""
        parts = self.words[language].get_url_parts() if language in self.words else None
        return parts[2] if parts else prefix(language) + self.path


def load(event_ids: Iterable[int]) -> dict[int, Snapshot]:
    """The snapshots of those of these events that are published: canonical, live and public."""
    canonical = Q(pk__in=list(event_ids), locale__language_code=DEFAULT_LANGUAGE)
    events = {event.pk: event for event in _pages(canonical)}
    words = _translations_of(events.values())
    lines = _lines_of(events)
    placed, hosting = named_venues(line for of_event in lines.values() for line in of_event)
    terms = _terms_of(events)
    actors = _actors_of(events)
    hosts = {event.host_id for event in events.values()}
    known = known_actors({actor for rows in actors.values() for _, actor in rows} | hosts | hosting)
    names = _names_of(known.values())
    places = Place.objects.select_related("commune").in_bulk(placed)
    pictures = _pictures({event.image_id for event in events.values()})
    return {
        pk: Snapshot(
            event=event,
            path=french_path(event.url_path) or "/",
            words=words[event.translation_key],
            lines=lines[pk],
            terms=terms[pk],
            actors=[(role, known[actor]) for role, actor in actors[pk] if actor in known],
            host=known.get(event.host_id),
            names=names,
            places=places,
            hosts=known,
            picture=pictures.get(event.image_id, ""),
        )
        for pk, event in events.items()
    }


def _pages(condition: Q) -> list[EventPage]:
    """Published pages that are not aliases, each of its own type, in two queries."""
    found: list[EventPage] = []
    for model in (EventPage, WorkshopPage):
        pages = model.objects.filter(condition).live().public().filter(alias_of=None)
        if model is EventPage:
            pages = pages.filter(workshoppage=None)
        found += pages.select_related("locale", "kind", "place__commune")
    return found


def _translations_of(events: Collection[EventPage]) -> Mapping[object, dict[str, EventPage]]:
    words: dict[object, dict[str, EventPage]] = defaultdict(dict)
    others = [code for code in codes() if code != DEFAULT_LANGUAGE]
    keys = [event.translation_key for event in events]
    for page in _pages(Q(translation_key__in=keys, locale__language_code__in=others)):
        words[page.translation_key][page.locale.language_code] = page
    return words


def _lines_of(events: Mapping[int, EventPage]) -> "Mapping[int, list[Line]]":
    """The pure lines of each event, in the editor's order."""
    lines: dict[int, list[Line]] = defaultdict(list)
    for row in DateLine.objects.filter(page__in=events).order_by("page_id", "sort_order", "id"):
        lines[row.page_id].append(to_line(row))
    return lines


def named_venues(lines: "Iterable[Line]") -> tuple[set[int], set[int]]:
    """The places, then the actors, where dates of LINES are held rather than where their event is."""
    changes = [change for line in lines for change in line.changes]
    return {change.place for change in changes if change.place}, {change.host for change in changes if change.host}


def _terms_of(events: Mapping[int, EventPage]) -> Mapping[int, dict[str, list[Term]]]:
    """The vocabulary of each event, by field, in the order of the vocabulary."""
    terms: dict[int, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for model, names in TERMS.items():
        for name in names:
            field = model._meta.get_field(name)
            page_id, term = f"{field.m2m_field_name()}_id", field.m2m_reverse_field_name()
            rows = field.remote_field.through._base_manager.filter(**{f"{page_id}__in": list(events)})
            for row in rows.select_related(term).order_by(f"{term}__sort_order", f"{term}__label", f"{term}_id"):
                terms[getattr(row, page_id)][name].append(getattr(row, term))
    return terms


def _actors_of(events: Mapping[int, EventPage]) -> Mapping[int, list[tuple[str, int]]]:
    rows = EventActor.objects.filter(page__in=events).order_by("page_id", "sort_order", "id")
    actors: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for page, role, actor in rows.values_list("page_id", "role", "actor_id"):
        actors[page].append((role, actor))
    return actors


def known_actors(ids: Iterable[int | None]) -> dict[int, ActorPage]:
    """The actors of these primary keys that events may show."""
    return ActorPage.objects.filter(KNOWN).select_related("commune").in_bulk([pk for pk in ids if pk])


def _names_of(actors: Collection[ActorPage]) -> Mapping[int, Mapping[str, str]]:
    """The names of actors in their live translations."""
    keys = {actor.translation_key: actor.pk for actor in actors}
    names: dict[int, dict[str, str]] = defaultdict(dict)
    pages = ActorPage.objects.filter(translation_key__in=keys, alias_of=None).live().public()
    rows = pages.exclude(locale__language_code=DEFAULT_LANGUAGE)
    for key, language, title in rows.values_list("translation_key", "locale__language_code", "title"):
        names[keys[key]][language] = title
    return names


def _pictures(ids: Collection[int | None]) -> dict[int, str]:
    """The full address of each picture, made to the size of a calendar; none where the file is lost."""
    found: dict[int, str] = {}
    images = get_image_model().objects.filter(pk__in=[pk for pk in ids if pk]).prefetch_renditions(PICTURE)
    for image in images:
        try:
            url = image.get_rendition(PICTURE).url
        except SourceImageIOError:
            continue
        found[image.pk] = absolute(url) if url.startswith("/") else url
    return found
