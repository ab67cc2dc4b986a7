"""The listings of the contest in the admin."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from core.groups import editors_name
from evenements.models import ContestPage
from tests.factories.annuaire import ActorPageFactory
from tests.factories.contest import ContestEntryPageFactory, ContestPageFactory
from tests.factories.core import CommuneFactory, UserFactory, translate
from tests.reading import ReadPage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _november(settings) -> None:
    settings.FROZEN_NOW = "2026-11-24T09:00"


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(UserFactory(groups=[editors_name()]))
    return client


@pytest.fixture
def editions() -> list[ContestPage]:
    """That of 2027, open from 2 November to 31 January; that of 2026, a year before; that of 2028, without days."""
    return [ContestPageFactory(), ContestPageFactory(over=True), ContestPageFactory(year=2028, undated=True)]


def listed(editor: Client, name: str, **query: object) -> list[str]:
    """The titles that a listing shows, in its order."""
    response = editor.get(reverse(f"{name}:index"), query)
    assert response.status_code == 200
    return [page.title for page in response.context["object_list"]]


@pytest.mark.parametrize(
    ("query", "years"),
    [
        ({}, [2028, 2027, 2026]),
        ({"ordering": "opens_at"}, [2026, 2027, 2028]),
        ({"ordering": "-closes_at"}, [2027, 2026, 2028]),
        ({"open_from": "31/01/2027"}, [2027]),
        ({"open_from": "01/02/2027"}, []),
        ({"open_to": "01/11/2026"}, [2026]),
        ({"open_from": "01/12/2025", "open_to": "01/12/2026"}, [2027, 2026]),
        ({"open_from": "hier"}, [2028, 2027, 2026]),
    ],
)
def test_editions_sort_and_filter_by_the_days_one_may_enter(editor, editions, query, years):
    assert listed(editor, "editions", **query) == [f"Concours {year}" for year in years]


def test_an_edition_says_when_one_may_enter(editor, editions):
    page = editor.get(reverse("editions:index")).content.decode()

    for words in ("2 novembre 2026", "31 janvier 2027"):
        assert words in page


@pytest.fixture
def entries(editions) -> None:
    """A laureate of 2026 at Zone, changed in March; of 2027, a finalist at Abri, changed in May, another, nowhere."""
    for title, edition, facts, commune, month in (
        ("Lauréate", editions[1], {"laureate": True}, "Zone", 3),
        ("Finaliste", editions[0], {"finalist": True, "of_a_commune": True}, "Abri", 5),
        ("Autre", editions[0], {}, None, 4),
    ):
        actor = ActorPageFactory(commune=CommuneFactory(name=commune) if commune else None)
        entry = ContestEntryPageFactory(title=title, parent=edition, actor=actor, **facts)
        changed = dt.datetime(2026, month, 7, 12, tzinfo=dt.UTC)
        Page.objects.filter(pk=entry.pk).update(latest_revision_created_at=changed)


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({}, ["Autre", "Finaliste", "Lauréate"]),
        ({"ordering": "-edition_year"}, ["Finaliste", "Autre", "Lauréate"]),
        ({"ordering": "edition_year"}, ["Lauréate", "Autre", "Finaliste"]),
        ({"ordering": "actor__commune__name"}, ["Finaliste", "Lauréate", "Autre"]),
        ({"ordering": "latest_revision_created_at"}, ["Lauréate", "Autre", "Finaliste"]),
        ({"edition": ["Concours 2027"]}, ["Autre", "Finaliste"]),
        ({"edition": ["Concours 2026", "Concours 2028"]}, ["Lauréate"]),
        ({"commune": ["Abri", "Zone"]}, ["Finaliste", "Lauréate"]),
        ({"changed_from": "07/04/2026", "changed_to": "07/04/2026"}, ["Autre"]),
        ({"distinction": ["laureat"]}, ["Lauréate"]),
        ({"category": ["Commune"]}, ["Finaliste"]),
    ],
)
def test_entries_sort_and_filter_by_edition_place_and_day(editor, entries, query, titles):
    named = {"edition": "title", "commune": "name", "category": "label"}.items()
    keys = {name: keys_of(editor, name, field, query[name]) for name, field in named if name in query}

    assert listed(editor, "candidatures", **query | keys) == titles


def keys_of(editor: Client, name: str, field: str, words: object) -> list[int]:
    """The values that a filter of the entries offers under these WORDS."""
    filters = editor.get(reverse("candidatures:index")).context["view"].filters
    return [choice.pk for choice in filters.form.fields[name].queryset if getattr(choice, field) in words]


def test_an_entry_says_its_edition_its_actor_and_where(editor, entries):
    page = editor.get(reverse("candidatures:index"), {"q": "lauréate"}).content.decode()
    row = page.partition("<tbody>")[2].partition("</ul>")[2].partition("</tr>")[0]

    for words in ("2026", "Acteur", "Zone", "Entreprise", "Lauréat"):
        assert words in row


def test_our_columns_ask_the_database_no_more_for_a_longer_list(editor, django_assert_max_num_queries):
    edition = ContestPageFactory()

    def count(rows: int) -> int:
        """The queries of the listing, without the two of wagtail-localize’s menu in each row."""
        with django_assert_max_num_queries(100) as queries:
            editor.get(reverse("candidatures:index"))
        return len(queries) - 2 * rows

    ContestEntryPageFactory.create_batch(2, parent=edition)
    count(2)
    few = count(2)
    ContestEntryPageFactory.create_batch(6, parent=edition)

    assert count(8) <= few + 1


def test_an_entry_is_added_to_one_of_the_editions_told_by_their_names_the_latest_first(editor, editions):
    translate(editions[0], "br")
    page = ReadPage.at(editor, reverse("candidatures:choose_parent"))
    assert page.all("input[name=parent_page] + span, label:has(input[name=parent_page])") == [
        "Concours 2028",
        "Concours 2027",
        "Concours 2026",
    ]
    assert page.soup.select_one("input[name=parent_page][checked]")["value"] == str(editions[2].pk)
    assert "Ajouter une candidature" in page.html
    assert not page.soup.select("[data-chosen-url]")


def test_an_entry_is_added_at_once_to_the_only_edition_and_waits_for_a_first_one(editor):
    response = editor.get(reverse("candidatures:choose_parent"), follow=True)
    assert "ajoutez d’abord l’édition" in response.content.decode()
    edition = ContestPageFactory()
    response = editor.get(reverse("candidatures:choose_parent"))
    assert response["Location"].startswith(
        reverse("wagtailadmin_pages:add", args=["evenements", "contestentrypage", edition.pk])
    )


def test_an_entry_goes_under_nothing_but_an_edition(editor, editions):
    folder = editions[0].get_parent()
    response = editor.post(reverse("candidatures:choose_parent"), {"parent_page": folder.pk})
    assert response.status_code == 200
