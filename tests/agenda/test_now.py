"""What is past, under way and to come agrees, at each second that matters, on list, month, feeds and home."""

import datetime as dt
import re

import pytest
from django.test import Client

from evenements.models import EventPage, Occurrence
from tests.agenda.sample import get, slugs_of, total_of, uids, uids_of
from tests.factories.evenements import EventPageFactory, line

pytestmark = pytest.mark.django_db
WEDNESDAY = dt.date(2027, 4, 7)

# name, lines, then (clock, day it is listed under or None when it is over, dates left)
CASES = [
    (
        "afternoon",
        {},
        [
            ("2027-04-07T13:59:59", "2027-04-07", 1),
            ("2027-04-07T14:00:00", "2027-04-07", 1),
            ("2027-04-07T16:59:59", "2027-04-07", 1),
            ("2027-04-07T17:00:00", None, 0),
        ],
    ),
    (
        "overnight",
        {"start_time": dt.time(20), "end_time": dt.time(2)},
        [
            ("2027-04-07T19:00:00", "2027-04-07", 1),
            ("2027-04-08T00:30:00", "2027-04-08", 1),
            ("2027-04-08T01:59:59", "2027-04-08", 1),
            ("2027-04-08T02:00:00", None, 0),
        ],
    ),
    (
        "until midnight",
        {"start_time": dt.time(20), "end_time": dt.time(0)},
        [("2027-04-07T23:59:59", "2027-04-07", 1), ("2027-04-08T00:00:00", None, 0)],
    ),
    (
        "all day",
        {"all_day": True, "start_time": None, "end_time": None},
        [
            ("2027-04-06T23:59:59", "2027-04-07", 1),
            ("2027-04-07T00:00:00", "2027-04-07", 1),
            ("2027-04-07T23:59:59", "2027-04-07", 1),
            ("2027-04-08T00:00:00", None, 0),
        ],
    ),
    (
        "several days",
        {"all_day": True, "start_time": None, "end_time": None, "end_date": dt.date(2027, 4, 9)},
        [
            ("2027-04-06T12:00:00", "2027-04-07", 1),
            ("2027-04-08T12:00:00", "2027-04-08", 1),
            ("2027-04-09T23:59:59", "2027-04-09", 1),
            ("2027-04-10T00:00:00", None, 0),
        ],
    ),
    (
        "without end",
        {"end_time": None},
        [("2027-04-07T14:30:00", "2027-04-07", 1), ("2027-04-07T15:00:00", None, 0)],
    ),
    (
        "every week",
        {"frequency": "weekly", "count": 3},
        [
            ("2027-04-07T16:59:59", "2027-04-07", 3),
            ("2027-04-07T17:00:00", "2027-04-14", 2),
            ("2027-04-21T16:59:59", "2027-04-21", 1),
            ("2027-04-21T17:00:00", None, 0),
        ],
    ),
    (
        "the night the clock goes forward",
        {"start_date": dt.date(2027, 3, 27), "start_time": dt.time(23), "end_time": dt.time(3, 30)},
        [("2027-03-28T03:29:59", "2027-03-28", 1), ("2027-03-28T03:30:00", None, 0)],
    ),
]
MOMENTS = [
    pytest.param(facts, *moment, id=f"{name} at {moment[0]}") for name, facts, moments in CASES for moment in moments
]


def whole_days(slug: str, first: dt.date, last: dt.date) -> None:
    EventPageFactory(slug=slug, date_lines=[line(whole_day=True, start_date=first, end_date=last)])


def first_day(html: str) -> str | None:
    found = re.search(r'id="j-([\d-]+)"', html)
    return found[1] if found else None


