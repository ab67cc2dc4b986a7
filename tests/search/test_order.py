"""What is to come before what is over, on each engine."""

import datetime as dt

import pytest
from django.conf import LazySettings
from django.test import Client

from search.enums import Kind
from search.querying import query
from tests.factories.evenements import EventPageFactory, line

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(settings: LazySettings) -> None:
    settings.FROZEN_NOW = "2027-04-07T12:00"


def found(text: str) -> list[int]:
    answer = query(text, language="fr")
    return [entry.page_id for entry in answer.entries if entry.kind == Kind.EVENT]


def test_events_to_come_stand_before_those_that_are_over(engine, indexed):
    over = EventPageFactory(title="Kayak connecté", date_lines=[line(start_date=dt.date(2027, 4, 6))])
    coming = EventPageFactory(title="Sortie", summary="En kayak.", date_lines=[line(start_date=dt.date(2027, 4, 8))])
    indexed()

    assert found("kayak") == [coming.pk, over.pk]


def test_an_event_is_over_when_its_last_date_ends(engine, indexed, settings: LazySettings):
    EventPageFactory(title="Kayak", date_lines=[line(start_time=dt.time(9), end_time=dt.time(12))])
    indexed()

    assert query("kayak", language="fr").past_only
    settings.FROZEN_NOW = "2027-04-07T11:59"
    assert not query("kayak", language="fr").past_only


def test_the_page_says_when_only_past_dates_answer(client: Client):
    EventPageFactory(title="Kayak", date_lines=[line(start_date=dt.date(2027, 4, 6))])

    assert "Seules des dates passées" in client.get("/recherche/", {"q": "kayak"}).content.decode()


def test_what_is_over_comes_on_the_last_pages():
    for number in range(12):
        EventPageFactory(title=f"Kayak {number}", date_lines=[line(start_date=dt.date(2027, 4, 6))])
        EventPageFactory(title=f"Kayak à venir {number}", date_lines=[line(start_date=dt.date(2027, 4, 8))])

    first = query("kayak", language="fr", per_page=12)
    second = query("kayak", language="fr", per_page=12, page=2)

    titles = [entry.title for entry in [*first.entries, *second.entries]]
    assert len(titles) == len(set(titles)) == 24
    assert all("à venir" in title for title in titles[:12])
    assert not any("à venir" in title for title in titles[12:])


def test_the_number_of_queries_does_not_grow(client: Client, django_assert_max_num_queries):
    for number in range(8):
        EventPageFactory(title=f"Kayak {number}")
    client.get("/recherche/", {"q": "kayak"})

    with django_assert_max_num_queries(34):
        client.get("/recherche/", {"q": "kayak"})
