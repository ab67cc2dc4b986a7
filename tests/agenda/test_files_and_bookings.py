"""Feeds and files say what editors wrote: the same bytes whoever books, and the seats there are, never those left."""

import datetime as dt

import pytest

from core.clock import now
from evenements.booking.allocation import book, cancel
from evenements.models import Occurrence
from tests.evenements.booking.sample import MORNING, asked, booked, date_of, workshop
from tests.factories.evenements import EventPageFactory
from tests.open_data import body, document

pytestmark = pytest.mark.django_db
FILES = tuple(
    f"/{folder}/agenda.{extension}" for folder in ("agenda", "ateliers") for extension in ("ics", "rss", "csv", "json")
)


@pytest.fixture(autouse=True)
def _april(settings):
    settings.FROZEN_NOW = MORNING


def contents(client, query: str = "") -> dict[str, bytes]:
    return {path: body(client.get(path + query)) for path in FILES}


def test_they_do_not_change_when_a_date_fills_nor_when_a_seat_is_given_back(client):
    event = workshop(1, title="Découpe laser")
    before = contents(client)
    booking = booked(event)
    assert Occurrence.objects.get(event=event.pk).state == "full"
    assert contents(client) == before
    cancel(booking, now())
    assert contents(client) == before


def test_they_hold_a_date_that_is_full_whatever_seats_they_are_asked_for(client):
    full, free = workshop(1, slug="plein"), workshop(1, slug="libre")
    booked(full)
    everything = contents(client)
    assert contents(client, "?places=1") == everything
    told = document(client, "/ateliers/agenda.json?places=1")["dates"]
    assert sorted((date["url"].split("/")[-2], date["statut"]) for date in told) == [
        (free.slug, "prevu"),
        (full.slug, "prevu"),
    ]


def test_a_date_that_its_editor_says_full_is_told_full(client):
    workshop(state="full", registration="none")
    (told,) = document(client, "/ateliers/agenda.json")["dates"]
    assert told["statut"] == "complet"


def test_an_event_that_takes_bookings_tells_its_seats_as_a_workshop_does(client):
    EventPageFactory(registration="here", seats=40)
    (told,) = document(client, "/agenda/agenda.json")["dates"]
    assert (told["atelier"], told["capacite"]) == (False, 40)


def test_each_date_tells_its_own_seats_and_not_those_left(client):
    changes = ({"original": "2027-04-14", "seats": 2},)
    event = workshop(8, line_facts={"frequency": "weekly", "until": dt.date(2027, 4, 21), "changes": changes})
    book(date_of(event, 1), asked(people=2), now())
    told = document(client, "/ateliers/agenda.json")["dates"]
    assert [(date["premier_jour"], date["capacite"]) for date in told] == [
        ("2027-04-07", 8),
        ("2027-04-14", 2),
        ("2027-04-21", 8),
    ]
