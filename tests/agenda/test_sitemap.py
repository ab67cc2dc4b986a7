"""`/sitemap.xml`: what is published, in the languages it has words in."""

import xml.etree.ElementTree as ET

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from agenda import sitemaps
from tests.factories.annuaire import ActorPageFactory
from tests.factories.core import translate
from tests.factories.evenements import EventPageFactory, WorkshopPageFactory

pytestmark = pytest.mark.django_db
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


def locations(client: Client, query: str = "") -> dict[str, dict[str, str]]:
    """The addresses, each with those of its languages."""
    response = client.get(f"/sitemap.xml{query}")
    assert response["Content-Type"] == "application/xml"
    root = ET.fromstring(response.content)  # noqa: S314  # our own
    return {
        url.findtext(f"{SITEMAP}loc"): {link.get("hreflang"): link.get("href") for link in url.findall(LINK)}
        for url in root.findall(f"{SITEMAP}url")
    }


def test_sections_are_there_in_three_languages_that_know_each_other(client: Client) -> None:
    found = locations(client)

    each = {code: f"http://testserver{prefix}/agenda/" for code, prefix in (("fr", ""), ("br", "/br"), ("en", "/en"))}
    for address in each.values():
        assert found[address] == each
    assert "http://testserver/" in found
    assert "http://testserver/plan/" in found
    assert "http://testserver/evenements/" not in found


def test_every_address_of_the_sitemap_answers(client: Client) -> None:
    EventPageFactory()
    WorkshopPageFactory()
    ActorPageFactory()

    for address in locations(client):
        assert client.get(address.removeprefix("http://testserver")).status_code == 200, address


def test_an_event_is_there_in_the_languages_it_is_translated_to(client: Client) -> None:
    event = EventPageFactory(slug="un")
    translate(event, "en", title="One")
    translate(EventPageFactory(slug="deux"), "br", title="Daou", live=False)

    found = locations(client)

    french, english = "http://testserver/evenements/un/", "http://testserver/en/evenements/un/"
    assert found[french] == found[english] == {"fr": french, "en": english}
    assert found["http://testserver/evenements/deux/"] == {}
    assert "http://testserver/br/evenements/deux/" not in found


def test_drafts_and_private_pages_are_not_there(client: Client) -> None:
    EventPageFactory(slug="projet", draft=True)
    private = EventPageFactory(slug="prive")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)

    assert not [address for address in locations(client) if "projet" in address or "prive" in address]


def test_many_pages_are_several_files(client: Client, monkeypatch) -> None:
    whole = locations(client)
    monkeypatch.setattr(sitemaps, "PER_FILE", 10)

    index = ET.fromstring(client.get("/sitemap.xml").content)  # noqa: S314  # our own
    files = [entry.text for entry in index.iter(f"{SITEMAP}loc")]

    assert len(files) == -(-len(whole) // 10)
    found: dict[str, dict[str, str]] = {}
    for address in files:
        found |= locations(client, address.removeprefix("http://testserver/sitemap.xml"))
    assert found == whole


def test_it_takes_as_many_queries_whatever_the_number_of_pages(client: Client, django_assert_max_num_queries) -> None:
    for _ in range(5):
        EventPageFactory()
    locations(client)

    with django_assert_max_num_queries(6):
        locations(client)
