"""The calendar around the events, byte by byte (RFC 5545, RFC 7986)."""

import datetime as dt
import re
from dataclasses import replace

import icalendar
import pytest
from django.test import Client

from agenda.calendar import Heading, calendar, heading
from core.models import Audience
from evenements.vtimezone import vtimezone
from tests.agenda.sample import NOW, agenda
from tests.factories.annuaire import ActorPageFactory
from tests.factories.evenements import EventPageFactory

pytestmark = pytest.mark.django_db
HEAD = (
    "BEGIN:VCALENDAR\r\n"
    "VERSION:2.0\r\n"
    "PRODID:-//Pays d'essai//Agenda//FR\r\n"
    "CALSCALE:GREGORIAN\r\n"
    "METHOD:PUBLISH\r\n"
    "NAME:Agenda d’essai\r\n"
    "X-WR-CALNAME:Agenda d’essai\r\n"
    "DESCRIPTION:Tout le numérique\\, de la côte à la forêt\\; et plus loin \r\n"
    " – Pays d’essai\r\n"
    "X-WR-CALDESC:Tout le numérique\\, de la côte à la forêt\\; et plus loin \r\n"
    " – Pays d’essai\r\n"
    "X-WR-TIMEZONE:Europe/Paris\r\n"
    "LAST-MODIFIED:20270407T100000Z\r\n"
    "URL:http://testserver/agenda/\r\n"
    "SOURCE;VALUE=URI:http://testserver/agenda/agenda.ics\r\n"
    "REFRESH-INTERVAL;VALUE=DURATION:PT6H\r\n"
    "X-PUBLISHED-TTL:PT6H\r\n"
    "COLOR:royalblue\r\n"
    "X-APPLE-CALENDAR-COLOR:#0b4a8f\r\n"
    "BEGIN:VTIMEZONE\r\n"
    "TZID:Europe/Paris\r\n"
    "X-LIC-LOCATION:Europe/Paris\r\n"
    "BEGIN:DAYLIGHT\r\n"
    "TZOFFSETFROM:+0100\r\n"
    "TZOFFSETTO:+0200\r\n"
    "TZNAME:CEST\r\n"
    "DTSTART:19700329T020000\r\n"
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n"
    "END:DAYLIGHT\r\n"
    "BEGIN:STANDARD\r\n"
    "TZOFFSETFROM:+0200\r\n"
    "TZOFFSETTO:+0100\r\n"
    "TZNAME:CET\r\n"
    "DTSTART:19701025T030000\r\n"
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\n"
    "END:STANDARD\r\n"
    "END:VTIMEZONE\r\n"
)
PATHS = ("/agenda/agenda.ics", "/br/agenda/agenda.ics?gratuit=1", "/ateliers/agenda.ics", "/annuaire/port/agenda.ics")


@pytest.fixture(autouse=True)
def _territory(settings) -> None:
    settings.FROZEN_NOW = NOW
    feed = {"maker": "-//Pays d'essai//Agenda//FR", "colour": "royalblue", "apple_colour": "#0b4a8f"}
    settings.TERRITORY = replace(
        settings.TERRITORY,
        site_name={"fr": "Agenda d’essai"},
        slogan={"fr": "Tout le numérique, de la côte à la forêt; et plus loin"},
        names={"fr": "Pays d’essai"},
        data=settings.TERRITORY.data | {"feed": feed},
    )


def lines(body: bytes) -> list[str]:
    return body.replace(b"\r\n ", b"").decode().split("\r\n")


def test_the_bytes_before_the_first_event_and_after_the_last(client: Client) -> None:
    EventPageFactory()

    body = client.get("/agenda/agenda.ics").content

    assert body.startswith(HEAD.encode() + b"BEGIN:VEVENT\r\n")
    assert body.endswith(b"END:VEVENT\r\nEND:VCALENDAR\r\n")


@pytest.mark.parametrize("path", PATHS)
def test_a_feed_is_one_calendar_whose_every_line_is_whole(client: Client, path: str) -> None:
    ActorPageFactory(slug="port")
    agenda(8)

    body = client.get(path).content

    assert not body.startswith(b"\xef\xbb\xbf")
    assert re.findall(rb"(?<!\r)\n|\r(?!\n)", body) == []
    assert max(len(line) for line in body.split(b"\r\n")) <= 75
    for line in body.split(b"\r\n"):
        line.decode()  # no character is cut by folding
    said = lines(body)
    assert said[0] == "BEGIN:VCALENDAR"
    assert said[-2:] == ["END:VCALENDAR", ""]
    for once in ("BEGIN:VCALENDAR", "VERSION:2.0", "CALSCALE:GREGORIAN", "METHOD:PUBLISH", "BEGIN:VTIMEZONE"):
        assert said.count(once) == 1
    assert said.index("END:VTIMEZONE") < (said.index("BEGIN:VEVENT") if "BEGIN:VEVENT" in said else len(said))
    assert not [line for line in said[: said.index("BEGIN:VTIMEZONE")] if line.startswith("UID")]


