"""Subscribing: what is in the selection, a link per client that works, a code to scan."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from tests.agenda.sample import NOW, get, uids, uids_of, workshops
from tests.factories.evenements import EventPageFactory, line

pytestmark = pytest.mark.django_db
QUERY = "public=entreprises&public=tpe-pme&gratuit=1"


@pytest.fixture(autouse=True)
def _now(settings) -> None:
    settings.FROZEN_NOW = NOW
    settings.SITE_URL = "https://agenda.example"


def links(html: str) -> list[str]:
    return [unescape(link) for link in re.findall(r'href="([^"]+)"', html)]


def test_each_client_has_its_link(client: Client) -> None:
    found = links(get(client, "/agenda/abonnement/", QUERY))
    feed = f"//agenda.example/agenda/agenda.ics?{QUERY}"

    google = urlsplit(next(link for link in found if "calendar.google.com" in link))
    assert google.geturl().startswith("https://calendar.google.com/calendar/r?cid=")
    assert parse_qs(google.query)["cid"] == [f"webcal:{feed}"]
    for host in ("outlook.live.com", "outlook.office.com"):
        outlook = urlsplit(next(link for link in found if host in link))
        assert outlook.path == "/calendar/0/addfromweb"
        assert parse_qs(outlook.query)["url"] == [f"https:{feed}"]
        assert parse_qs(outlook.query)["name"][0]
    assert found.count(f"webcal:{feed}") == 2  # Outlook on a computer, Apple
    assert f"/agenda/agenda.rss?{QUERY}" in found


def test_the_link_to_copy_is_there_without_script_and_answers(client: Client) -> None:
    EventPageFactory(slug="rencontre", audiences=["entreprises"])

    html = get(client, "/agenda/abonnement/", QUERY)

    url = unescape(re.search(r'<input[^>]*readonly\s+value="([^"]+)"', html)[1])
    assert url == f"https://agenda.example/agenda/agenda.ics?{QUERY}"
    assert uids(client, url.removeprefix("https://agenda.example")) == uids_of(["rencontre"])


def test_delays_are_honest(client: Client) -> None:
    html = get(client, "/agenda/abonnement/")

    for words in ("8 à 24 heures", "3 heures environ", "de 5 minutes à une semaine", "peut l’apprendre trop tard"):
        assert words in html


def test_it_says_how_many_events_are_in_the_selection(client: Client) -> None:
    EventPageFactory(audiences=["entreprises"], date_lines=[line(frequency="weekly", count=3)])
    EventPageFactory(audiences=["citoyens"])

    for query, number in (("public=entreprises", "1"), ("", "2"), ("public=touristes", "0")):
        html = " ".join(get(client, "/agenda/abonnement/", query).split())
        assert re.search(rf"<b>{number}</b> <span>événements? à venir</span>", html), query
        assert re.search(rf"{number} événements? à venir, avec toutes (ses|leurs) dates", html), query


def test_an_event_with_one_of_its_dates_in_the_selection_is_counted_once_as_its_feed_has_it(client: Client) -> None:
    moved = {"original": "2027-04-14", "state": "moved_online"}
    EventPageFactory(slug="parfois", date_lines=[line(frequency="weekly", count=3, changes=(moved,))])

    html = get(client, "/agenda/abonnement/", "mode=en-ligne")

    assert "1 événement à venir, avec toutes ses dates" in html
    assert uids(client, "/agenda/agenda.ics?mode=en-ligne") == uids_of(["parfois"])


def test_the_code_is_an_image_without_style(client: Client) -> None:
    html = get(client, "/agenda/abonnement/", QUERY)

    code = re.search(r'<div class="qr"[^>]*>(.*?)</div>', html, re.DOTALL)[1]
    assert code.strip().startswith("<svg viewBox=")
    assert "style" not in code
    assert "<script" not in code


def test_changing_the_selection_keeps_what_the_form_does_not_show(client: Client) -> None:
    html = get(client, "/agenda/abonnement/", "public=entreprises&theme=cybersecurite&q=laser")

    form = html[html.index("<form") : html.index("</form>")]
    assert 'action="/agenda/abonnement/"' in form
    assert re.search(r'type="hidden"\s+name="theme"\s+value="cybersecurite"', form)
    assert re.search(r'type="hidden"\s+name="q"\s+value="laser"', form)
    assert re.search(r'name="public"\s+value="entreprises"\s+checked', form)


def test_every_entry_can_be_subscribed_to_even_without_a_date_yet(client: Client) -> None:
    assert re.search(r'name="public"\s+value="touristes"', get(client, "/agenda/abonnement/"))


def test_workshops_are_subscribed_to_exactly(client: Client) -> None:
    workshops()
    EventPageFactory(slug="conference")

    html = get(client, "/ateliers/abonnement/", "niveau=avance")

    url = unescape(re.search(r'<input[^>]*readonly\s+value="([^"]+)"', html)[1])
    assert url == "https://agenda.example/ateliers/agenda.ics?niveau=avance"
    assert uids(client, url.removeprefix("https://agenda.example")) == uids_of(["vinyle"])
    assert "/ateliers/abonnement/?niveau=avance" in links(get(client, "/ateliers/", "niveau=avance"))


def test_from_the_list_one_is_two_clicks_from_each_client(client: Client) -> None:
    subscribe = f"/agenda/abonnement/?{QUERY}"
    assert subscribe in links(get(client, "/agenda/", QUERY))

    assert [link for link in links(get(client, subscribe)) if link.startswith("webcal:")]


def test_search_engines_keep_the_page_without_a_selection(client: Client) -> None:
    assert "noindex" not in get(client, "/agenda/abonnement/")
    assert 'content="noindex' in get(client, "/agenda/abonnement/", "gratuit=1")
