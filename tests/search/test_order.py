"""What is to come before what is over, on each engine."""

import datetime as dt

import pytest
from django.conf import LazySettings
from django.test import Client

from core.models import Theme
from search.enums import Kind
from search.querying import Filters, query
from tests.factories.evenements import EventPageFactory, line

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(settings: LazySettings) -> None:
    settings.FROZEN_NOW = "2027-04-07T12:00"


def found(text: str) -> list[int]:
    answer = query(text, language="fr")
    return [entry.page_id for entry in answer.entries if entry.kind == Kind.EVENT]


TITLE, TITLE_THEN_OFFER, OFFER, ANYWHERE = range(4)
# From the first to the last: where the words « kayak robot » are, and whether the event is over.
EXPECTED = [
    (TITLE, "coming"),
    (TITLE_THEN_OFFER, "coming"),
    (OFFER, "coming"),
    (ANYWHERE, "coming"),
    (TITLE, "over"),
    (TITLE_THEN_OFFER, "over"),
    (OFFER, "over"),
    (ANYWHERE, "over"),
]


def make(place: int, when: str) -> int:
    """An event that has the words there."""
    day = dt.date(2027, 4, 8 if when == "coming" else 6)
    title = {TITLE: "Un robot en kayak", TITLE_THEN_OFFER: "Un robot"}.get(place, "Une sortie")
    summary = "On y pilote un robot en kayak." if place == ANYWHERE else "Venez."
    themes = {TITLE_THEN_OFFER: ["Kayak"], OFFER: ["Kayak", "Robot"]}.get(place, [])
    event = EventPageFactory(title=title, summary=summary, date_lines=[line(start_date=day)])
    event.themes.set(
        [Theme.objects.get_or_create(code=f"t-{name.lower()}", defaults={"label": name})[0] for name in themes]
    )
    event.save_revision().publish()
    return event.pk


def test_an_exact_name_then_what_is_to_come_then_where_the_words_are(engine, indexed):
    made = {row: make(*row) for row in reversed(EXPECTED)}
    named = EventPageFactory(title="Kayak-robot", date_lines=[line(start_date=dt.date(2027, 4, 6))])
    indexed()

    assert found("kayak robot") == [named.pk, *(made[row] for row in EXPECTED)]


def test_at_equal_places_the_soonest_comes_first_then_the_latest_that_is_over(engine, indexed):
    days = {
        day: EventPageFactory(title="Kayak", date_lines=[line(start_date=dt.date(2027, 4, day))]).pk
        for day in (20, 9, 1, 5)
    }
    indexed()

    assert found("kayak") == [days[9], days[20], days[5], days[1]]


def test_no_entry_with_all_the_words_shows_those_with_most(engine, indexed):
    two = EventPageFactory(title="Kayak et robot")
    EventPageFactory(title="Kayak")
    indexed()

    answer = query("kayak robot zzyzx", language="fr", verbatim=True)

    assert answer.loosened
    assert [entry.page_id for entry in answer.entries] == [two.pk]
    assert not query("kayak robot", language="fr").loosened
    assert query("zzyzx", language="fr", verbatim=True).total == 0


def test_filters_that_leave_nothing_do_not_loosen_the_words(engine, indexed):
    EventPageFactory(title="Kayak et robot")
    indexed()

    answer = query("kayak robot", language="fr", filters=Filters(type=("acteur",), commune=("00000",)))

    assert (answer.total, answer.loosened) == (0, False)


def test_the_end_of_a_word_being_typed_is_guessed_in_titles(engine, indexed):
    event = EventPageFactory(title="Sortie en trimaran")
    EventPageFactory(title="Autre", summary="Sur un trimaran.")
    indexed()

    answer = query("sortie trima", language="fr", partial=True)

    assert [entry.page_id for entry in answer.entries] == [event.pk]


def test_an_event_is_over_when_its_last_date_ends(engine, indexed, settings: LazySettings):
    EventPageFactory(title="Kayak", date_lines=[line(start_time=dt.time(9), end_time=dt.time(12))])
    indexed()

    assert query("kayak", language="fr").past_only
    settings.FROZEN_NOW = "2027-04-07T11:59"
    assert not query("kayak", language="fr").past_only


def test_the_page_says_when_only_past_dates_answer(client: Client):
    EventPageFactory(title="Kayak", date_lines=[line(start_date=dt.date(2027, 4, 6))])

    page = client.get("/recherche/", {"q": "kayak"}).content.decode()
    assert "Seules des dates passées" in page
    assert "· Terminé ·" in page


def test_a_row_says_that_it_is_over_and_no_other_does(client: Client):
    EventPageFactory(title="Kayak à venir", date_lines=[line(start_date=dt.date(2027, 4, 8))])

    assert "Terminé" not in client.get("/recherche/", {"q": "kayak"}).content.decode()


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