@pytest.mark.parametrize("path", PATHS)
def test_a_feed_says_its_name_twice_alike_and_where_it_comes_from(client: Client, path: str) -> None:
    ActorPageFactory(slug="port", title="Port numérique")

    said = dict(line.split(":", 1) for line in lines(client.get(path).content)[:17])

    assert said["NAME"] == said["X-WR-CALNAME"] != ""
    assert said["DESCRIPTION"] == said["X-WR-CALDESC"] != ""
    assert said["SOURCE;VALUE=URI"] == f"http://testserver{path}"
    assert client.get(said["SOURCE;VALUE=URI"].removeprefix("http://testserver")).status_code == 200
    assert client.get(said["URL"].removeprefix("http://testserver")).status_code == 200


def test_the_name_of_a_filtered_feed_says_what_is_in_it(client: Client) -> None:
    body = client.get("/agenda/agenda.ics?public=tpe-pme&public=entreprises&gratuit=1&au=2027-12-01").content

    first, second = Audience.objects.filter(code__in=["tpe-pme", "entreprises"]).order_by("sort_order")
    said = f"{first.label} ou {second.label}\\, Gratuit\\, jusqu’au 1ᵉʳ décembre"
    assert f"NAME:Agenda d’essai – {said}" in lines(body)


def test_the_address_of_a_filtered_feed_is_canonical(client: Client) -> None:
    body = client.get("/agenda/agenda.ics?type=atelier&utm_source=x&public=tpe-pme&public=entreprises").content

    query = "public=entreprises&public=tpe-pme&type=atelier"
    assert f"SOURCE;VALUE=URI:http://testserver/agenda/agenda.ics?{query}" in lines(body)
    assert f"URL:http://testserver/agenda/?{query}" in lines(body)


def test_a_feed_without_event_is_a_valid_calendar(client: Client) -> None:
    body = client.get("/agenda/agenda.ics?du=2031-01-01").content

    assert b"BEGIN:VTIMEZONE" in body
    assert b"BEGIN:VEVENT" not in body
    assert icalendar.Calendar.from_ical(body).errors == []


def test_the_calendar_is_dated_by_the_last_change_of_what_it_holds(client: Client, settings) -> None:
    EventPageFactory(audiences=["citoyens"])
    settings.FROZEN_NOW = "2027-04-08T12:00:00"
    EventPageFactory(audiences=["touristes"])

    assert "LAST-MODIFIED:20270407T100000Z" in lines(client.get("/agenda/agenda.ics?public=citoyens").content)[:17]
    assert "LAST-MODIFIED:20270408T100000Z" in lines(client.get("/agenda/agenda.ics").content)[:17]


def test_an_event_alone_is_a_calendar_too(client: Client) -> None:
    EventPageFactory(slug="rencontre", title="Une rencontre ; puis, une autre")

    said = lines(client.get("/evenements/rencontre/evenement.ics").content)

    assert "NAME:Une rencontre \\; puis\\, une autre" in said
    assert "SOURCE;VALUE=URI:http://testserver/evenements/rencontre/evenement.ics" in said
    assert "URL:http://testserver/evenements/rencontre/" in said
    assert said.count("BEGIN:VEVENT") == said.count("BEGIN:VTIMEZONE") == 1


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("a,b;c\\d:e", "a\\,b\\;c\\\\d:e"),
        ("un\r\nBEGIN:VALARM\ndeux", "un BEGIN:VALARM deux"),
        ("son\x07né\x00", "sonné"),
        ("é" * 200, "é" * 200),
        ("🌊" * 60, "🌊" * 60),
    ],
)
def test_names_are_escaped_folded_and_cannot_inject_a_line(name: str, written: str) -> None:
    given = Heading("-//x//FR", name, name, "Europe/Paris", "http://x/?a=é b", "http://x/", "teal", "#008080", None)

    body = calendar(given, vtimezone("Europe/Paris"), [])

    said = lines(body)
    assert f"NAME:{written}" in said
    assert f"X-WR-CALNAME:{written}" in said
    assert "SOURCE;VALUE=URI:http://x/?a=%C3%A9%20b" in said
    assert max(len(line) for line in body.split(b"\r\n")) <= 75
    assert len(heading(given).replace(b"\r\n ", b"").split(b"\r\n")) == 17
    assert not [line for line in said if line.startswith("LAST-MODIFIED")]


def test_the_date_of_a_calendar_is_in_utc() -> None:
    moment = dt.datetime(2027, 7, 1, 14, tzinfo=dt.timezone(dt.timedelta(hours=2)))

    body = heading(Heading("m", "n", "d", "Europe/Paris", "http://x/", "http://x/", "teal", "#008080", moment))

    assert b"LAST-MODIFIED:20270701T120000Z\r\n" in body
