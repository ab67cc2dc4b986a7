"""From text as written to neutral terms."""

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.analysis import name_key, spans, terms, title_words, vocabulary

LANGUAGES = st.sampled_from(["fr", "br", "en"])


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("Médiathèque", "mediatheque"),
        ("MÉDIATHÈQUES", "médiathèque"),
        ("l’atelier d'impression", "atelier impression"),
        ("lorsqu’il, jusqu'à, puisqu’on", "il a on"),
        ("Cœur de ville", "coeur de ville"),
        ("L’ŒUVRE", "oeuvre"),
        ("ÉTÉ\x00été", "ete ete"),
        ("e\u0301te\u0301", "été"),
        ("ate\u00adlier", "atelier"),
        ("\u202eatelier\u202c", "atelier"),
        ("Port\u2011Louis", "Port-Louis"),
        ("qu’est-ce", "est-ce"),
        ("C.C.I.", "CCI"),
        ("b<>com", "B<>COM"),
        ("ﬁbre", "fibre"),
    ],
)
def test_two_ways_of_writing_the_same_words_give_the_same_terms(text: str, same: str):
    assert terms(text, "fr") == terms(same, "fr")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fab-lab", ["fab", "lab", "fablab"]),
        ("RN165", ["rn", "165", "rn165"]),
        ("RN 165", ["rn", "165"]),
        ("b<>com", ["b", "com", "bcom"]),
        ("R&D", ["r", "d", "rd"]),
        ("c++, C#", ["cplusplus", "csharp"]),
        ("3D, 5G", ["3d", "5g"]),
        ("THD", ["thd"]),
        ("aujourd’hui", ["aujourd", "hui", "aujourdhui"]),
        ("🦀 «» ا ب", []),
        ("", []),
    ],
)
def test_compounds_are_parts_and_whole_and_what_is_no_word_is_nothing(text: str, expected: list[str]):
    assert terms(text, "") == expected


@pytest.mark.parametrize("text", ["c’hoari", "c'hoari", "C’HOARI", "choari"])
def test_the_breton_c_h_is_one_letter(text: str):
    assert terms(text, "br") == ["choari"]


def test_breton_accents_are_folded():
    assert terms("saloñs atalieroù", "br") == terms("salons atalierou", "br")


def test_a_title_keeps_its_words_whole_for_prefixes():
    assert title_words("L’Atelier du Fab-Lab", "fr") == ["atelier", "du", "fab", "lab", "fablab"]


@pytest.mark.parametrize("text", ["Fab Lab", "fab-lab", "FabLab", "le fablab", "FAB LAB", "« Fablab »"])
def test_a_name_is_the_same_whatever_its_spaces_and_article(text: str):
    assert name_key(text) == "fablab"


def test_the_key_of_an_article_alone_is_the_article():
    assert name_key("La") == "la"


def test_spans_tell_where_each_word_stands_in_the_original():
    text = "L’œuvre du Fab-Lab"

    assert [(text[start:end], found) for start, end, found in spans(text, "fr")] == [
        ("L’œuvre", ("oeuvr",)),
        ("du", ("du",)),
        ("Fab-Lab", ("fab", "lab", "fablab")),
    ]


def test_the_lexicon_gets_words_as_people_write_them():
    assert vocabulary("L’E-administration à Port-Louis", "fr") == {
        ("e", "e"),
        ("administration", "administr"),
        ("e-administration", "eadministr"),
        ("à", "a"),
        ("port", "port"),
        ("louis", "lou"),
        ("port-louis", "portlou"),
    }


@settings(max_examples=4000, deadline=None)
@given(st.text(max_size=60), LANGUAGES)
def test_any_text_gives_neutral_terms_whose_spans_are_inside_it(text: str, language: str):
    found = list(spans(text, language))

    assert [term for _, _, some in found for term in some] == terms(text, language)
    assert all(re.fullmatch("[a-z0-9]+", term) for _, _, some in found for term in some)
    assert all(0 <= start < end <= len(text) for start, end, _ in found)


@settings(max_examples=1000, deadline=None)
@given(st.text(alphabet="éàçœñùABCabc’'- <>&+.\u0301\u00ad0189", max_size=40), LANGUAGES)
def test_analysing_folded_or_composed_text_is_the_same(text: str, language: str):
    assert terms(unicodedata.normalize("NFC", text), language) == terms(unicodedata.normalize("NFD", text), language)


def test_a_hundred_kilobytes_in_one_word_or_many_are_analysed():
    assert len(terms("a" * 100_000, "fr")) == 1
    assert len(terms("-a" * 50_000, "fr")) == 50_001
    assert len(terms("mot " * 5000, "fr")) == 5000
