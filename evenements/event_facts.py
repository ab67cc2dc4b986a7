"""What one needs to know to come: names and values, in the order a reader asks for them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from annuaire.phone import in_words, international
from core.clock import today as clock_today
from core.dates_in_words import date_in_words, listed
from core.languages import DEFAULT_LANGUAGE, foreign
from core.navigation import paths
from evenements.enums import AttendanceMode, Level, RegistrationMode, State
from evenements.event_dates import is_held
from evenements.event_view import EventView
from evenements.models import EventPage, Occurrence, WorkshopPage
from evenements.venues import Venue


@dataclass(frozen=True)
class Line:
    """One line of a value. `lang` is its language when not the one being read; `example` says it is invented."""

    text: str
    url: str = ""
    lang: str = ""
    example: bool = False


@dataclass(frozen=True)
class Fact:
    """A name and its value (evenements/facts.html)."""

    label: str
    lines: Sequence[Line]


def event_facts(view: EventView) -> list[Fact]:
    """Where, how to attend, for how much, in which language, with whom to speak; what a workshop asks and gives."""
    workshop = _workshop_facts(view) if isinstance(view.facts, WorkshopPage) else ()
    return [fact for fact in (*_place_facts(view), *workshop, *_other_facts(view)) if fact.lines]


def _place_facts(view: EventView) -> Iterator[Fact]:
    """Where, and how to come in; then each place that some dates to come have of their own."""
    coming = [date for date in view.dates.coming if is_held(date) and date.mode != AttendanceMode.ONLINE]
    others: dict[Venue, list[Occurrence]] = {}
    for date in coming:
        venue = view.venue_on(date)
        if venue and venue != view.venue:
            others.setdefault(venue, []).append(date)
    if view.venue and (not coming or any(view.venue_on(date) == view.venue for date in coming)):
        yield Fact(_("Où"), _venue_lines(view.venue))
        yield Fact(_("Accès"), _access_lines(view.venue))
    for venue, dates in others.items():
        days = listed([date_in_words(date.first_day, clock_today()) for date in dates])
        yield Fact(_("Où, le %(days)s") % {"days": days}, [*_venue_lines(venue), *_access_lines(venue)])


def _venue_lines(venue: Venue) -> list[Line]:
    name = Line(venue.name, venue.url, venue.name_lang, venue.example)
    return [name, *(Line(line) for line in venue.lines if line != venue.name)]


def _access_lines(venue: Venue) -> list[Line]:
    return _words(venue.access, venue.access_lang)


def _other_facts(view: EventView) -> Iterator[Fact]:
    facts, words = view.facts, view.words
    yield Fact(_("En ligne"), _online(facts))
    yield from _moved_online(view)
    yield Fact(_("Prix"), _price(view))
    spoken = capfirst(facts.spoken_languages)
    yield Fact(_("Langue"), _words(spoken, foreign(DEFAULT_LANGUAGE)))
    yield Fact(_("Accessibilité"), _words(words.accessibility, view.foreign))
    yield Fact(_("Contact"), _contacts(facts))
    agenda = paths()["workshops" if facts.is_workshop else "agenda"]
    yield Fact(_("Thèmes"), [Line(theme.words, f"{agenda}?theme={theme.code}") for theme in view.themes])
    if view.container:
        container = view.container
        yield Fact(
            _("Fait partie de"),
            [Line(container.words.title, container.reading_path, foreign(container.words_lang), container.example)],
        )


def _online(event: EventPage) -> list[Line]:
    """How to join from afar; nothing when one cannot, or no longer."""
    is_online = event.mode == AttendanceMode.ONLINE or event.state == State.MOVED_ONLINE
    if event.state == State.CANCELLED or not (is_online or event.mode == AttendanceMode.HYBRID):
        return []
    if event.online_url:
        return [Line(_("Rejoindre en ligne"), event.online_url)]
    if event.registration == RegistrationMode.EXTERNAL:
        return [Line(_("Le lien est envoyé aux personnes inscrites."))]
    return [Line(_("Le lien sera donné ici.") if is_online else _("On peut aussi y assister en ligne."))]


def _moved_online(view: EventView) -> Iterator[Fact]:
    """How to join the dates that moved online while the others did not."""
    event = view.facts
    moved = [date for date in view.dates.coming if date.state == State.MOVED_ONLINE]
    is_apart = event.mode == AttendanceMode.ON_SITE and event.state not in (State.MOVED_ONLINE, State.CANCELLED)
    if moved and is_apart and event.online_url:
        days = listed([date_in_words(date.first_day, clock_today()) for date in moved])
        yield Fact(_("En ligne, le %(days)s") % {"days": days}, [Line(_("Rejoindre en ligne"), event.online_url)])


def _price(view: EventView) -> list[Line]:
    """What it costs; nothing when the event is neither said free nor given a price."""
    if view.facts.is_free:
        return [Line(_("Gratuit"))]
    return _words(view.words.price, view.foreign) or _words(_("Payant") if view.facts.price else "")


def _contacts(event: EventPage) -> list[Line]:
    phone, email = event.contact_phone, event.contact_email
    number = international(phone)
    return [
        *([Line(in_words(phone), f"tel:{number}" if number else "")] if phone else []),
        *([Line(email, f"mailto:{email}")] if email else []),
    ]


def _workshop_facts(view: EventView) -> Iterator[Fact]:
    facts, words = view.facts, view.words
    yield Fact(_("Niveau"), [Line(str(Level(facts.level).label))])
    if facts.age_min:
        age = ngettext("À partir de %(age)s an", "À partir de %(age)s ans", facts.age_min) % {"age": facts.age_min}
        yield Fact(_("Âge"), [Line(age)])
    yield Fact(_("Matériel"), [Line(term.words) for term in facts.equipment.all()])
    yield Fact(_("Prérequis"), _words(words.prerequisites, view.foreign))
    yield Fact(_("À apporter"), _words(words.what_to_bring, view.foreign))
    yield Fact(_("Animation"), _words(facts.trainer, foreign(DEFAULT_LANGUAGE)))
    seats = _("%(seats)s par séance") % {"seats": facts.seats} if facts.seats else ""
    yield Fact(_("Places"), _words(seats))


def _words(text: str, lang: str = "") -> list[Line]:
    """One line, or none when there is nothing to say."""
    return [Line(text, lang=lang)] if text else []
