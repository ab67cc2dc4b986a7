"""The words that entries hold: counted as entries change, asked for the known and the nearest."""

import pytest
from pytest_django import DjangoAssertNumQueries

from home.models import ContentPage, HomePage
from search.analysis import vocabulary
from search.lexicon import Change, WordLexicon, learn, recount
from search.models import SearchEntry
from search.querying import query
from search.vocabulary import Word

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty():
    Word.objects.all().delete()


def change(before: str, after: str, language: str = "fr") -> Change:
    held = frozenset(term for _, term in vocabulary(before, language))
    return Change(language, held, frozenset(vocabulary(after, language)))


def counts(language: str = "fr") -> dict[str, int]:
    return dict(Word.objects.filter(language=language).values_list("word", "entries"))


def test_words_are_counted_by_the_entries_that_hold_their_term():
    learn([change("", "Atelier numérique"), change("", "ateliers ateliers")])

    assert counts() == {"atelier": 2, "ateliers": 2, "numérique": 1}


def test_what_an_entry_no_longer_holds_is_no_longer_known():
    learn([change("", "atelier numérique")])
    learn([change("atelier numérique", "atelier")])

    assert counts() == {"atelier": 1}
    assert WordLexicon("fr").known(["ateli", "numer"]) == {"ateli"}

    learn([change("atelier", "")])
    assert counts() == {}


def test_a_new_form_of_a_known_term_has_its_count():
    learn([change("", "atelier"), change("", "atelier")])
    learn([change("", "les ateliers")])

    assert counts()["ateliers"] == counts()["atelier"] == 3


def test_an_entry_saved_unchanged_changes_nothing_and_costs_no_query(
    django_assert_num_queries: DjangoAssertNumQueries,
):
    learn([change("", "atelier numérique")])

    with django_assert_num_queries(0):
        learn([change("atelier numérique", "atelier numérique")])
    assert set(counts().values()) == {1}


def test_the_cost_of_a_save_does_not_grow_with_its_words(django_assert_num_queries: DjangoAssertNumQueries):
    before = " ".join(f"ancien{letter}" for letter in "abcdefgh")
    learn([change("", before)])

    with django_assert_num_queries(5):
        learn([change(before, " ".join(f"neuf{letter}x" for letter in "abcdefghijkl"))])


def test_each_language_has_its_words_and_french_ones_are_read_everywhere():
    learn([change("", "atelier"), change("", "atalier", "br"), change("", "workshop", "en")])

    assert WordLexicon("br").known(["ateli", "atalier", "workshop"]) == {"ateli", "atalier"}
    assert WordLexicon("fr").known(["ateli", "atalier", "workshop"]) == {"ateli"}


def test_the_nearest_word_is_one_typo_away_and_the_most_used():
    learn([change("", "médiathèque Audélor fibre"), change("", "vibre"), change("", "fibre")])
    lexicon = WordLexicon("fr")

    for typo in ("mediatheqe", "mediathequee", "medaitheque", "nediatheque", "mediathequx"):
        assert lexicon.nearest(typo, "") == "médiathèque"
    assert lexicon.nearest("libre", "") == "fibre"
    assert lexicon.nearest("medatheqe", "") is None


def test_a_plural_is_as_near_as_its_singular_but_comes_after():
    learn([change("", "applications"), change("", "hackathon")])
    lexicon = WordLexicon("fr")

    assert lexicon.nearest("aplication", "") == "applications"
    assert lexicon.nearest("hackatons", "") == "hackathon"


def test_a_form_of_the_same_term_is_no_typo():
    learn([change("", "pont"), change("", "points"), change("", "points")])

    assert WordLexicon("fr").nearest("ponts", "pont") is None


def test_a_term_known_in_another_language_is_found_but_never_proposed():
    learn([Change("fr", frozenset(), frozenset({("", "vinil"), ("atelier", "ateli")}))])

    assert WordLexicon("fr").known(["vinil"]) == {"vinil"}
    assert WordLexicon("fr").nearest("vieil", "") is None


def test_stop_words_are_never_proposed():
    learn([change("", "être")])

    assert WordLexicon("fr").nearest("netre", "") is None


def test_words_too_long_for_a_column_are_left_out():
    learn([change("", "a" * 100 + " atelier")])

    assert counts() == {"atelier": 1}


def test_recounting_mends_what_went_wrong():
    page = ContentPage(title="Le kayak connecté", slug="kayak", introduction="Brancher chaque classe.")
    HomePage.objects.get(locale__language_code="fr").add_child(instance=page)
    page.save_revision().publish()
    expected = Word.objects.get(word="kayak").entries
    Word.objects.update(entries=99)
    Word.objects.create(language="fr", word="fantôme", folded="fantome", backwards="emotnaf", term="fantom", entries=3)

    recount()

    assert Word.objects.get(word="kayak").entries == expected == 1
    assert not Word.objects.filter(word="fantôme").exists()


def test_a_word_leaves_with_the_page_that_held_it():
    page = ContentPage(title="Le kayak connecté", slug="kayak", introduction="Brancher chaque classe.")
    HomePage.objects.get(locale__language_code="fr").add_child(instance=page)
    page.save_revision().publish()

    assert query("kayaq", language="fr").corrections == (("kayaq", "kayak"),)

    page.delete()
    assert not SearchEntry.objects.filter(title__contains="kayak").exists()
    assert query("kayaq", language="fr").corrections == ()
