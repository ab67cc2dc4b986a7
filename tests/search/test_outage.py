"""Elasticsearch away: the database answers, the page says so, publishing goes on."""

import pytest
from django.conf import LazySettings
from django.test import Client

from home.models import HomePage
from search.health import is_up

pytestmark = pytest.mark.django_db
NOWHERE = "http://127.0.0.1:9"


@pytest.fixture
def _away(settings: LazySettings) -> None:
    settings.SEARCH_BACKEND = "elasticsearch"
    backends = settings.WAGTAILSEARCH_BACKENDS
    settings.WAGTAILSEARCH_BACKENDS = {**backends, "public": {**backends["public"], "URLS": [NOWHERE]}}


@pytest.mark.usefixtures("_away")
def test_the_database_answers_and_the_page_says_so(client: Client):
    html = client.get("/recherche/", {"q": "recenser acteurs"}).content.decode()

    assert "La recherche habituelle ne répond pas" in html
    assert "/plan/4/" in html


@pytest.mark.usefixtures("_away")
def test_publishing_goes_on(django_capture_on_commit_callbacks):
    home = HomePage.objects.get(locale__language_code="fr")

    with django_capture_on_commit_callbacks(execute=True):
        home.save_revision().publish()

    assert HomePage.objects.get(pk=home.pk).live


@pytest.mark.usefixtures("_away")
def test_health_tells_it_and_stays_up(client: Client):
    response = client.get("/sante/")

    assert not is_up()
    assert response.status_code == 200
    assert response.json()["search"] is False
