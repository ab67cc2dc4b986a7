"""Headings are recognised as people write them; what is not is said by hand."""

import pytest

from annuaire.directory_row import DirectoryRow
from annuaire.imports.columns import SYNONYMS, by_hand, choices, format_of, recognise
from annuaire.imports.enums import ImportFormat
from annuaire.national_row import NationalRow
from annuaire.sorting import sort_key
from core.tables.columns import header

DIRECTORY = ImportFormat.DIRECTORY


def test_the_national_file_is_known_by_its_columns_in_any_order():
    assert format_of(header(NationalRow)) == ImportFormat.NATIONAL
    assert format_of([name.upper() for name in reversed(header(NationalRow))]) == ImportFormat.NATIONAL
    assert format_of(header(DirectoryRow)) == DIRECTORY
    assert format_of(["Raison sociale", "Ville"]) == DIRECTORY


def test_every_column_of_our_files_is_recognised_by_its_name():
    for kind, row_class in ((ImportFormat.NATIONAL, NationalRow), (DIRECTORY, DirectoryRow)):
        assert recognise(header(row_class), kind) == [
            name if name in choices(kind) else "" for name in header(row_class)
        ]


def test_headings_are_recognised_as_people_write_them():
    found = recognise(
        ["RAISON SOCIALE", "N° SIRET", "Tél.", "E-mail", "Ville", "Code  postal", "Chiffre d’affaires"], DIRECTORY
    )

    assert found == ["nom", "siret", "telephone", "courriel", "commune", "code_postal", ""]


def test_of_two_headings_for_one_column_the_first_has_it():
    assert recognise(["Nom", "Raison sociale", "nom"], DIRECTORY) == ["nom", "", ""]


def test_a_word_names_one_column_alone():
    words = [word for words in SYNONYMS.values() for word in dict.fromkeys(map(sort_key, words))]

    assert len(words) == len(set(words))
    assert set(SYNONYMS) <= set(choices(DIRECTORY))


def test_a_heading_may_be_said_by_hand():
    titles = ["Qui", "Nom", "Ville"]

    assert by_hand(titles, DIRECTORY, {"qui": "nom", "Ville": ""}) == ["nom", "", ""]
    for said in ({"Inconnu": "nom"}, {"Qui": "inconnu"}):
        with pytest.raises(ValueError, match=r"(?i)inconnu"):
            by_hand(titles, DIRECTORY, said)
