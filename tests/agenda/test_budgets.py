"""Pages take as many queries whatever there is to show."""

import re

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.agenda.sample import NOW, agenda, workshops
from tests.factories.core import translate
from tests.factories.evenements import EventPageFactory, line

pytestmark = pytest.mark.django_db
BUDGET = 12
FILTERED = "/agenda/?public=citoyens&gratuit=1&type=conference"
PATHS = (
    "/agenda/", FILTERED, "/agenda/?du=2027-01-01", "/agenda/mois/2027-04/", "/agenda/abonnement/", "/ateliers/",
    "/ateliers/abonnement/", "/br/agenda/", "/en/agenda/", "/en/agenda/mois/2027-04/", "/en/ateliers/",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _now(settings) -> None:
    settings.FROZEN_NOW = NOW


def queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert client.get(path).status_code == 200
    return len(found)


def asked_twice(client: Client) -> dict[str, int]:
    """How many queries each page takes once its counts are kept."""
    for path in PATHS:
        client.get(path)
    return {path: queries(client, path) for path in PATHS}


def test_pages_stay_within_their_budget_as_dates_grow(client: Client) -> None:
    for event in [*agenda(4), *workshops()]:
        translate(event, "en", title="In English")
    few = asked_twice(client)

    for _ in range(12):
        daily = line(frequency="daily", count=10)
        EventPageFactory(audiences=["citoyens", "seniors"], at_place=True, date_lines=[daily])

    many = asked_twice(client)
    assert {path: number for path, number in many.items() if number > BUDGET} == {}
    assert {path: number for path, number in many.items() if number > few[path] + 1} == {}


@pytest.mark.parametrize("path", PATHS)
def test_the_first_reader_after_a_publication_stays_near_the_budget(client: Client, path: str) -> None:
    agenda(6)
    client.get(path)
    for cache in caches.all():
        cache.clear()
    client.get(re.sub(r"/(agenda|ateliers)/.*", "/annuaire/", path))  # what is kept for every page

    assert queries(client, path) <= BUDGET + 2
