"""The month: whole weeks in a real table, a list of days on a phone, bounds."""

import datetime as dt
import re

import pytest
from django.test import Client

from agenda.months import told_on, weeks
from evenements.enums import State
from tests.agenda.sample import NOW, get, total_of
from tests.factories.evenements import EventPageFactory, line

pytestmark = pytest.mark.django_db
APRIL = dt.date(2027, 4, 1)


@pytest.fixture(autouse=True)
def _now(settings) -> None:
    settings.FROZEN_NOW = NOW


def table(html: str) -> str:
    return html[html.index("<table") : html.index("</table>")]


def cells(html: str) -> dict[str, list[str]]:
    """The slugs under each day of the table."""
    found = {}
    for cell in re.findall(r"<td.*?</td>", table(html), re.DOTALL):
        day = re.search(r'<time[^>]*datetime="(\d{4}-\d\d-\d\d)"', cell)
        found[day[1]] = re.findall(r'href="/evenements/([\w-]+)/"', cell)
    return found


@pytest.mark.parametrize(
    ("month", "first", "last", "number"),
    [
        ("2027-04", "2027-03-29", "2027-05-02", 5),
        ("2027-02", "2027-02-01", "2027-02-28", 4),
        ("2028-02", "2028-01-31", "2028-03-05", 5),
        ("2027-05", "2027-04-26", "2027-06-06", 6),
        ("2026-12", "2026-11-30", "2027-01-03", 5),
    ],
)
def test_a_month_is_whole_weeks_from_monday(client: Client, month: str, first: str, last: str, number: int) -> None:
    days = list(cells(get(client, f"/agenda/mois/{month}/")))

    assert days[0] == first
    assert days[-1] == last
    assert len(days) == 7 * number
    assert weeks(dt.date.fromisoformat(f"{month}-01"))[0][0].weekday() == 0


def test_it_is_a_table_with_headings_and_a_caption_and_says_today(client: Client) -> None:
    html = table(get(client, "/agenda/mois/2027-04/"))

    assert len(re.findall(r'<th scope="col">', html)) == 7
    assert "<caption" in html
    assert "avril 2027" in html
    assert len(re.findall(r'aria-current="date"', html)) == 1


def test_each_date_is_under_each_of_its_days(client: Client) -> None:
    EventPageFactory(slug="soiree", date_lines=[line(overnight=True)])
    EventPageFactory(slug="salon", date_lines=[line(whole_day=True, end_date=dt.date(2027, 4, 9))])
    EventPageFactory(slug="hebdo", date_lines=[line(frequency="weekly", count=3)])
    EventPageFactory(slug="mai", date_lines=[line(start_date=dt.date(2027, 5, 1))])

    html = get(client, "/agenda/mois/2027-04/")

    found = cells(html)
    assert found["2027-04-07"] == ["salon", "hebdo", "soiree"]
    assert found["2027-04-08"] == ["salon", "soiree"]
    assert found["2027-04-09"] == ["salon"]
    assert found["2027-04-10"] == []
    assert found["2027-04-14"] == found["2027-04-21"] == ["hebdo"]
    assert found["2027-05-01"] == ["mai"]  # in the last week, but not of the month
    assert total_of(html) == 5


def test_the_list_for_a_phone_has_the_days_of_the_table(client: Client) -> None:
    EventPageFactory(slug="hebdo", date_lines=[line(frequency="weekly", count=3)])

    html = get(client, "/agenda/mois/2027-04/")
    phone = html[html.index('<ol class="month-list"') :]

    listed = re.findall(r'<time datetime="(\d{4}-\d\d-\d\d)"', phone[: phone.index("</main>")])
    assert listed == [day for day, slugs in cells(html).items() if slugs]


