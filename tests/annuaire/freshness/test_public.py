"""What visitors see of an entry that nobody confirms."""

import pytest
import time_machine
from django.core.management import call_command

from annuaire.freshness.checking import check_all
from annuaire.freshness.enums import Freshness
from annuaire.models import ActorPage
from core.clock import today
from evenements.models import EventPage
from search.models import SearchEntry
from tests.annuaire.freshness.sample import aged, day_after
from tests.factories.core import translate
from tests.factories.evenements import EventPageFactory
from tests.reading import ReadPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def hidden() -> ActorPage:
    """An entry that nobody confirmed for 18 months, though its structure was asked."""
    actor = aged(12, title="Le Silencieux", street="1 rue du Port", phone="02 97 00 00 00")
    check_all(today())
    with time_machine.travel(day_after(months=6, days=2)):
        check_all(today())
    actor.refresh_from_db()
    assert actor.freshness == Freshness.HIDDEN
    return actor


def names(client, query: str = "") -> list[str]:
    return ReadPage.at(client, f"/annuaire/{query}").all(".list h2")


def test_a_marked_entry_says_so_in_words_and_comes_after_the_others(client):
    stale = aged(13, title="Aaa", verified_on=today().replace(year=today().year - 2))
    aged(1, title="Zzz")

    assert names(client) == ["Zzz", "Aaa"]
    assert "Fiche non confirmée depuis le" in ReadPage.at(client, "/annuaire/").one(".list li:last-child")
    page = ReadPage.at(client, stale.url)
    assert "Fiche non confirmée depuis le" in page.one(".note")
    assert "Vérifiez avant de vous déplacer." in page.one(".note")


def test_a_hidden_entry_is_in_no_list_search_nor_sitemap(client, hidden):
    aged(1, title="Présente")

    assert names(client) == ["Présente"]
    assert hidden not in ActorPage.objects.published()
    assert not SearchEntry.objects.filter(page=hidden.pk).exists()
    call_command("update_search")
    assert not SearchEntry.objects.filter(page=hidden.pk).exists()
    assert hidden.slug not in client.get("/sitemap.xml").content.decode()


def test_its_address_keeps_its_name_and_its_events_and_nothing_that_may_be_wrong(client, hidden):
    EventPageFactory(title="La soirée", host=hidden)
    response = client.get(hidden.url)
    page = ReadPage(response.content.decode())

    assert response.status_code == 200
    assert response["X-Robots-Tag"] == "noindex"
    assert page.one("h1") == "Le Silencieux"
    assert "attend d’être confirmée" in page.one(".note")
    assert "02 97" not in page.html
    assert "rue du Port" not in page.one("main").split("Prochaines dates")[0]
    assert "application/ld+json" not in page.html
    assert client.get(f"{hidden.url}agenda.ics").status_code == 200


def test_an_event_keeps_naming_and_placing_what_is_hidden(client, hidden):
    event = EventPageFactory(title="La soirée", host=hidden)

    page = ReadPage.at(client, EventPage.objects.get(pk=event.pk).url)

    assert "Le Silencieux" in page.one("main")
    assert "1 rue du Port" in page.one("main")


def test_its_translation_is_hidden_with_it(client, hidden):
    translate(hidden, "br", title="An Hini Sioul")

    response = client.get(f"/br{hidden.url}")

    assert response["X-Robots-Tag"] == "noindex"
    assert "02 97" not in response.content.decode()


def test_an_old_draft_published_is_as_old_as_the_entry_is(hidden):
    old = hidden.revisions.earliest("created_at")
    assert old.content["freshness"] == Freshness.CURRENT

    with time_machine.travel(day_after(months=6, days=2)):
        old.publish()

    hidden.refresh_from_db()
    assert hidden.freshness == Freshness.HIDDEN
