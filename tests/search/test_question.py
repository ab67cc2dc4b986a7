"""From what a person types to what is looked for."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from search.analysis import vocabulary
from search.question import MAX_ALTERNATIVES, MAX_LENGTH, Group, Question, question
from search.slots import MAX_SLOTS
from search.stems import fold
from search.synonyms import SynonymTable

PUBLISHED = (
    "Fab-Lab de Port-Louis, fablab, médiathèque : impression 3D, logiciels libres, démarches en ligne, numérique, "
    "l’e-administration, RN165, b<>com, C.C.I., chambre de commerce et d’industrie, très haut débit, conseillère, "
    "atelier, marché"
)


class Words:
    """A lexicon of one text; the longest word first where several are as near."""

    def __init__(self, text: str = PUBLISHED) -> None:
        self.pairs = vocabulary(text, "fr")
        self.terms = {term for _, term in self.pairs}
        self.asked: list[str] = []

    def known(self, terms):
        return self.terms & set(terms)

    def written(self, words):
        return {fold(word) for word, _ in self.pairs} & set(words)

    def nearest(self, word, term):
        self.asked.append(word)
        near = {written: other for written, other in self.pairs if OSA.distance(word, fold(written)) == 1}
        return None if term in near.values() else min(near, default=None)


def groups(text: str, language: str = "fr", **options) -> list[set[str]]:
    return [{" ".join(terms) for terms in group.alternatives} for group in question(text, language, **options).groups]


@pytest.mark.parametrize("text", ["fablab", "fab lab", "fab-lab", "FabLab", "Fab  Lab"])
def test_glued_spaced_and_hyphened_words_look_for_each_other(text: str):
    found = groups(text, lexicon=Words())

    assert all("fablab" in group for group in found)


def test_a_pair_of_words_may_be_one_and_a_compound_two():
    assert groups("fab lab") == groups("fab-lab") == [{"fab", "fablab"}, {"lab", "fablab"}]


def test_two_words_typed_as_one_are_read_as_two_when_nothing_holds_it():
    assert groups("logicielslibres", lexicon=Words()) == [{"logicielslibr", "logiciel libr"}]
    assert groups("lesdemarches", lexicon=Words()) == [{"lesdemarch", "demarch"}]
    assert groups("atelierfromage", lexicon=Words()) == [{"atelierfromag"}]


def test_a_digit_may_be_glued_or_not():
    assert groups("RN 165", lexicon=Words()) == groups("rn165", lexicon=Words()) == [{"rn", "rn165"}, {"165", "rn165"}]


def test_alternatives_that_no_entry_holds_are_left_out():
    assert groups("numérique atelier", lexicon=Words()) == [{"numer"}, {"ateli"}]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("les ateliers de la médiathèque", ["ateli", "mediathequ"]), ("l atelier", ["ateli"]), ("de la", ["de", "la"])],
)
def test_stop_words_are_kept_only_when_there_is_nothing_else(text: str, expected: list[str]):
    assert groups(text, lexicon=Words(PUBLISHED + " de la")) == [{term} for term in expected]


def test_what_lacks_its_accents_may_be_either_word_but_accents_are_respected():
    assert groups("marche") == [{"marche", "marchepublic"}]
    assert groups("marché") == [{"marchepublic"}]


def test_readers_of_other_languages_look_for_french_pages_too():
    assert groups("ateliers", "br") == [{"ateliers", "ateli"}]
    assert groups("workshops", "en") == [{"workshop"}]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("mediatheqe", "médiathèque"),
        ("médiathèqque", "médiathèque"),
        ("atleier", "atelier"),
        ("Numreique", "numérique"),
        ("conseilère numérique", "conseillère numérique"),
        ("latelier", "atelier"),
    ],
)
def test_one_typo_is_corrected_and_said(text: str, meant: str):
    found = question(text, "fr", lexicon=Words())

    assert found.meant == meant
    assert len(found.corrections) == 1
    assert found.groups == question(meant, "fr", lexicon=Words()).groups
    assert found.text == text


@pytest.mark.parametrize("text", ["atelier", "ateliers", "imprimante", "portlouis", "abcd", "5g12345", "zzzzzzz"])
def test_words_that_are_known_short_or_like_no_other_are_not_corrected(text: str):
    assert question(text, "fr", lexicon=Words()).corrections == ()


def test_a_typo_whose_stem_is_known_by_chance_finds_the_nearest_word_too():
    words = Words("métiers, mettre, il met")

    assert groups("métirs", lexicon=words) == [{"met", "meti"}]
    assert groups("métirs", lexicon=words, verbatim=True) == [{"met"}]
    assert groups("métirs zzzzz", lexicon=words) == [{"met", "meti"}, {"zzzzz"}]
    assert groups("mettra", lexicon=words) == [{"mettr"}] == groups("mettre", lexicon=words)


def test_a_correction_can_be_undone():
    found = question("mediatheqe", "fr", lexicon=Words(), verbatim=True)

    assert found.corrections == ()
    assert groups("mediatheqe", lexicon=Words(), verbatim=True) == [{"mediatheq"}]


def test_the_last_word_being_typed_is_completed_not_corrected():
    found = question("atelier impr", "fr", lexicon=Words(), partial=True)

    assert [group.prefix for group in found.groups] == ["", "impr"]
    assert found.corrections == ()


@pytest.mark.parametrize(("text", "prefixes"), [("atelier i", [""]), ("atelier ", [""]), ("l'a", []), ("é", [])])
def test_a_prefix_has_two_letters_and_no_space_after_it(text: str, prefixes: list[str]):
    assert [group.prefix for group in question(text, "fr", partial=True).groups] == prefixes


LEXICON = Words()
SYNONYMS = SynonymTable(
    [
        ("fr", "THD, très haut débit", False),
        ("fr", "CCI, chambre de commerce et d’industrie", False),
        ("fr", "impôts, démarches en ligne", True),
    ]
)


def test_an_acronym_finds_its_long_name_and_the_other_way_round():
    assert groups("thd", synonyms=SYNONYMS) == [{"thd", "tre haut deb"}]
    assert all("thd" in group for group in groups("le très haut débit", synonyms=SYNONYMS))
    assert all("cci" in group for group in groups("chambre de commerce et d'industrie", synonyms=SYNONYMS))


def test_a_synonym_of_one_way_does_not_lead_back():
    assert groups("impôt", synonyms=SYNONYMS) == [{"impot", "demarch lign"}]
    assert groups("démarche", synonyms=SYNONYMS) == [{"demarch"}]


def test_a_word_that_only_a_synonym_knows_is_not_corrected():
    words = Words("très haut débit thc")

    assert question("thd très", "fr", synonyms=SYNONYMS, lexicon=words).corrections == ()


def test_the_terms_of_a_question_are_all_that_it_may_find():
    assert question("thd", "fr", synonyms=SYNONYMS).terms == {"thd", "tre", "haut", "deb"}


@pytest.mark.parametrize(
    "text",
    ["", " ", "\x00", "🦀🦀", "\u202e\u202d", "'\"()*:&|!<->", "ا\u202eب", "«»", "\ud800", "%", "_", "-", "--", "''"],
)
def test_what_holds_no_word_asks_nothing(text: str):
    assert question(text, "fr", lexicon=Words(), partial=True) == Question(question(text, "fr").text)


def test_what_is_shown_again_has_no_hidden_character():
    assert question("  ate\u00adlier\x00\u202e 3D\n5G ", "fr").text == "atelier 3D 5G"


@pytest.mark.parametrize(
    "text",
    ["mot " * 5000, "a" * 100_000, "-a" * 50_000, "l'" * 50_000, "é" * 100_000, "a.b." * 25_000, "<>a" * 30_000],
    ids=["words", "letter", "hyphens", "elisions", "accents", "dots", "signs"],
)
def test_a_hundred_kilobytes_cost_no_more_than_two_hundred_characters(text: str):
    words = Words()
    found = question(text, "fr", synonyms=SYNONYMS, lexicon=words)

    assert len(found.text) <= MAX_LENGTH
    assert len(found.groups) <= MAX_SLOTS
    assert len(words.asked) <= 4


def test_twelve_unknown_words_ask_for_four_corrections_at_most():
    words = Words()
    question("abcdef bcdefg cdefgh defghi efghij fghijk ghijkl hijklm", "fr", lexicon=words)

    assert len(words.asked) == 4


TYPED = st.text(max_size=80) | st.lists(
    st.sampled_from(
        [
            "atelier",
            "l’",
            "fab-lab",
            "THD",
            "mediatheqe",
            "\x00",
            "'",
            '"',
            "AND",
            "*",
            "🦀",
            "\u202e",
            "C.C.I.",
            "b<>com",
            "-",
        ]
    )
).map(" ".join)


@settings(max_examples=5000, deadline=None)
@given(TYPED, st.sampled_from(["fr", "br", "en"]), st.booleans(), st.booleans())
def test_any_text_gives_a_bounded_question_of_neutral_terms(text: str, language: str, partial: bool, verbatim: bool):
    found = question(text, language, synonyms=SYNONYMS, lexicon=LEXICON, partial=partial, verbatim=verbatim)

    assert len(found.text) <= MAX_LENGTH
    assert len(found.groups) <= MAX_SLOTS
    assert len(set(found.groups)) == len(found.groups)
    for group in found.groups:
        assert isinstance(group, Group)
        assert 0 < len(group.alternatives) <= MAX_ALTERNATIVES
        assert all(re.fullmatch("[a-z0-9]+", term) for terms in group.alternatives for term in terms)
        assert re.fullmatch("([a-z0-9]{2,})?", group.prefix)
    assert found.name == fold(found.name)
    found.text.encode()
