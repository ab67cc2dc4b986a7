"""The plan and what serves each of its actions."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.conf import LazySettings
from django.test import Client

from core.models import Action
from tests.factories.annuaire import ActorPageFactory
from tests.factories.core import translate
from tests.factories.evenements import EventPageFactory, line

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _spring(settings: LazySettings) -> None:
    settings.FROZEN_NOW = "2027-04-05T09:00"


@pytest.fixture
def action() -> Action:
    return Action.objects.get(code="6")


def test_the_plan_shows_every_orientation_and_every_action(client: Client):
    html = client.get("/plan/").content.decode()

    assert html.count('class="orient"') == 6
    for number in range(1, 19):
        assert f'href="/plan/{number}/"' in html


def test_an_action_counts_what_serves_it(client: Client, action: Action):
    EventPageFactory(
        actions=[action], date_lines=[line(start_date=dt.date(2027, 4, 7)), line(start_date=dt.date(2027, 4, 8))]
    )
    ActorPageFactory(actions=[action])

    html = client.get("/plan/").content.decode()

    assert "2 dates à venir" in html
    assert "un acteur" in html


def test_the_page_of_an_action_lists_its_dates_and_actors(client: Client, action: Action):
    EventPageFactory(title="Souder sans crainte", actions=[action])
    EventPageFactory(title="Sans rapport")
    ActorPageFactory(title="L’atelier du port", actions=[action])

    html = client.get("/plan/6/").content.decode()

    assert "Souder sans crainte" in html
    assert "L’atelier du port" in html
    assert "Sans rapport" not in html


def test_an_actor_that_serves_an_action_is_named_in_the_language_being_read(client: Client, action: Action):
    translate(ActorPageFactory(title="L’atelier du port", actions=[action]), "en", title="The harbour workshop")
    ActorPageFactory(title="Le banc", actions=[action])

    html = client.get("/en/plan/6/").content.decode()

    assert "The harbour workshop" in html
    assert "L’atelier du port" not in html
    assert re.search(r'<a [^>]*lang="fr">Le banc</a>', html)


def test_counts_take_the_plural_of_the_language_being_read(client: Client, action: Action):
    EventPageFactory(
        actions=[action], date_lines=[line(start_date=dt.date(2027, 4, 7)), line(start_date=dt.date(2027, 4, 8))]
    )

    assert "2 zeiziad da zont" in client.get("/br/plan/").content.decode()


def test_an_action_nothing_serves_says_so(client: Client):
    html = client.get("/plan/9/").content.decode()

    assert "Rien n’est annoncé pour l’instant" in html
    assert "Aucun acteur de l’annuaire" in html


@pytest.mark.parametrize("path", ["/plan/", "/br/plan/", "/plan/6/", "/en/plan/6/"])
def test_the_number_of_queries_does_not_grow(
    client: Client, path: str, action: Action, django_assert_max_num_queries: Callable
):
    for _ in range(8):
        EventPageFactory(actions=[action])
        ActorPageFactory(actions=[action])
    client.get(path)

    with django_assert_max_num_queries(30):
        client.get(path)


def test_a_content_page_is_there_in_three_languages(client: Client):
    for path in ("/accessibilite/", "/br/accessibilite/", "/en/accessibilite/"):
        assert client.get(path).status_code == 200


def test_the_accessibility_mention_is_exact_before_any_audit(client: Client):
    html = client.get("/").content.decode().replace("\u202f", " ").replace("\xa0", " ")

    assert "Accessibilité : non conforme" in html
