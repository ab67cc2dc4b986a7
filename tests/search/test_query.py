"""`query`, over what load_territory published, on each engine."""

import pytest
from django.test import Client

from home.models import ActionPage, ContentPage, HomePage
from search.entries import refresh, searchable_ids
from search.enums import Kind
from search.models import SearchEntry
from search.querying import query

pytestmark = pytest.mark.django_db


@pytest.fixture
def content():
    home = HomePage.objects.get(locale__language_code="fr")
    page = ContentPage(title="Le kayak connecté à l’école", slug="kayak", introduction="Brancher chaque classe.")
    home.add_child(instance=page)
    page.save_revision().publish()
    return page


def ids(answer, kind=Kind.PAGE):
    return [entry.page_id for group in answer.groups if group.kind == kind for entry in group.entries]


@pytest.mark.parametrize("text", ["kayak connecte", "KAYAK CONNECTÉ", "l'ecole kayak", "école classe kayak"])
def test_a_page_is_found_whatever_the_case_accents_and_apostrophes(content, engine, indexed, text):
    indexed()

    assert ids(query(text, language="fr")) == [content.pk]


def test_the_actions_of_the_plan_are_found_in_the_language_read(engine, indexed):
    indexed()
    action = ActionPage.objects.get(slug="4", locale__language_code="fr")

    assert ids(query("recenser acteurs", language="fr"), Kind.ACTION) == [action.pk]
    assert ids(query("recenser acteurs", language="en"), Kind.ACTION) == []


def test_a_page_without_translation_is_found_by_its_french_words_everywhere(content, engine, indexed):
    indexed()

    assert ids(query("kayak ecole", language="br")) == [content.pk]


def test_facets_count_what_each_kind_would_give(content, engine, indexed):
    indexed()
    answer = query("numérique", language="fr")

    assert answer.total == sum(answer.counts.values()) > 0
    for kind, count in answer.counts.items():
        assert query("numérique", language="fr", kind=kind).page.paginator.count == count


def test_an_unpublished_page_is_no_longer_found(content):
    content.unpublish()

    assert query("kayak école", language="fr").total == 0


def test_a_page_made_private_is_no_longer_found(content):
    content.view_restrictions.create(restriction_type="login")

    assert not SearchEntry.objects.filter(page=content).exists()


def test_refreshing_everything_changes_nothing(content):
    before = list(SearchEntry.objects.order_by("page", "language").values_list("page", "language", "body_terms"))

    refresh(searchable_ids())

    after = list(SearchEntry.objects.order_by("page", "language").values_list("page", "language", "body_terms"))
    assert before == after


@pytest.mark.parametrize(
    "text",
    ["", "   ", "\x00", "'\"", "a" * 100_000, "NOT AND OR NEAR(", "*", "{}[]\\", "<script>", "🦀", "ا\u202eב", "%00"],
)
@pytest.mark.parametrize("path", ["/recherche/", "/br/recherche/", "/en/recherche/"])
def test_the_page_answers_whatever_is_typed(client: Client, text, path):
    response = client.get(path, {"q": text, "type": text, "page": text})

    assert response.status_code == 200
    assert b"<script>" not in response.content


def test_each_result_is_a_heading_with_its_link_in_a_list(client: Client, content):
    html = client.get("/recherche/", {"q": "kayak connecté"}).content.decode()

    assert '<li class="' in html
    assert f'href="{content.url}"' in html
    assert "<mark>kayak</mark> <mark>connecté</mark>" in html


def test_nothing_found_says_what_to_do(client: Client):
    html = client.get("/recherche/", {"q": "zzzzqqqq"}).content.decode()

    assert "Rien ne répond à « zzzzqqqq »" in html
    assert 'href="/annuaire/"' in html
