"""Which pages some words find, for the lists that have filters of their own."""

import pytest

from core.text_search import matching_pages
from search.enums import Kind
from tests.factories.annuaire import ActorPageFactory
from tests.factories.core import translate

pytestmark = pytest.mark.django_db


def test_pages_of_one_kind_are_found_the_best_first():
    in_text = ActorPageFactory(title="Le Fab", summary="On y tricote.")
    in_title = ActorPageFactory(title="On tricote", summary="Du fil.")
    ActorPageFactory(title="Autre")

    assert matching_pages("tricote", "fr", Kind.ACTOR) == [in_title.pk, in_text.pk]
    assert matching_pages("tricote", "fr", Kind.EVENT) == []


def test_words_are_those_of_the_language_and_pages_those_of_the_facts():
    actor = ActorPageFactory(title="Le Phare")
    translate(actor, "en", title="The Lighthouse")

    assert matching_pages("lighthouse", "en", Kind.ACTOR) == [actor.pk]
    assert matching_pages("lighthouse", "fr", Kind.ACTOR) == []


@pytest.mark.parametrize("text", ["", "   ", "…", "'\"()*:^", "\x00"])
def test_nothing_to_look_for_finds_nothing(text):
    ActorPageFactory()

    assert matching_pages(text, "fr", Kind.ACTOR) == []
