"""A varied agenda to ask of, and what its pages and feeds answer."""

import datetime as dt
import re
from collections.abc import Iterator
from itertools import product

import icalendar
from django.test import Client

from core.models import Action, Audience, Commune, EventKind, Theme
from evenements.enums import AttendanceMode, State
from evenements.models import DateLine, EventPage
from tests.factories.annuaire import ActorPageFactory
from tests.factories.core import PlaceFactory
from tests.factories.evenements import EventPageFactory, WorkshopPageFactory, line, organised_by

NOW = "2027-04-07T12:00:00"
TODAY = dt.date(2027, 4, 7)
DAY = dt.timedelta(days=1)
KINDS = ("conference", "atelier", "webinaire")
PUBLICS = ("entreprises", "tpe-pme", "citoyens")
THEMES = ("cybersecurite", "donnees-ouvertes")
TOTAL = re.compile(r"<strong>\s*(\d[\d\s\u202f\xa0]*|Aucune)\s*dates?")


def terms(model: type, *codes: str) -> list:
    return [model.objects.get(code=code) for code in codes]


def agenda(count: int = 24) -> list[EventPage]:
    """COUNT events of every kind, public, price, place, mode and distance in time; some repeated, some cancelled."""
    communes = list(Commune.objects.order_by("insee")[:2])
    places = [
        PlaceFactory(name="Salle des fêtes", commune=communes[0]),
        PlaceFactory(name="Forum", commune=communes[1]),
    ]
    actors = [ActorPageFactory(title="Port numérique", slug="port-numerique"), ActorPageFactory(slug="fabrique")]
    found = []
    for number in range(count):
        online = number % 5 == 4
        day = TODAY + dt.timedelta(days=(number * 13) % 90 - 30)
        weekly = {"frequency": "weekly", "count": 3} if number % 4 == 0 else {}
        found.append(
            EventPageFactory(
                title=f"Rencontre {number} : l’été des données" if number % 3 else f"Œuvre n° {number}",
                slug=f"rencontre-{number}",
                kind=EventKind.objects.get(code=KINDS[number % 3]),
                audiences=terms(Audience, *{PUBLICS[number % 3], PUBLICS[number % 2]}),
                themes=terms(Theme, THEMES[number % 2]),
                actions=terms(Action, str(number % 3 + 4)),
                mode=AttendanceMode.ONLINE if online else AttendanceMode.ON_SITE,
                place=None if online else places[number % 2],
                is_free=number % 3 != 1,
                state=State.CANCELLED if number == 7 else State.CONFIRMED,
                participants=organised_by(actors[number % 2]),
                date_lines=[line(start_date=day, **weekly)],
            )
        )
    return found


def workshops() -> list[EventPage]:
    return [
        WorkshopPageFactory(slug="laser", equipment=["decoupe-laser"], level="debutant", audiences=["citoyens"]),
        WorkshopPageFactory(
            slug="vinyle", equipment=["decoupe-vinyle", "decoupe-laser"], level="avance", is_free=False
        ),
    ]


def selections() -> Iterator[str]:
    """Query strings that combine facets two by two and more, with periods."""
    facets = {
        "public": ("", "public=entreprises", "public=entreprises&public=citoyens"),
        "other": ("", "type=conference", "theme=cybersecurite", "mode=en-ligne", "action=4&action=5", "q=ete+donnees"),
        "where": ("", f"commune={Commune.objects.order_by('insee').first().insee}", "organisateur=fabrique"),
        "price": ("", "gratuit=1"),
    }
    for parts in product(*facets.values()):
        yield "&".join(filter(None, parts))


def get(client: Client, path: str, query: str = "") -> str:
    """The text of a page that answers."""
    response = client.get(f"{path}?{query}" if query else path)
    assert response.status_code == 200, (path, query, response.status_code)
    return response.content.decode()


def total_of(html: str) -> int:
    """How many dates a list says it has."""
    found = TOTAL.search(html)
    assert found, html[:2000]
    digits = re.sub(r"\D", "", found[1])
    return int(digits or 0)


def slugs_of(html: str) -> list[str]:
    """The slugs of the events a page lists, in order, a date each."""
    return re.findall(r'class="stretch"\s+href="(?:/\w\w)?/(?:evenements|ateliers)/([\w-]+)/"', html)


def all_slugs(client: Client, path: str, query: str = "") -> list[str]:
    """Those of all the pages of a list."""
    found, number = [], 1
    while True:
        html = get(client, path, f"{query}&page={number}" if query else f"page={number}")
        found += slugs_of(html)
        if 'rel="next"' not in html:
            return found
        number += 1


def calendar_of(client: Client, path: str, query: str = "") -> icalendar.Calendar:
    response = client.get(f"{path}?{query}" if query else path)
    assert response.status_code == 200, (path, query, response.content[:200])
    return icalendar.Calendar.from_ical(response.content)


def uids(client: Client, path: str, query: str = "") -> set[str]:
    return {str(event["UID"]) for event in calendar_of(client, path, query).walk("VEVENT")}


def uids_of(slugs: list[str]) -> set[str]:
    return set(
        DateLine.objects.filter(page__slug__in=slugs, page__locale__language_code="fr").values_list("uid", flat=True)
    )
