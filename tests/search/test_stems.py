"""The reviewed table of stems: each line is true, and needed."""

from collections import Counter

import pytest

from search.stems import by_rule, families, fold, readings, stem

LANGUAGES = ("fr", "br")
LINES = [pytest.param(code, row, id=f"{code}-{row['stem']}") for code in LANGUAGES for row in families(code)]


@pytest.mark.parametrize(("language", "row"), LINES)
def test_the_words_of_a_line_find_one_another(language: str, row: dict):
    assert {stem(word, language) for word in row["words"]} == {row["stem"]}


@pytest.mark.parametrize(("language", "row"), LINES)
def test_the_words_of_a_line_do_not_find_those_it_keeps_apart(language: str, row: dict):
    assert row["stem"] not in {stem(word, language) for word in row["apart"]}


@pytest.mark.parametrize(("language", "row"), LINES)
def test_a_line_changes_what_the_rules_would_do(language: str, row: dict):
    ruled = {by_rule(fold(word), language) for word in row["words"]}
    others = {by_rule(fold(word), language) for word in row["apart"]}

    assert len(ruled) > 1 or ruled & others


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_and_a_stem_stand_on_one_line_only(language: str):
    words = Counter(word for row in families(language) for word in row["words"])
    stems = Counter(row["stem"] for row in families(language))

    assert [word for word, times in (words + stems).items() if times > 2] == []
    assert set(words.values()) == set(stems.values()) == {1}


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("marche", "marché"),
        ("port", "porte"),
        ("mer", "mère"),
        ("commune", "communication"),
        ("forme", "former"),
        ("format", "formation"),
        ("entreprise", "entrepreneur"),
        ("lorient", "orienter"),
        ("france", "français"),
        ("don", "données"),
        ("jeu", "jeune"),
    ],
)
def test_words_that_a_person_tells_apart_stay_apart(word: str, other: str):
    assert stem(word, "fr") != stem(other, "fr")


@pytest.mark.parametrize(
    "words",
    [
        "impression imprimante imprimer",
        "travail travaux",
        "jeu jeux",
        "conseiller conseillère conseillères",
        "médiateur médiatrice médiation médiatrices",
        "développeur développeuse développeurs",
        "découverte découvrir",
        "bricolage bricoler",
        "formation former formatrice",
        "atelier ateliers",
        "numérique numériques numerique",
        "gratuit gratuite gratuits gratuites gratuitement",
        "connecté connectée connectés connectées connexion connexions",
        "photo photos photographier",
        "lieu lieux",
        "cheval chevaux",
        "réseau réseaux",
        "déjeuner déjeuners",
        "première premier premières",
        "association associations associatif",
        "réparer réparation réparez répar",
        "média médias",
        "élu élus élue élues",
        "coudre couture couturière",
        "soirée soirées soir",
    ],
)
def test_words_that_a_person_joins_are_joined(words: str):
    assert len({stem(word, "fr") for word in words.split()}) == 1


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("kumun kumunioù gumunioù c'humunioù", "br"),
        ("atalier atalieroù", "br"),
        ("brezhoneg vrezhoneg", "br"),
        ("skramm skrammoù skrammou", "br"),
        ("workshop workshops", "en"),
        ("connect connected connecting", "en"),
    ],
)
def test_breton_and_english_have_rules_of_their_own(words: str, language: str):
    assert len({stem(word, language) for word in words.split()}) == 1


def test_what_is_typed_without_accents_may_be_each_word_of_the_table():
    assert readings("marche", "fr") == {stem("marche", "fr"), stem("marché", "fr")}
    assert readings("marché", "fr") == frozenset()


def test_short_words_and_numbers_stay_whole():
    assert [stem(word, "fr") for word in ("3d", "5g", "rn165", "cci", "2026")] == ["3d", "5g", "rn165", "cci", "2026"]
