"""The admin's own search of pages: what the stock backend finds, without reading the index again for each page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page
from wagtail.search.backends import get_search_backend
from wagtail.search.query import MATCH_ALL, Phrase, PlainText

from core.models import Commune
from home.models import ContentPage, HomePage
from search.backends.admin import QuickSaves
from search.models import SearchEntry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def pages() -> list[ContentPage]:
    home = HomePage.objects.get(locale__language_code="fr")
    words = [("Palétuvier", "rien"), ("Rien", "un palétuvier"), ("Palétuvier rouge", "palétuvier"), ("Rouge", "rien")]
    return [
        home.add_child(instance=ContentPage(title=title, slug=f"p{number}", introduction=text, locale=home.locale))
        for number, (title, text) in enumerate(words)
    ]


def titles(found: object) -> list[str]:
    return [page.title for page in found]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "question",
    ["palétuvier", "palétuvier rouge", PlainText("rouge rien", operator="or"), Phrase("un palétuvier"), MATCH_ALL,
     ~PlainText("palétuvier"), PlainText("palétuvier") & ~PlainText("rouge")],
    ids=repr,
)  # fmt: skip
def test_the_pages_found_are_those_of_the_stock_backend(question: object) -> None:
    stock = get_search_backend("wagtail.search.backends.database").search(question, ContentPage)
    ours = get_search_backend("default").search(question, ContentPage)

    assert len(stock) > 0
    assert sorted(titles(ours)) == sorted(titles(stock))
    assert ours.count() == stock.count()


@pytest.mark.only_on("sqlite")
def test_a_word_of_the_title_comes_before_one_of_the_text() -> None:
    assert titles(Page.objects.search("palétuvier"))[-1] == "Rien"


def test_the_window_filters_and_order_are_those_asked() -> None:
    by_title = ContentPage.objects.order_by("title").search("palétuvier", order_by_relevance=False)

    assert titles(by_title) == ["Palétuvier", "Palétuvier rouge", "Rien"]
    assert titles(by_title[1:2]) == ["Palétuvier rouge"]
    assert len(Page.objects.search("palétuvier")[1:3]) == 2
    assert titles(ContentPage.objects.filter(title="Rien").search("palétuvier")) == ["Rien"]
    assert titles(Page.objects.autocomplete("palét")[:1]) != []


def test_a_save_reads_the_index_of_its_row_alone(pages: list[ContentPage]) -> None:
    with CaptureQueriesContext(connection) as captured:
        get_search_backend("default").add(pages[0])

    assert not [query for query in captured.captured_queries if "AVG(" in query["sql"]]


def test_entries_of_public_search_are_not_in_the_index_of_the_admin() -> None:
    get_search_backend("default").add_bulk(SearchEntry, list(SearchEntry.objects.all()[:3]))

    assert SearchEntry.objects.filter(index_entries__isnull=False).count() == 0
    assert issubclass(get_search_backend("default").index_class, QuickSaves)


def test_lists_are_searched_too() -> None:
    assert [commune.name for commune in get_search_backend("default").search("Hennebont", Commune)] == ["Hennebont"]


@pytest.mark.only_on("postgresql")
def test_postgresql_has_the_index_that_pages_are_searched_by() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'search_admin_title_body'")
        assert "title || body" in cursor.fetchone()[0]
