"""What the pages of events and workshops show."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from core.addresses import absolute
from core.clock import now as clock_now
from core.clock import today as clock_today
from core.dates_in_words import full_day
from core.navigation import paths
from core.parts import Link
from evenements.date_rows import date_list, mark
from evenements.enums import RegistrationMode, State
from evenements.event_dates import Dates, is_held, told_state
from evenements.event_facts import event_facts
from evenements.event_view import EventView, view_of
from evenements.models import EventPage, Occurrence, Publication
from evenements.organisers import actor_item
from evenements.presentation import local
from evenements.related import programme, related, served_actions
from evenements.structured_data import event_data
from evenements.venues import venue_map

# A change is told this long.
RECENT = dt.timedelta(days=14)


def event_context(
    event: EventPage, words: EventPage, lang: str, draft: Sequence[Occurrence] | None = None
) -> dict[str, Any]:
    """The context of the page of EVENT, canonical, whose WORDS in LANG show; DRAFT as in `view_of`.

    The number of queries does not grow with dates, actors or related events.
    """
    view = view_of(event, words, lang, draft)
    above = crumbs(event)
    return {
        "foreign": view.foreign,
        "description": words.search_description or words.summary,
        "crumbs": above,
        "publics": view.audiences,
        "state": head_state(event, view.dates),
        "notices": notices(view),
        "mark": mark(view.dates),
        "registration_host": registration_host(event, view.dates),
        "is_coming": any(is_held(date) for date in view.dates.coming),
        "calendar_url": f"{event.reading_path}evenement.ics",
        "page_url": absolute(event.reading_path),
        "dates": date_list(view),
        "map": venue_map(view.main_venue),
        "facts_list": event_facts(view),
        "organisers": [actor_item(actor) for actor in view.participants.organisers],
        "partners": [actor_item(actor) for actor in view.participants.partners],
        "programme": programme(event),
        "actions": served_actions(event),
        "related": related(event, [theme.pk for theme in view.themes]),
        "data": event_data(view, above),
    }


def crumbs(event: EventPage) -> list[Link]:
    """The section, then the kind of event as the agenda filters it; a workshop's kind is its section."""
    if event.is_workshop:
        return [Link(_("Ateliers"), paths()["workshops"])]
    agenda = paths()["agenda"]
    return [Link(_("Agenda"), agenda), Link(event.kind.words, f"{agenda}?type={event.kind.code}")]


def head_state(event: EventPage, dates: Dates) -> str:
    """The state told in the head: the event's, else that of its only date."""
    if event.state == State.CONFIRMED and dates.total == 1 and dates.main:
        return told_state(dates.main, event)
    return event.state


@dataclass(frozen=True)
class Notice:
    """A remark at the top of the page; `lang` is the language of its text when it is not the one being read."""

    title: str
    text: str = ""
    lang: str = ""


def notices(view: EventView) -> list[Notice]:
    """What to know before reading on: the state of the whole event, and that it changed lately."""
    sentence, changed = state_sentence(view.facts), last_change(view.facts)
    found = [Notice(sentence, view.words.state_note, view.foreign)] if sentence else []
    return [*found, Notice(changed)] if changed else found


def state_sentence(event: EventPage) -> str:
    """What the state of the whole event means for who wanted to come."""
    workshop = event.is_workshop
    sentences = {
        State.CANCELLED: _("Cet atelier est annulé.") if workshop else _("Cet événement est annulé."),
        State.POSTPONED: _("Cet atelier est reporté.") if workshop else _("Cet événement est reporté."),
        State.MOVED_ONLINE: _("Cet atelier a lieu en ligne.") if workshop else _("Cet événement a lieu en ligne."),
        State.FULL: _("Toutes les places sont prises."),
    }
    return sentences.get(State(event.state), "")


def registration_host(event: EventPage, dates: Dates) -> str:
    """The site where one can still register for a date to come, by its name; empty when one cannot or need not."""
    if event.registration != RegistrationMode.EXTERNAL or not dates.open:
        return ""
    return (urlsplit(event.registration_url).hostname or "").removeprefix("www.")


def last_change(event: EventPage) -> str:
    """When the published event last changed, in a sentence, while that is recent; empty for one never changed."""
    changed = Publication.objects.filter(event=event.pk, sequence__gt=0, modified__gt=clock_now() - RECENT).first()
    if changed is None:
        return ""
    today, day = clock_today(), local(changed.modified).date()
    if day == today:
        return _("Mis à jour aujourd’hui.")
    return _("Mis à jour le %(day)s.") % {"day": full_day(day, today)}
