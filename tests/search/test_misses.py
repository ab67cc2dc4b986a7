"""What is kept of searches that found nothing, and who sees it."""

import sqlite3

import pytest
import time_machine
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.test import Client
from django.urls import reverse
from wagtail.contrib.search_promotions.models import Query, QueryDailyHits

from core.groups import editors_name
from search import misses
from search.misses import keepable
from tests.factories.annuaire import ActorPageFactory
from tests.factories.core import UserFactory

pytestmark = pytest.mark.django_db


def kept() -> dict[str, int]:
    return {query.query_string: query.hits for query in Query.objects.all()}


@pytest.fixture
def editor() -> Client:
    client = Client()
    client.force_login(UserFactory(groups=[editors_name()]))
    return client


def test_what_nothing_answers_is_counted_by_its_words(client: Client):
    for text in ("Drone volant", "drone  volant", "trottinette"):
        client.get("/recherche/", {"q": text})

    assert kept() == {"drone volant": 2, "trottinette": 1}


def test_what_has_not_all_the_words_counts_as_not_found(client: Client):
    ActorPageFactory(title="Ornithorynque")
    client.get("/recherche/", {"q": "ornithorynque trottinette"})

    assert kept() == {"ornithorynque trottinette": 1}


@pytest.mark.parametrize(
    "parameters",
    [
        {"q": "ornithorynque"},
        {"q": "ornithorinque"},  # corrected, and found
        {"q": "trottinette", "type": "acteur"},
        {"q": "trottinette", "tel_quel": "1"},
        {"q": "trottinette", "page": "2"},
        {"q": ""},
        {"q": "?!"},
    ],
)
def test_what_is_found_or_says_nothing_new_is_not_kept(client: Client, parameters: dict[str, str]):
    ActorPageFactory(title="Ornithorynque")
    client.get("/recherche/", parameters)
    client.head("/recherche/", {"q": "trottinette"})
    client.get("/recherche/suggestions/", {"q": "trottinette"})

    assert kept() == {}


@pytest.mark.parametrize(
    "text",
    [
        "jeanne.martin@exemple.fr",
        "06 12 34 56 78",
        "rappelez le 0612345678",
        "+33 6.12.34.56.78",
        "123 456 789 00012",
        "https://exemple.fr/moi",
        "www.exemple.fr",
        "bonjour je voudrais savoir si vous pouvez me recevoir lundi",
        "a" * 61,
        "Marie Zorglub",
        "Zorglub Jean-Yves",
        "mzorglub (at) exemple",
        "mzorglub[at]exemple",
        "mzorglub arobase exemple",
        "marie.zorglub gmail com",
        "mzorglub orange.fr",
        "12 rue des Zorglubs",
        "3 bis, allée des Zorglubs",
        "né le 3/4/85",
        "zorglub 12 mars 1985",
        "zorglub 03.04.1985",
    ],
)
def test_what_may_say_who_somebody_is_is_not_kept(client: Client, text: str):
    client.get("/recherche/", {"q": text})

    assert keepable(text) == ""
    assert kept() == {}


@pytest.mark.parametrize(
    "text",
    [
        "imprimante 3D",
        "56100",
        "rendez-vous CAF 2027",
        "l’e-administration",
        "marie",
        "fibre dans ma rue",
        "b<>com",
        "node.js",
    ],
)
def test_ordinary_words_are_kept(text: str):
    assert keepable(text) == text.lower()


def test_a_day_is_all_that_is_known_of_when(client: Client):
    with time_machine.travel("2027-04-07T22:30:00Z"):  # already the next day where people live
        client.get("/recherche/", {"q": "trottinette"})

    assert [str(row.date) for row in QueryDailyHits.objects.all()] == ["2027-04-08"]
    assert {field.name for field in QueryDailyHits._meta.get_fields()} == {"id", "query", "date", "hits"}


def test_after_thirty_days_nothing_is_left(client: Client):
    with time_machine.travel("2027-04-07T12:00:00Z"):
        client.get("/recherche/", {"q": "trottinette"})
    with time_machine.travel("2027-05-06T12:00:00Z"):
        call_command("searchpromotions_garbage_collect", verbosity=0)
        assert kept() == {"trottinette": 1}
    with time_machine.travel("2027-05-09T12:00:00Z"):
        call_command("searchpromotions_garbage_collect", verbosity=0)

    assert kept() == {}


def test_a_robot_fills_no_disk(client: Client, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(misses, "MOST_KEPT", 2)
    for text in ("zzzaaa", "zzzbbb", "zzzccc", "zzzaaa"):
        client.get("/recherche/", {"q": text})

    assert kept() == {"zzzaaa": 2, "zzzbbb": 1}


def test_the_page_is_shown_when_the_words_cannot_be_counted(client: Client, monkeypatch: pytest.MonkeyPatch):
    def fail(*args: object) -> None:
        raise DatabaseError("locked")

    monkeypatch.setattr(Query, "add_hit", fail)

    assert client.get("/recherche/", {"q": "trottinette"}).status_code == 200


@pytest.mark.only_on("sqlite")  # it alone has one writer at a time
@pytest.mark.django_db(transaction=True)
def test_nobody_waits_for_another_who_writes(client: Client):
    client.get("/recherche/", {"q": "trottinette"})
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        assert client.get("/recherche/", {"q": "trottinette"}).status_code == 200
    finally:
        other.close()
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA busy_timeout").fetchone()[0] == 20_000

    assert kept() == {"trottinette": 1}


def test_editors_read_them_most_frequent_first_and_choose_a_result(client: Client, editor: Client):
    for text in ("drone", "trottinette", "trottinette"):
        client.get("/recherche/", {"q": text})

    html = editor.get(reverse("misses:index")).content.decode()

    assert html.index("trottinette") < html.index("drone")
    assert reverse("wagtailsearchpromotions:edit", args=[Query.get("trottinette").pk]) in html
    assert "Recherches sans réponse" in html


def test_editors_find_it_in_the_menu_of_search_alone(editor: Client):
    html = editor.get(reverse("wagtailadmin_home")).content.decode()

    assert reverse("misses:index") in html
    assert html.count(reverse("wagtailsearchpromotions:index")) == 1


def test_who_may_not_choose_results_reads_nothing():
    client = Client()
    client.force_login(UserFactory(groups=[]))

    assert client.get(reverse("misses:index")).status_code == 302
