"""The home page: this week, the next workshops, the open edition, the figures."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.conf import LazySettings
from django.test import Client

from home.models import HomePage
from home.pages import home_context
from tests.factories.core import PlaceFactory
from tests.factories.evenements import EventPageFactory, WorkshopPageFactory, line

pytestmark = pytest.mark.django_db
MONDAY = dt.date(2027, 4, 5)


@pytest.fixture(autouse=True)
def _monday_morning(settings: LazySettings) -> None:
    settings.FROZEN_NOW = "2027-04-05T09:00"


def titles(days) -> list[str]:
    return [entry.title for day in days for entry in day.entries]


def test_this_week_is_the_seven_days_from_today():
    EventPageFactory(title="Aujourd’hui", date_lines=[line(start_date=MONDAY)])
    EventPageFactory(title="Dimanche", date_lines=[line(start_date=MONDAY + dt.timedelta(days=6))])
    EventPageFactory(title="Lundi suivant", date_lines=[line(start_date=MONDAY + dt.timedelta(days=7))])
    EventPageFactory(
        title="Fini ce matin", date_lines=[line(start_date=MONDAY, start_time=dt.time(7), end_time=dt.time(9))]
    )

    assert titles(home_context()["days"]) == ["Aujourd’hui", "Dimanche"]


def test_the_strip_counts_each_day_of_a_date_that_lasts():
    EventPageFactory(
        date_lines=[
            line(whole_day=True, start_date=MONDAY - dt.timedelta(days=2), end_date=MONDAY + dt.timedelta(days=1))
        ]
    )

    assert [day.count for day in home_context()["week"]] == [1, 1, 0, 0, 0, 0, 0]


def test_at_most_six_entries_are_shown():
    for hour in range(10, 18):
        EventPageFactory(date_lines=[line(start_date=MONDAY, start_time=dt.time(hour), end_time=dt.time(hour + 1))])

    context = home_context()

    assert len(titles(context["days"])) == 6
    assert context["week"][0].count == 8


def test_next_workshops_come_once_each_in_order():
    weekly = WorkshopPageFactory(
        title="Laser", date_lines=[line(weekly=True, start_date=MONDAY + dt.timedelta(days=3))]
    )
    WorkshopPageFactory(title="Robots", date_lines=[line(start_date=MONDAY + dt.timedelta(days=1))])

    assert [item.title for item in home_context()["workshops"]] == ["Robots", "Laser"]
    assert weekly.occurrences.count() > 1


def test_the_next_workshops_are_told_by_the_next_date_held_as_it_is():
    hall = PlaceFactory(name="La Salle des fêtes", commune=None)
    first, second = MONDAY + dt.timedelta(days=3), MONDAY + dt.timedelta(days=10)
    changes = (
        {"original": f"{first}", "state": "cancelled"},
        {"original": f"{second}", "title": "Laser et gravure", "place": hall.pk},
    )
    WorkshopPageFactory(title="Laser", date_lines=[line(weekly=True, start_date=first, changes=changes)])

    (item,) = home_context()["workshops"]

    assert item.title == "Laser et gravure"
    assert item.number == str(second.day)
    assert "La Salle des fêtes" in item.lines[0]


def test_an_empty_week_says_so(client: Client):
    html = client.get("/").content.decode()

    assert "Rien n’est annoncé cette semaine" in html


@pytest.mark.parametrize("path", ["/", "/br/", "/en/"])
def test_the_number_of_queries_does_not_grow(
    client: Client, path: str, django_assert_max_num_queries: Callable, settings: LazySettings
):
    for number in range(12):
        EventPageFactory(date_lines=[line(start_date=MONDAY + dt.timedelta(days=number % 7))])
        WorkshopPageFactory(date_lines=[line(start_date=MONDAY + dt.timedelta(days=number % 7))])
    client.get(path)

    with django_assert_max_num_queries(32):
        client.get(path)


def test_each_language_has_its_own_words(client: Client):
    titles = {code: HomePage.objects.get(locale__language_code=code).title for code in ("fr", "br", "en")}

    assert len(set(titles.values())) == 3
    for code, prefix in (("fr", "/"), ("br", "/br/"), ("en", "/en/")):
        assert titles[code].replace("’", "") in client.get(prefix).content.decode().replace("’", "").replace(
            "\u202f", " "
        )
