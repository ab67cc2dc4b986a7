"""Every calendar of the demonstration, read by three libraries that know nothing of us: the dates of the database."""

import ctypes
import ctypes.util
import datetime as dt
import json
import shutil
import subprocess
from pathlib import Path

import icalendar
import pytest
import recurring_ical_events
from django.conf import LazySettings

from annuaire.models import ActorPage
from core.languages import codes, prefix
from evenements.models import EventPage, Occurrence
from tests.clients.conftest import Date, Reader, download, midnight, published
from tests.conftest import need
from tests.evenements.calendars import told, whole
from tests.evenements.test_calendar_cases import CASES
from tests.factories.evenements import EventPageFactory, line

NODE = Path(__file__).parents[1] / "node"


def calendars() -> dict[str, dict[str, object]]:
    """Each kind of calendar, and the facts of its dates: an event is in whole when one of its dates is."""
    actors = ActorPage.objects.published().filter(hosted_events__occurrences__isnull=False)
    actor = actors.order_by("slug").distinct().first()
    assert actor is not None
    events = EventPage.objects.published().of_actor(actor.pk).values("pk")
    free = Occurrence.objects.filter(is_free=True, mode="sur-place").values("event")
    return {
        "/agenda/agenda.ics": {},
        "/ateliers/agenda.ics": {"is_workshop": True},
        "/agenda/agenda.ics?gratuit=1&mode=sur-place": {"event__in": free},
        f"/annuaire/{actor.slug}/agenda.ics": {"event__in": events},
    }


def utc(moment: dt.date) -> dt.datetime:
    return moment.astimezone(dt.UTC) if isinstance(moment, dt.datetime) else midnight(moment)


def with_icalendar(data: bytes, first: dt.datetime, last: dt.datetime) -> list[Date]:
    found = recurring_ical_events.of(icalendar.Calendar.from_ical(data)).between(first, last)
    return sorted(
        Date(
            utc(event["DTSTART"].dt),
            utc(event["DTEND"].dt),
            str(event["UID"]),
            not isinstance(event["DTSTART"].dt, dt.datetime),
            event["STATUS"] == "CANCELLED",
        )
        for event in found
    )


def with_ical_js(data: bytes, first: dt.datetime, last: dt.datetime) -> list[Date]:
    need(shutil.which("node"), "Node.js is not installed")
    need((NODE / "node_modules" / "ical.js").is_dir(), "ical.js is not installed: npm ci --prefix tests/node")
    bounds = [f"{moment:%Y-%m-%dT%H:%M:%SZ}" for moment in (first, last)]
    ran = subprocess.run(["node", str(NODE / "dates.mjs"), *bounds], input=data, capture_output=True, check=False)
    assert ran.returncode == 0, ran.stderr.decode()
    read = dt.date.fromisoformat, dt.datetime.fromisoformat
    return sorted(
        Date(
            utc(read[not row["allDay"]](row["start"])),
            utc(read[not row["allDay"]](row["end"])),
            row["uid"],
            row["allDay"],
            row["status"] == "CANCELLED",
        )
        for row in json.loads(ran.stdout)
    )


@pytest.mark.parametrize("read", [with_icalendar, pytest.param(with_ical_js, marks=pytest.mark.node)])
def test_a_library_finds_the_dates_of_the_database(demo: None, window: tuple[dt.datetime, dt.datetime], read: Reader):
    for path, facts in calendars().items():
        expected = published(*window, **facts)
        assert expected, path
        for language in codes():
            found = read(download(f"{prefix(language)}{path}"), *window)
            assert found == expected, f"{prefix(language)}{path}"


@pytest.mark.node
def test_ical_js_finds_the_dates_of_every_case(db: None, settings: LazySettings):
    """One that begins in the hour the clock repeats is left out: ical.js does not read it as RFC 5545 §3.3.5 says."""
    settings.FROZEN_NOW = "2027-01-15T12:00:00"
    cases = [param.values[0] for param in CASES if "beginning in the hour the autumn" not in param.id]
    events = [
        EventPageFactory(
            date_lines=[line(**{"start_time": None, "end_time": None, **of_line}) for of_line in case["lines"]]
        )
        for case in cases
    ]
    data = whole(b"".join(told(event.pk) for event in events))
    window = midnight(dt.date(2010, 1, 1)), midnight(dt.date(2028, 12, 31))

    assert len(events) > 40
    assert with_ical_js(data, *window) == published(*window, event__in=events)


@pytest.fixture
def libical() -> ctypes.CDLL:
    """The library of Evolution, GNOME and KDE."""
    name = ctypes.util.find_library("ical")
    need(name, "libical is not installed")
    library = ctypes.CDLL(name)
    for function in ("icalparser_parse_string", "icalcomponent_get_first_component", "icalcomponent_as_ical_string"):
        getattr(library, function).restype = ctypes.c_void_p
    return library


def errors(library: ctypes.CDLL, data: bytes) -> tuple[int, list[str]]:
    """How many things libical finds wrong in DATA, with what it writes of them."""
    root = ctypes.c_void_p(library.icalparser_parse_string(data))
    assert root.value, "libical cannot read it"
    library.icalrestriction_check(root)
    number = library.icalcomponent_count_errors(root)
    text = ctypes.string_at(library.icalcomponent_as_ical_string(root)).decode()
    library.icalcomponent_free(root)
    return number, [line for line in text.splitlines() if line.startswith("X-LIC-ERROR")]


def test_libical_finds_nothing_wrong(demo: None, libical: ctypes.CDLL):
    pages = [*EventPage.objects.published().order_by("pk")[:10]]
    singles = [f"{page.get_url_parts()[2]}evenement.ics" for page in pages]
    for path in [*calendars(), *singles]:
        for language in codes():
            assert errors(libical, download(f"{prefix(language)}{path}")) == (0, []), f"{prefix(language)}{path}"


def test_libical_would_say_what_is_wrong(libical: ctypes.CDLL, demo: None):
    without_organiser = b"\r\n".join(
        line for line in download("/agenda/agenda.ics").split(b"\r\n") if not line.startswith(b"ORGANIZER")
    )
    assert errors(libical, without_organiser)[0] > 0


def test_the_calendars_of_each_language_tell_the_same_components(demo: None):
    def identities(language: str, path: str) -> list[tuple[bytes, ...]]:
        components = icalendar.Calendar.from_ical(download(f"{prefix(language)}{path}")).walk("VEVENT")
        names = ("UID", "RECURRENCE-ID", "SEQUENCE")
        return [
            tuple(component[name].to_ical() if name in component else b"" for name in names) for component in components
        ]

    for path in calendars():
        french = identities("fr", path)
        assert len({identity[:2] for identity in french}) == len(french), path
        for language in codes():
            assert identities(language, path) == french, f"{prefix(language)}{path}"