def test_what_lasts_more_than_a_week_does_not_fill_the_month() -> None:
    first, last = dt.date(2027, 3, 1), dt.date(2027, 4, 28)

    told = told_on(first, last, dt.date(2027, 3, 29), dt.date(2027, 5, 2), dt.date(2027, 4, 7))

    assert [day.isoformat() for day in told] == [
        "2027-03-29", "2027-04-05", "2027-04-07", "2027-04-12", "2027-04-19", "2027-04-26", "2027-04-28",
    ]  # fmt: skip
    week = told_on(dt.date(2027, 4, 6), dt.date(2027, 4, 12), dt.date(2027, 3, 29), dt.date(2027, 5, 2), APRIL)
    assert len(week) == 7


def test_a_day_without_an_entry_says_what_goes_on_and_leads_to_its_list(client: Client) -> None:
    EventPageFactory(slug="expo", date_lines=[line(whole_day=True, end_date=dt.date(2027, 4, 28))])

    html = get(client, "/agenda/mois/2027-04/", "gratuit=1")

    assert cells(html)["2027-04-09"] == []
    link = 'href="/agenda/?du=2027-04-09&amp;au=2027-04-09&amp;gratuit=1"'
    phone = html[html.index('<ol class="month-list"') :]
    for shown in (table(html), phone):
        assert re.search(rf"{re.escape(link)}[^<]*<span class=\"muted\">1 en cours</span>", shown)
    assert "2027-04-09" in re.findall(r'<time datetime="([\d-]+)"', phone)


def test_each_day_of_the_month_has_as_many_dates_as_its_list(client: Client) -> None:
    for days in (0, 1, 6, 7, 12, 60):
        end = dt.date(2027, 4, 3) + dt.timedelta(days=days)
        EventPageFactory(date_lines=[line(whole_day=True, start_date=dt.date(2027, 4, 3), end_date=end)])
    EventPageFactory(date_lines=[line(overnight=True)])
    EventPageFactory(date_lines=[line(start_date=dt.date(2027, 2, 1), whole_day=True, end_date=dt.date(2027, 4, 20))])

    context = client.get("/agenda/mois/2027-04/").context
    for week in context["month"]().weeks:
        for day in week:
            listed = total_of(get(client, "/agenda/", f"du={day.date}&au={day.date}"))
            assert len(day.entries) + day.more + day.ongoing == listed, day.date


@pytest.mark.parametrize(("number", "shown", "more"), [(5, 5, 0), (6, 6, 0), (7, 5, 2), (9, 5, 4)])
def test_a_full_day_leads_to_its_list(client: Client, number: int, shown: int, more: int) -> None:
    for index in range(number):
        EventPageFactory(slug=f"r-{index}", date_lines=[line(start_time=dt.time(8 + index), end_time=dt.time(18))])

    html = get(client, "/agenda/mois/2027-04/", "gratuit=1")

    assert len(cells(html)["2027-04-07"]) == shown
    assert ("/agenda/?du=2027-04-07&amp;au=2027-04-07&amp;gratuit=1" in table(html)) == bool(more)
    assert (f"et {more} autres" in table(html)) == bool(more)
    assert total_of(get(client, "/agenda/", "du=2027-04-07&au=2027-04-07&gratuit=1")) == number


@pytest.mark.parametrize("change", ["renamed", "cancelled", "withdrawn"])
def test_a_publication_shows_in_a_month_already_read(client: Client, change: str) -> None:
    event = EventPageFactory(title="Portes ouvertes", slug="portes", date_lines=[line()])
    before = get(client, "/agenda/mois/2027-04/")
    assert "Portes ouvertes" in table(before)
    assert get(client, "/agenda/mois/2027-04/") == before

    if change == "withdrawn":
        event.unpublish()
    else:
        event.title, event.state = (
            ("Journée du FabLab", "confirmed") if change == "renamed" else (event.title, "cancelled")
        )
        event.save_revision().publish()
    after = table(get(client, "/agenda/mois/2027-04/"))

    assert ("Portes ouvertes" in after) == (change == "cancelled")
    assert ("Journée du FabLab" in after) == (change == "renamed")
    assert ("is-cancelled" in after) == (change == "cancelled")


