"""The news feed: read without error, dated by changes, the same selection as the list."""

import datetime as dt

import feedparser
import pytest
from django.test import Client

from agenda import rss
from evenements.enums import State
from tests.agenda.sample import NOW, agenda, all_slugs, selections, uids_of
from tests.factories.core import translate
from tests.factories.evenements import EventPageFactory, line

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(settings) -> None:
    settings.FROZEN_NOW = NOW


def read(client: Client, path: str = "/agenda/agenda.rss", query: str = "") -> feedparser.FeedParserDict:
    found = feedparser.parse(client.get(f"{path}?{query}").content)
    assert not found.bozo, found.get("bozo_exception")
    return found


def test_an_item_tells_an_event_and_is_dated_by_its_last_change(client: Client) -> None:
    EventPageFactory(slug="rencontre", title="Données & libertés <ici>", at_place=True, audiences=["citoyens"])

    found = read(client)

    item = found.entries[0]
    assert found.version == "rss20"
    assert item.title == "Données & libertés <ici>"
    assert item.link == "http://testserver/evenements/rencontre/"
    assert {item.id} == uids_of(["rencontre"])
    assert item.guidislink is False
    assert dt.datetime(*item.published_parsed[:6]) == dt.datetime(2027, 4, 7, 10)
    assert item.summary.startswith("mercredi 7 avril, 14")
    assert "Citoyens et habitants" in [tag.term for tag in item.tags]


def test_the_feed_says_where_it_comes_from_and_in_which_language(client: Client) -> None:
    for prefix, language in (("", "fr"), ("/br", "br"), ("/en", "en")):
        feed = read(client, f"{prefix}/agenda/agenda.rss", "gratuit=1").feed
        assert feed.language == language
        assert feed.link == f"http://testserver{prefix}/agenda/?gratuit=1"
        links = {link.rel: link.href for link in feed.links}
        assert links["self"] == f"http://testserver{prefix}/agenda/agenda.rss?gratuit=1"


def test_it_holds_the_events_of_the_list(client: Client) -> None:
    agenda()

    for query in list(selections())[::11]:
        assert {item.id for item in read(client, query=query).entries} == uids_of(
            all_slugs(client, "/agenda/", query)
        ), query


def test_the_latest_changes_come_first(client: Client, settings) -> None:
    first = EventPageFactory(title="Premier")
    settings.FROZEN_NOW = "2027-04-07T12:10:00"
    EventPageFactory(title="Deuxième")
    assert [item.title for item in read(client).entries] == ["Deuxième", "Premier"]

    settings.FROZEN_NOW = "2027-04-07T12:20:00"
    first.title = "Premier, revu"
    first.save_revision().publish()

    assert [item.title for item in read(client).entries] == ["Premier, revu", "Deuxième"]


@pytest.mark.parametrize(
    ("state", "word"),
    [
        (State.CANCELLED, "ANNULÉ – "), (State.POSTPONED, "REPORTÉ – "), (State.MOVED_ONLINE, "DÉPLACÉ EN LIGNE – "),
        (State.FULL, "COMPLET – "), (State.CONFIRMED, ""),
    ],
)  # fmt: skip
def test_the_state_of_an_event_is_in_its_title(client: Client, state: str, word: str) -> None:
    EventPageFactory(title="Rencontre", state=state)

    assert read(client).entries[0].title == f"{word}Rencontre"


def test_a_series_is_one_item_with_its_next_date(client: Client) -> None:
    EventPageFactory(date_lines=[line(start_date=dt.date(2027, 3, 31), frequency="weekly", count=6)])

    (item,) = read(client).entries

    assert item.summary.startswith("mercredi 7 avril")


def test_a_series_of_which_the_next_date_is_cancelled_is_told_by_the_one_after(client: Client) -> None:
    cancelled = {"original": "2027-04-07", "state": "cancelled"}
    EventPageFactory(title="Couture", date_lines=[line(frequency="weekly", count=3, changes=(cancelled,))])

    (item,) = read(client).entries

    assert item.title == "Couture"
    assert item.summary.startswith("mercredi 14 avril")


def test_a_date_that_moved_says_when_it_was(client: Client) -> None:
    moved = {"original": "2027-04-07", "state": "postponed", "start": "2027-04-21T14:00"}
    EventPageFactory(date_lines=[line(changes=(moved,))])

    (item,) = read(client).entries

    assert "Date initiale : mercredi 7 avril" in item.summary


@pytest.mark.parametrize("query", ["au=2027-03-31", "au=2020-01-01", "du=2020-01-01&au=2021-01-01", "au=2027-05-01"])
def test_the_days_asked_for_are_those_of_the_list(client: Client, query: str) -> None:
    for day in (dt.date(2019, 5, 1), dt.date(2020, 6, 1), dt.date(2027, 3, 1), dt.date(2027, 4, 20)):
        EventPageFactory(slug=f"jour-{day}", date_lines=[line(start_date=day)])

    found = {item.link.rstrip("/").rpartition("/")[2] for item in read(client, query=query).entries}

    assert found == set(all_slugs(client, "/agenda/", query))
    assert found


def test_the_words_are_those_of_the_language(client: Client) -> None:
    translate(EventPageFactory(slug="laser", title="Découpe laser"), "en", title="Laser cutting")

    (item,) = read(client, "/en/agenda/agenda.rss").entries

    assert item.title == "Laser cutting"
    assert item.link == "http://testserver/en/evenements/laser/"


def test_an_empty_feed_is_valid_and_does_not_change_by_itself(client: Client, settings) -> None:
    first = client.get("/agenda/agenda.rss").content
    settings.FROZEN_NOW = "2027-04-07T18:00:00"

    assert client.get("/agenda/agenda.rss").content == first
    assert read(client).entries == []


def test_text_that_xml_cannot_hold_is_left_out(client: Client) -> None:
    EventPageFactory(title="Son\x0bné \ufffe\uffff fin", summary="Un mot\x1b.")

    assert read(client).entries[0].title == "Son né fin"


def test_a_feed_that_is_cut_says_so(client: Client, monkeypatch) -> None:
    monkeypatch.setattr(rss, "MAX_ITEMS", 3)
    agenda(6)

    found = read(client, query="du=2026-04-07")

    assert len(found.entries) == 3
    assert "les 3 événements modifiés le plus récemment" in found.feed.subtitle


def test_a_date_over_leaves_at_the_end_of_its_day(client: Client, settings) -> None:
    EventPageFactory()
    settings.FROZEN_NOW = "2027-04-07T23:59:00"
    assert len(read(client).entries) == 1

    settings.FROZEN_NOW = "2027-04-08T00:00:00"

    assert read(client).entries == []
