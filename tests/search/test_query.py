"""`query`, over what load_territory published, on each engine."""

from dataclasses import replace

import pytest
from django.test import Client

from core.models import Audience, Commune, Theme
from home.models import ActionPage, ContentPage, HomePage
from search.backends.asked import FACETS
from search.entries import refresh, searchable_ids
from search.enums import Kind
from search.models import SearchEntry
from search.querying import Filters, query
from tests.factories.annuaire import ActorPageFactory
from tests.factories.evenements import EventPageFactory
from tests.reading import ReadPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def content():
    home = HomePage.objects.get(locale__language_code="fr")
    page = ContentPage(title="Le kayak connecté à l’école", slug="kayak", introduction="Brancher chaque classe.")
    home.add_child(instance=page)
    page.save_revision().publish()
    return page


@pytest.fixture
def demo_entries():
    """Actors and events that differ by each facet."""
    communes = Commune.objects.order_by("insee")[:2]
    audiences, themes = Audience.objects.order_by("pk")[:3], Theme.objects.order_by("pk")[:3]
    for number, commune in enumerate([*communes, None]):
        actor = ActorPageFactory(title=f"Numérique {number}", commune=commune)
        actor.audiences.set(audiences[: number + 1])
        actor.save_revision().publish()
        event = EventPageFactory(title=f"Le numérique {number}", host=actor)
        event.audiences.set(audiences[number:])
        event.themes.set(themes[number:])
        event.save_revision().publish()


def ids(answer, kind=Kind.PAGE):
    return [entry.page_id for entry in answer.entries if entry.kind == kind]


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


@pytest.mark.parametrize("facet", FACETS)
def test_a_facet_counts_what_choosing_each_value_would_give(demo_entries, engine, indexed, facet):
    indexed()
    other = Filters(type=("acteur", "evenement")) if facet != "type" else Filters(public=("citoyens",))
    answer = query("numérique", language="fr", filters=other)

    assert len(answer.counts[facet]) > 1
    for value, count in answer.counts[facet].items():
        assert query("numérique", language="fr", filters=replace(other, **{facet: (value,)})).total == count


@pytest.mark.parametrize("kind", ["action", "acteur"])
def test_filters_that_most_entries_or_few_pass_give_the_same_entries_one_by_one(demo_entries, kind):
    every = query("numérique", language="fr", per_page=100).entries
    wanted = [entry.pk for entry in every if entry.kind == kind]

    assert wanted
    assert [entry.pk for entry in query("numérique", language="fr", filters=Filters(type=(kind,))).entries] == wanted


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
    page = ReadPage.at(client, "/recherche/?q=zzzzqqqq")

    assert page.one("main h2") == "Rien ne répond à « zzzzqqqq »"
    assert "/annuaire/" in page.links().values()
