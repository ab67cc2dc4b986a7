"""What is loaded is found in the admin as if an editor had entered it."""

import pytest
from wagtail.models import Page, ReferenceIndex
from wagtail.search.backends import get_search_backend

from core.models import Action, Audience, Commune
from home.loading.indexing import indexed_once
from home.models import ContentPage, HomePage

pytestmark = pytest.mark.django_db


def home():
    return HomePage.objects.get(locale__language_code="fr")


def add_page(title):
    return home().add_child(instance=ContentPage(title=title, slug="essai", locale=home().locale))


def test_lists_and_communes_are_found():
    search = get_search_backend().search

    assert [commune.name for commune in search("Hennebont", Commune)] == ["Hennebont"]
    assert [audience.code for audience in search("Citoyens", Audience)] == ["citoyens"]


def test_pages_are_found_once_the_load_is_over():
    with indexed_once():
        add_page("Palétuvier")
        assert Page.objects.search("Palétuvier").count() == 0

    assert [page.title for page in Page.objects.search("Palétuvier")] == ["Palétuvier"]


def test_a_page_saved_after_a_load_is_indexed_at_once():
    with indexed_once():
        pass
    add_page("Palétuvier")

    assert Page.objects.search("Palétuvier").count() == 1


def test_a_failed_load_leaves_indexing_as_it_was():
    with pytest.raises(RuntimeError, match="panne"), indexed_once():
        raise RuntimeError("panne")
    add_page("Palétuvier")

    assert Page.objects.search("Palétuvier").count() == 1


def test_what_a_loaded_page_refers_to_is_known():
    action = Action.objects.get(code="4")

    assert ReferenceIndex.get_references_to(action).count() == 3
