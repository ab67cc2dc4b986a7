"""What is proposed as one types."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.models import Commune
from tests.contract.hostile import VALUES
from tests.factories.annuaire import ActorPageFactory
from tests.factories.evenements import EventPageFactory, line

pytestmark = pytest.mark.django_db
Row = dict[str, str]


def proposed(client: Client, text: str, path: str = "/recherche/suggestions/") -> list[Row]:
    response = client.get(path, {"q": text})
    assert response.status_code == 200
    return list(response.json()["suggestions"])


@pytest.mark.parametrize("text", ["or", "orni", "ORNITHO", "l’ornith", "ornithorynque", "connecté orn", "connecte orn"])
def test_the_beginning_of_a_word_is_enough(client: Client, text: str):
    actor = ActorPageFactory(title="Ornithorynque connecté", commune=Commune.objects.first())

    found = proposed(client, text)

    assert {"title": actor.title, "url": actor.url, "lang": ""}.items() <= found[0].items()
    assert found[0]["detail"] == f"Association · {actor.commune.name}"


@pytest.mark.parametrize("text", ["", "o", "zzzz", "  ", "?!"])
def test_nothing_is_proposed_for_too_little_or_for_what_nothing_begins_with(client: Client, text: str):
    ActorPageFactory(title="Ornithorynque")

    assert proposed(client, text) == []


def test_eight_pages_at_most_in_a_constant_number_of_queries(client: Client):
    def asked() -> int:
        proposed(client, "orni")  # what is known of the facets is read once
        with CaptureQueriesContext(connection) as queries:
            proposed(client, "orni")
        return len(queries)

    for place in range(2):
        EventPageFactory(title="Ornithorynque", date_lines=[line()], slug=f"o-{place}")
    few = asked()
    for place in range(8):
        EventPageFactory(title="Ornithorynque", date_lines=[line()], slug=f"p-{place}")

    assert len(proposed(client, "orni")) == 8
    assert asked() == few <= 20


def test_a_french_title_says_so_in_another_language(client: Client):
    actor = ActorPageFactory(title="Ornithorynque")

    row = proposed(client, "orni", "/br/recherche/suggestions/")[0]

    assert (row["lang"], row["url"]) == ("fr", f"/br{actor.url}")


@pytest.mark.parametrize("name", VALUES)
def test_nothing_typed_makes_it_fail(client: Client, name: str):
    response = client.get(f"/recherche/suggestions/?q={VALUES[name]}")

    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    assert not response.cookies


def test_the_fields_of_home_and_search_say_where_to_ask(client: Client):
    for path in ("/", "/recherche/"):
        assert 'data-suggestions="/recherche/suggestions/"' in client.get(path).content.decode()
