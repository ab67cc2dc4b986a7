"""A feed holds the events of the list with the same query string, and no other."""

import datetime as dt

import pytest
from django.test import Client

from core.models import Commune
from evenements.enums import State
from tests.agenda.sample import (
    DAY,
    NOW,
    TODAY,
    agenda,
    all_slugs,
    get,
    selections,
    slugs_of,
    total_of,
    uids,
    uids_of,
    workshops,
)
from tests.factories.annuaire import ActorPageFactory
from tests.factories.core import PlaceFactory, translate
from tests.factories.evenements import EventPageFactory, line

pytestmark = pytest.mark.django_db
YEAR_AGO = "2026-04-07"


@pytest.fixture(autouse=True)
def _now(settings) -> None:
    settings.FROZEN_NOW = NOW


def test_for_each_selection_the_feed_holds_the_events_of_the_list_of_the_same_days(client: Client) -> None:
    agenda()
    compared = 0
    for query in selections():
        dated = f"{query}&du={YEAR_AGO}" if query else f"du={YEAR_AGO}"

        expected = uids_of(all_slugs(client, "/agenda/", dated))

        assert uids(client, "/agenda/agenda.ics", query) == expected, query
        assert uids(client, "/agenda/agenda.ics", dated) == expected, dated
        compared += bool(expected)
    assert compared > 60


def test_a_period_gives_the_same_events_on_both(client: Client) -> None:
    agenda()

    for query in (
        "du=2027-03-20&au=2027-04-20", "du=2027-04-07&au=2027-04-07", "du=2027-04-01&public=entreprises&gratuit=1",
        "du=2020-01-01&au=2027-04-06", "du=2029-01-01", "au=2027-03-31", "au=2020-01-01",
        "au=2026-06-01&public=seniors",
    ):  # fmt: skip
        assert uids(client, "/agenda/agenda.ics", query) == uids_of(all_slugs(client, "/agenda/", query)), query


def test_without_a_period_the_feed_adds_the_past_twelve_months_to_the_list(client: Client) -> None:
    agenda()

    listed = uids_of(all_slugs(client, "/agenda/"))
    past = uids_of(all_slugs(client, "/agenda/", f"du={YEAR_AGO}&au=2027-04-06"))

    assert uids(client, "/agenda/agenda.ics") == listed | past
    assert past - listed


def test_workshops_have_a_feed_of_their_list(client: Client) -> None:
    agenda(6)
    workshops()

    for query in ("", "equipement=decoupe-laser", "niveau=avance", "gratuit=1", "public=entreprises"):
        expected = uids_of(all_slugs(client, "/ateliers/", query))
        assert uids(client, "/ateliers/agenda.ics", query) == expected, query
    assert len(uids(client, "/ateliers/agenda.ics")) == 2


def test_the_feed_begins_twelve_months_before_the_day_whatever_the_hour(client: Client, settings) -> None:
    EventPageFactory(
        slug="veille",
        date_lines=[line(start_date=dt.date(2026, 4, 6), start_time=dt.time(23), end_time=dt.time(23, 59))],
    )
    EventPageFactory(
        slug="jour-meme",
        date_lines=[line(start_date=dt.date(2026, 4, 7), start_time=dt.time(0, 30), end_time=dt.time(1))],
    )

    for hour in ("00:00:00", "23:59:59"):
        settings.FROZEN_NOW = f"2027-04-07T{hour}"
        assert uids(client, "/agenda/agenda.ics") == uids_of(["jour-meme"])


def test_a_series_without_end_stays_in_the_feed(client: Client, settings) -> None:
    EventPageFactory(slug="sans-fin", date_lines=[line(frequency="weekly")])
    settings.FROZEN_NOW = "2031-06-01T12:00:00"  # beyond the dates that were published

    assert uids(client, "/agenda/agenda.ics") == uids_of(["sans-fin"])