def test_the_day_that_begins_shows_in_a_month_already_read(client: Client, settings) -> None:
    get(client, "/agenda/mois/2027-04/")
    settings.FROZEN_NOW = "2027-04-08T00:00:00"

    html = get(client, "/agenda/mois/2027-04/")

    assert re.findall(r'<time datetime="([\d-]+)"\s+aria-current="date"', table(html)) == ["2027-04-08"]


def test_a_month_already_read_asks_nothing_of_its_dates(client: Client, django_assert_num_queries) -> None:
    for day in range(1, 20):
        EventPageFactory(date_lines=[line(start_date=dt.date(2027, 4, day))])
    get(client, "/agenda/mois/2027-04/")

    with django_assert_num_queries(5):
        get(client, "/agenda/mois/2027-04/")


def test_the_head_counts_the_dates_of_the_month_and_those_to_come(client: Client) -> None:
    for day in (1, 2, 8):
        EventPageFactory(date_lines=[line(start_date=dt.date(2027, 4, day))])

    html = get(client, "/agenda/mois/2027-04/")

    assert re.search(r"<strong>3 dates</strong>, dont 1 à venir", html)
    assert re.search(r"<strong>Aucune date</strong>|<strong>0 date", get(client, "/agenda/mois/2027-06/"))


def test_filters_follow_from_month_to_month_and_periods_do_not(client: Client) -> None:
    html = get(client, "/agenda/mois/2027-04/", "public=citoyens&du=2027-04-03&gratuit=1")

    for link in ("/agenda/mois/2027-03/", "/agenda/mois/2027-05/", "/agenda/", "/agenda/abonnement/"):
        assert f'href="{link}?public=citoyens&amp;gratuit=1"' in html


def test_filters_filter_the_month(client: Client) -> None:
    EventPageFactory(slug="libre")
    EventPageFactory(slug="payant", paying=True)

    assert cells(get(client, "/agenda/mois/2027-04/", "gratuit=1"))["2027-04-07"] == ["libre"]


def test_a_cancelled_date_is_struck_and_said(client: Client) -> None:
    EventPageFactory(slug="annule", state=State.CANCELLED)

    html = table(get(client, "/agenda/mois/2027-04/"))

    assert 'class="is-cancelled"' in html
    assert "Annulé" in html


@pytest.mark.parametrize(
    "month",
    [
        "1999-12",
        "2033-01",
        "9999-12",
        "0000-01",
        "2027-00",
        "2027-13",
        "2027-4",
        "27-04",
        "avril",
        "2027-04-07",
        "²027-04",
    ],
)
def test_beyond_what_is_of_use_there_is_no_page(client: Client, month: str) -> None:
    assert client.get(f"/agenda/mois/{month}/").status_code == 404


@pytest.mark.parametrize(("month", "previous", "following"), [("2000-01", False, True), ("2032-12", True, False)])
def test_the_first_and_last_months_lead_no_further(client: Client, month: str, previous: bool, following: bool) -> None:
    html = get(client, f"/agenda/mois/{month}/")

    assert ('rel="prev"' in html) == previous
    assert ('rel="next"' in html) == following


def test_without_a_month_it_is_the_one_we_are_in(client: Client) -> None:
    response = client.get("/agenda/mois/?gratuit=1&du=2027-01-01")

    assert (response.status_code, response["Location"]) == (302, "/agenda/mois/2027-04/?gratuit=1")


@pytest.mark.parametrize(("prefix", "title"), [("/br", "Miz Ebrel 2027"), ("/en", "April 2027")])
def test_the_month_is_said_in_the_language_being_read(client: Client, prefix: str, title: str) -> None:
    assert f"<h1>{title}</h1>" in get(client, f"{prefix}/agenda/mois/2027-04/")
