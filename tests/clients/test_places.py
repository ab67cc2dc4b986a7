"""The directory's files as others check them: frictionless with the Table Schemas, the national library for places."""

import csv
import io
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from annuaire.models import ActorPage
from core.languages import codes, prefix
from tests.annuaire.national_schema import FOLDER, VERSIONS
from tests.conftest import need
from tests.factories.annuaire import ActorPageFactory
from tests.factories.evenements import EventPageFactory

ALL = "/annuaire/annuaire.csv"
PLACES = "/annuaire/lieux-mediation-numerique.csv"
SCHEMA = "/annuaire/annuaire.schema.json"
NODE = Path(__file__).parents[1] / "node"
LIBRARY = "@gouvfr-anct/lieux-de-mediation-numerique"
NUMBERS = ("latitude", "longitude")
# What each of the two readers is known to refuse in a field, or an editor to paste.
HOSTILE = [
    {"title": '=cmd|"/C calc"!A0', "street": "+1 « rue » du “Port”, n° 3 / bât. B; 2e", "summary": "=" + "x" * 279},
    {"title": "Le\tClub 🦄", "complement": "@étage", "phone": "39 49", "email": "+contact@club.example"},
    {"title": "Tiers-lieu", "phone": "+44 20 7946 0018", "booking_url": "https://rdv.example/été?a=[1]"},
    {"title": "Ti an Holl", "street": "Straed ar Porzh-Mor, c'hoari", "website": "https://club.example/é;=1|2"},
    {"programmes": "Étapes numériques (La Poste), ORDI 3.0, conseillers numériques, Un | deux", "kind": "fablab"},
    {"opening_hours": "Mo-Fr 09:00-12:00; PH off", "sources": "=1\nDeux", "typologies": ["EPN", "Autre"]},
    {"siret": "", "rna": "W561000001", "special_care": ["Surdité", "Langues étrangères (autres)"]},
    {"access_modes": ["Ce lieu n'accueille pas de public"], "support_modes": ["À distance"], "fees": ["Payant"]},
    {"siret": "73282932000074", "parent_structure": "-1", "accessibility_url": "https://acces.example/a#b!"},
]


def download(path: str) -> bytes:
    answer = Client().get(path)
    assert answer.status_code == 200, path
    return b"".join(answer.streaming_content)


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


@pytest.fixture
def frictionless(tmp_path: Path) -> Callable[[bytes, Path], list[str]]:
    """What frictionless finds wrong in a table with a schema."""
    folder = os.environ.get("TEST_CLIENTS_BIN", "")
    program = Path(folder, "frictionless")
    need(folder and program.exists(), "TEST_CLIENTS_BIN has no frictionless")

    def validate(data: bytes, schema: Path) -> list[str]:
        (tmp_path / "table.csv").write_bytes(data)
        if schema.parent != tmp_path:
            shutil.copy(schema, tmp_path)
        command = [str(program), "validate", "table.csv", "--schema", schema.name, "--json"]
        ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        report = json.loads(ran.stdout)
        assert report["valid"] is (ran.returncode == 0), ran.stderr
        assert [task["type"] for task in report["tasks"]] == ["table"]
        return [error["message"] for task in report["tasks"] for error in task["errors"]]

    return validate


@pytest.fixture
def places(db: None) -> bytes:
    """The national file of places that hold what one or the other would refuse."""
    for facts in HOSTILE:
        values = {"title": "Le Club", "located": True, "services": ["demarches"], "audiences": ["seniors"]}
        ActorPageFactory(**{**values, **facts})
    return download(PLACES)


def national_library(places: list[dict[str, str]]) -> list[dict[str, object]]:
    need(shutil.which("node"), "Node.js is not installed")
    need((NODE / "node_modules" / LIBRARY).is_dir(), f"{LIBRARY} is not installed: npm ci --prefix tests/node")
    told = [
        {name: float(cell) if name in NUMBERS else cell for name, cell in place.items() if cell} for place in places
    ]
    ran = subprocess.run(
        ["node", str(NODE / "places.mjs")], input=json.dumps(told), capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    found = json.loads(ran.stdout)
    assert len(found) == len(told)
    return [{"told": row, "found": answer} for row, answer in zip(told, found, strict=True)]


@pytest.mark.clients
@pytest.mark.parametrize("version", VERSIONS)
def test_the_places_of_the_demonstration_are_valid_for_both_versions(demo: None, frictionless, version: str):
    schema = FOLDER / f"schema-{version}.json"
    for language in codes():
        data = download(f"{prefix(language)}{PLACES}")

        assert len(rows(data)) >= 9
        assert frictionless(data, schema) == []


@pytest.mark.clients
@pytest.mark.parametrize("version", VERSIONS)
def test_places_that_hold_anything_are_valid_for_both_versions(places: bytes, frictionless, version: str):
    assert len(rows(places)) == len(HOSTILE)
    assert frictionless(places, FOLDER / f"schema-{version}.json") == []


@pytest.mark.clients
def test_frictionless_would_say_what_is_wrong(places: bytes, frictionless):
    broken = places.replace(b"Aide aux d\xc3\xa9marches", b"Aide aux demarches", 1)

    (message,) = frictionless(broken, FOLDER / "schema-1.0.2.json")

    assert "pattern" in message


@pytest.mark.clients
def test_the_table_of_all_is_valid_for_its_own_schema(demo: None, frictionless, tmp_path: Path):
    ActorPageFactory(title="=1", summary="-1\n+2", located=True, phone="39 49", programmes="@a, b|c", verified_on=None)
    schema = tmp_path / "annuaire.schema.json"
    schema.write_bytes(download(SCHEMA))
    for language in codes():
        data = download(f"{prefix(language)}{ALL}")

        assert len(rows(data)) == ActorPage.objects.published().count()
        assert frictionless(data, schema) == []


@pytest.mark.clients
def test_the_table_of_dates_is_valid_for_its_own_schema(demo: None, frictionless, tmp_path: Path):
    EventPageFactory(title="=1", summary="-1\n+2", at_place=True, accessibility="@a", is_free=False, price="+5 €")
    schema = tmp_path / "agenda.schema.json"
    schema.write_bytes(download("/agenda/agenda.schema.json"))
    for path in ("/agenda/agenda.csv", "/br/ateliers/agenda.csv"):
        data = download(path)

        assert rows(data)
        assert frictionless(data, schema) == []


@pytest.mark.node
def test_the_national_library_takes_every_place_of_the_demonstration_and_forgets_nothing(demo: None):
    for answer in national_library(rows(download(PLACES))):
        assert answer["found"] == {"row": answer["told"]}


@pytest.mark.node
def test_the_national_library_takes_places_that_hold_anything_and_forgets_nothing(places: bytes):
    for answer in national_library(rows(places)):
        told = dict(answer["told"])
        if told.get("modalites_acces") == "Ce lieu n'accueille pas de public":
            answer["found"]["row"]["modalites_acces"] = told["modalites_acces"]  # a place with services is open to all
        assert answer["found"] == {"row": told}


@pytest.mark.node
def test_the_national_library_would_say_what_is_wrong(places: bytes):
    found = rows(places)
    found[0]["typologie"] = "LICORNE"

    assert national_library(found)[0]["found"]["key"] == "typologies"