def test_an_event_is_in_when_one_of_its_dates_is_in_the_commune(client: Client) -> None:
    here, there = Commune.objects.order_by("insee")[:2]
    elsewhere = PlaceFactory(name="Ailleurs", commune=there)
    EventPageFactory(
        slug="itinerant",
        place=PlaceFactory(name="Ici", commune=here),
        date_lines=[line(frequency="weekly", count=3, changes=({"original": "2027-04-14", "place": elsewhere.pk},))],
    )

    for commune, number in ((here, 2), (there, 1)):
        assert total_of(get(client, "/agenda/", f"commune={commune.insee}")) == number
        assert uids(client, "/agenda/agenda.ics", f"commune={commune.insee}") == uids_of(["itinerant"])


def test_an_event_is_in_when_one_of_its_dates_is_in_the_place(client: Client) -> None:
    elsewhere = PlaceFactory(name="Ailleurs", slug="ailleurs")
    host = ActorPageFactory(slug="port")
    change = {"original": "2027-04-14", "place": elsewhere.pk}
    EventPageFactory(slug="itinerant", host=host, date_lines=[line(frequency="weekly", count=3, changes=(change,))])

    for slug, number in (("port", 2), ("ailleurs", 1)):
        assert total_of(get(client, "/agenda/", f"lieu={slug}")) == number
        assert uids(client, "/agenda/agenda.ics", f"lieu={slug}") == uids_of(["itinerant"])


def test_an_event_is_in_when_one_of_its_dates_is_at_the_actor(client: Client) -> None:
    host = ActorPageFactory(slug="fablab")
    change = {"original": "2027-04-14", "host": host.pk}
    dates = [line(frequency="weekly", count=3, changes=(change,))]
    EventPageFactory(slug="itinerant", place=PlaceFactory(slug="salle"), date_lines=dates)

    for slug, number in (("salle", 2), ("fablab", 1)):
        assert total_of(get(client, "/agenda/", f"lieu={slug}")) == number
        assert uids(client, "/agenda/agenda.ics", f"lieu={slug}") == uids_of(["itinerant"])
    assert uids(client, "/annuaire/fablab/agenda.ics") == uids_of(["itinerant"])


@pytest.mark.parametrize(("days_ago", "told"), [(29, True), (30, True), (31, False), (60, False)])
def test_a_cancelled_date_is_told_for_thirty_days_then_disappears(client: Client, days_ago: int, told: bool) -> None:
    day = TODAY - days_ago * DAY
    EventPageFactory(slug="annule", state=State.CANCELLED, date_lines=[line(start_date=day)])

    listed = slugs_of(get(client, "/agenda/", f"du={YEAR_AGO}")) == ["annule"]

    assert listed == told
    assert bool(uids(client, "/agenda/agenda.ics")) == told
    assert bool(uids(client, "/agenda/agenda.ics", "gratuit=1")) == told
    assert ('href="/evenements/annule/"' in get(client, f"/agenda/mois/{day:%Y-%m}/")) == told


def test_a_series_with_one_cancelled_date_stays(client: Client) -> None:
    changes = ({"original": "2027-02-03", "state": State.CANCELLED},)
    EventPageFactory(
        slug="serie", date_lines=[line(start_date=dt.date(2027, 2, 3), frequency="weekly", count=3, changes=changes)]
    )

    assert uids(client, "/agenda/agenda.ics") == uids_of(["serie"])
    assert total_of(get(client, "/agenda/", f"du={YEAR_AGO}")) == 2


def test_the_same_uids_in_each_language(client: Client) -> None:
    agenda(8)

    french = uids(client, "/agenda/agenda.ics")

    assert uids(client, "/br/agenda/agenda.ics") == uids(client, "/en/agenda/agenda.ics") == french


def test_words_are_looked_for_in_those_of_the_language(client: Client) -> None:
    event = EventPageFactory(slug="laser", title="Découpe laser", summary="Un après-midi.")
    translate(event, "en", title="Laser cutting", summary="An afternoon.")

    for prefix, query, number in (
        ("", "q=DECOUPE", 1), ("", "q=cutting", 0), ("/en", "q=cutting", 1), ("/en", "q=decoupe", 0),
        ("/br", "q=decoupe", 1),
    ):  # fmt: skip
        assert len(all_slugs(client, f"{prefix}/agenda/", query)) == number, (prefix, query)
        assert len(uids(client, f"{prefix}/agenda/agenda.ics", query)) == number, (prefix, query)
