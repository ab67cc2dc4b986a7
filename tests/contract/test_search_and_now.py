"""Search says an event is past at the second the agenda no longer lists it."""

import datetime as dt

import pytest
from django.conf import LazySettings
from django.test import Client

from evenements.models import DateLine, Occurrence
from search.querying import query
from tests.factories.evenements import EventPageFactory, line

pytestmark = pytest.mark.django_db

LINES = {
    "overnight": (lambda: line(overnight=True), "2027-04-08T02:00:00"),
    "all day": (lambda: line(whole_day=True), "2027-04-08T00:00:00"),
    "several days": (lambda: line(whole_day=True, end_date=dt.date(2027, 4, 9)), "2027-04-10T00:00:00"),
    "every week": (lambda: line(frequency="weekly", count=3), "2027-04-21T17:00:00"),
    "the last one cancelled": (
        lambda: line(frequency="weekly", count=2, changes=({"original": "2027-04-14", "state": "cancelled"},)),
        "2027-04-14T17:00:00",
    ),
}


@pytest.mark.parametrize("name", LINES)
def test_an_event_is_past_at_the_second_its_last_date_ends(client: Client, settings: LazySettings, name: str):
    make, end = LINES[name]
    moment = dt.datetime.fromisoformat(end)
    a_second_before = (moment - dt.timedelta(seconds=1)).isoformat()
    dates: list[DateLine] = [make()]
    settings.FROZEN_NOW = a_second_before
    event = EventPageFactory(title="Ornithorynque", slug="ornithorynque", date_lines=dates)
    address = f"/evenements/{event.slug}/"

    for clock, is_past in ((a_second_before, False), (end, True)):
        settings.FROZEN_NOW = clock
        assert query("ornithorynque", language="fr").past_only == is_past
        assert Occurrence.objects.current().exists() != is_past
        assert (address in client.get("/agenda/").content.decode()) != is_past
        assert address in client.get("/recherche/?q=ornithorynque").content.decode()


def test_what_is_to_come_is_found_before_what_is_past(client: Client, settings: LazySettings):
    settings.FROZEN_NOW = "2027-04-08T12:00:00"
    for slug, day in (
        ("passe", dt.date(2027, 4, 7)),
        ("en-cours", dt.date(2027, 4, 8)),
        ("a-venir", dt.date(2027, 5, 1)),
    ):
        EventPageFactory(title="Ornithorynque", slug=slug, date_lines=[line(whole_day=True, start_date=day)])

    html = client.get("/recherche/?q=ornithorynque").content.decode()

    assert html.index("/evenements/passe/") > max(
        html.index("/evenements/en-cours/"), html.index("/evenements/a-venir/")
    )