@pytest.mark.parametrize(("facts", "clock", "day", "left"), MOMENTS)
def test_every_view_agrees(client: Client, settings, facts: dict, clock: str, day: str | None, left: int) -> None:
    settings.FROZEN_NOW = clock
    EventPageFactory(slug="rencontre", date_lines=[line(**({"start_date": WEDNESDAY} | facts))])
    today = clock[:10]

    listed = get(client, "/agenda/")
    month = get(client, f"/agenda/mois/{today[:7]}/")
    subscription = get(client, "/agenda/abonnement/")
    past = get(client, "/agenda/", f"au={today}")

    assert total_of(listed) == left == Occurrence.objects.current().count()
    assert first_day(listed) == day
    assert slugs_of(listed) == ["rencontre"] * left
    home = get(client, "/")
    assert "/evenements/rencontre/" not in home if day is None else day > today or "/evenements/rencontre/" in home
    assert re.search(rf"<b>{min(left, 1)}</b>", subscription)  # events
    assert "/evenements/rencontre/" in month or day is None
    assert uids(client, "/agenda/agenda.ics") == uids_of(["rencontre"])  # the past twelve months too
    assert bool(slugs_of(past)) == any(date.first_day.isoformat() <= today for date in Occurrence.objects.current())


def test_a_date_is_past_at_the_second_it_ends_and_the_archive_has_it(client: Client, settings) -> None:
    EventPageFactory(slug="rencontre")
    settings.FROZEN_NOW = "2027-04-08T09:00:00"

    assert slugs_of(get(client, "/agenda/")) == []
    assert slugs_of(get(client, "/agenda/", "au=2027-04-07")) == ["rencontre"]
    assert slugs_of(get(client, "/agenda/", "du=2027-04-07&au=2027-04-07")) == ["rencontre"]
    assert slugs_of(get(client, "/agenda/", "au=2027-04-06")) == []


def test_what_is_past_stands_under_its_own_day(client: Client, settings) -> None:
    for slug, day in (("ancienne", dt.date(2025, 3, 12)), ("rencontre", WEDNESDAY)):
        EventPageFactory(slug=slug, date_lines=[line(start_date=day)])
    settings.FROZEN_NOW = "2027-04-09T09:00:00"

    listed = get(client, "/agenda/", "au=2027-04-08")

    assert first_day(listed) == "2025-03-12"
    assert re.findall(r'id="j-([\d-]+)"', listed) == ["2025-03-12", "2027-04-07"]
    assert "2025" in listed
    assert "aujourd’hui" not in re.sub(r"(?s)<nav.*?</nav>", "", listed.partition('id="j-')[2])


def test_what_began_before_comes_first_and_under_today(client: Client, settings) -> None:
    settings.FROZEN_NOW = "2027-04-08T10:00:00"
    thursday = {"start_date": dt.date(2027, 4, 8)}
    EventPageFactory(slug="matin", date_lines=[line(**thursday, start_time=dt.time(9))])
    EventPageFactory(slug="soir", date_lines=[line(**thursday, start_time=dt.time(18), end_time=dt.time(20))])
    whole_days("exposition", dt.date(2027, 3, 1), dt.date(2027, 5, 1))

    html = get(client, "/agenda/")

    assert slugs_of(html) == ["exposition", "matin", "soir"]
    assert html.count('class="day"') == 1
    assert first_day(html) == "2027-04-08"


def test_with_a_first_day_what_began_before_comes_under_it(client: Client, settings) -> None:
    settings.FROZEN_NOW = "2027-04-01T10:00:00"
    whole_days("exposition", dt.date(2027, 3, 1), dt.date(2027, 5, 1))

    assert first_day(get(client, "/agenda/", "du=2027-04-20")) == "2027-04-20"
    assert first_day(get(client, "/agenda/", "du=2027-02-20")) == "2027-03-01"


def test_pages_follow_one_another_without_gap_or_repeat(client: Client, settings) -> None:
    settings.FROZEN_NOW = "2027-04-10T12:00:00"
    for number in range(3):
        whole_days(f"long-{number}", dt.date(2027, 4, 1 + number), dt.date(2027, 5, 30))
    EventPageFactory(slug="quotidien", date_lines=[line(frequency="daily", count=60)])

    dates = [slugs_of(get(client, "/agenda/", f"page={number}")) for number in (1, 2, 3)]

    assert [len(page) for page in dates] == [20, 20, 20]
    assert dates[0][:3] == ["long-0", "long-1", "long-2"]
    assert sum((page.count("quotidien") for page in dates), 0) == 57
    assert total_of(get(client, "/agenda/")) == 60
    assert EventPage.objects.count() == 4
