"""What pages say to search engines, as the types of schema.org take it: compiled, it holds nothing that they lack."""

import datetime as dt
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from annuaire.enums import ActorKind
from evenements.enums import State
from evenements.models import EventPage
from tests.conftest import need
from tests.factories.annuaire import ActorPageFactory
from tests.factories.core import PlaceFactory
from tests.factories.evenements import EventPageFactory, WorkshopPageFactory, line, organised_by
from tests.reading import ReadPage

NODE = Path(__file__).parents[1] / "node"
OFFSET = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}[+-]\d{2}:\d{2})?")
MODE = re.compile(r"https://schema\.org/(Offline|Online|Mixed)EventAttendanceMode")
STATUS = re.compile(r"https://schema\.org/Event(Scheduled|Cancelled|Postponed|Rescheduled|MovedOnline)")
EVENTS = ("Event", "EducationEvent", "EventSeries")
OPTIONS = {
    "strict": True, "noEmit": True, "skipLibCheck": True, "preserveSymlinks": True, "types": [],
    "module": "esnext", "moduleResolution": "bundler", "target": "es2022",
}  # fmt: skip
Data = dict[str, Any]


def pages(*paths: str) -> list[Data]:
    client = Client()
    return [item for path in paths for item in ReadPage.at(client, path).data()]


@pytest.fixture
def said(db: None) -> list[Data]:
    """Events and actors of every sort."""
    club = ActorPageFactory(
        title="Le « Club » </script>", kind=ActorKind.ASSOCIATION, located=True, open_on_weekdays=True,
        phone="02 97 00 00 00", email="contact@club.example", website="https://club.example/", siret="73282932000074",
        area_of_action="Tout le département", acronym="LC",
    )  # fmt: skip
    actors = [ActorPageFactory(kind=kind, street="1 rue du Port") for kind in ActorKind]
    place = PlaceFactory(latitude=47.7, longitude=-3.4, street="2 quai", postcode="56100")
    about = {"place": place, "participants": organised_by(club), "audiences": ["citoyens"], "themes": ["cybersecurite"]}
    moved = {"original": "2027-04-14", "start": "2027-04-15T15:00", "state": "postponed"}
    week = EventPageFactory(
        **about, date_lines=[line(start_date=dt.date(2027, 4, 5), end_date=dt.date(2027, 4, 9), whole_day=True)]
    )
    events = [
        *(EventPageFactory(**about, state=state, online_url="https://visio.example/") for state in State),
        EventPageFactory(online=True, is_free=False, price="5 €", parent_event=week),
        EventPageFactory(**about, mode="hybride", online_url="https://visio.example/", with_registration=True),
        EventPageFactory(**about, date_lines=[line(weekly=True, changes=(moved,)), line(monthly=True)]),
        WorkshopPageFactory(**about, age_min=14, seats=8, date_lines=[line(endless=True)]),
        week,
    ]
    return pages(*(page.url for page in (club, *actors, *events)))


@pytest.fixture
def shown(demo: None) -> list[Data]:
    events = EventPage.objects.published()
    return pages(*(event.url for event in events))


def events_in(value: Any) -> Iterator[Data]:
    """Every event that a page tells whole, and those under it: not those it only names."""
    if isinstance(value, list):
        for item in value:
            yield from events_in(item)
    elif isinstance(value, dict):
        if value.get("@type") in EVENTS and "startDate" in value:
            yield value
        for inner in value.values():
            yield from events_in(inner)


def compiled(data: list[Data], folder: Path) -> str:
    """What the compiler says of DATA, each typed as it says it is; nothing when all is right."""
    need(shutil.which("node"), "Node.js is not installed")
    compiler, types = (NODE / "node_modules" / name for name in ("typescript/bin/tsc", "schema-dts"))
    need(compiler.exists() and types.is_dir(), "schema-dts is not installed: npm ci --prefix tests/node")
    (folder / "node_modules").symlink_to(NODE / "node_modules")
    names = sorted({item["@type"] for item in data})
    lines = [f'import type {{ WithContext, {", ".join(names)} }} from "schema-dts";']
    lines += [
        f"export const page{number}: WithContext<{item['@type']}> = {json.dumps(item, ensure_ascii=False)};"
        for number, item in enumerate(data)
    ]
    (folder / "pages.ts").write_text("\n".join(lines), encoding="utf-8")
    (folder / "tsconfig.json").write_text(json.dumps({"compilerOptions": OPTIONS, "files": ["pages.ts"]}))
    command = ["node", str(compiler), "--project", "tsconfig.json"]
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return ran.stdout + ran.stderr


@pytest.mark.node
def test_all_that_pages_say_is_of_schema_org(said: list[Data], tmp_path: Path):
    assert {"Event", "EventSeries", "NGO", "LocalBusiness", "BreadcrumbList"} <= {item["@type"] for item in said}
    wrong = next(item for item in said if item["@type"] == "Event") | {"eventStatus": "Reporté"}
    faults = compiled([*said, wrong], tmp_path).splitlines()

    # The compiler says what is wrong: of the last page alone.
    lines = [fault.partition("(")[2].split(",")[0] for fault in faults if fault.startswith("pages.ts")]
    assert lines == [str(len(said) + 2)], faults


def test_what_search_engines_ask_of_an_event_is_there(said: list[Data]):
    check_events(said)


@pytest.mark.node
def test_the_demonstration_says_what_search_engines_ask_of_an_event(shown: list[Data]):
    check_events(shown)


def check_events(data: list[Data]) -> None:
    found = list(events_in(data))
    assert len(found) > 10
    for event in found:
        assert event["name"], event
        assert OFFSET.fullmatch(event["startDate"]), event
        assert OFFSET.fullmatch(event.get("endDate", event["startDate"])), event
        assert MODE.fullmatch(event["eventAttendanceMode"]), event
        assert STATUS.fullmatch(event["eventStatus"]), event
        offer = event.get("offers")
        if event.get("isAccessibleForFree") and offer:
            assert (offer["price"], offer["priceCurrency"]) == (0, "EUR"), event
        places = event.get("location", [])
        for place in places if isinstance(places, list) else [places]:
            is_virtual = place["@type"] == "VirtualLocation"
            assert place["url"] if is_virtual else place["address"]["@type"] == "PostalAddress", event
