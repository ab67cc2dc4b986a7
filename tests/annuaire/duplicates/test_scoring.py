"""What makes two records one, and what sets them apart."""

from dataclasses import replace
from typing import Any

import pytest

from annuaire.duplicates.names import LIGHT, region_words, weight
from annuaire.duplicates.records import Record
from annuaire.duplicates.scoring import Reason, compare

HERE: dict[str, Any] = {"commune": "56121", "town": "Lorient"}
THERE: dict[str, Any] = {"commune": "56098", "town": "Lanester"}


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Le Fablab", "Fab-lab"),
        ("SARL Dupont et fils", "Dupont & Fils"),
        ("Association Clic et compagnie", "CLIC & COMPAGNIE (asso)"),
        ("Médiathèque de la vallée", "mediatheque de la Vallee"),
        ("Cap numérique formation", "Formation Cap numérique"),
        ("Ville de Lorient", "Mairie de Lorient"),
        ("Mairie", "Mairie de Lorient"),
        ("C.C.A.S.", "CCAS de Lorient"),
        ("L’Œil du port", "Oeil du port"),
        ("Conserverie du Scorff", "Conserverie du Scorf"),
    ],
)
def test_names_that_people_write_in_two_ways_are_one_in_a_commune(left: str, right: str) -> None:
    found = compare(Record(name=left, **HERE), Record(name=right, **HERE))
    assert found.is_proposed, found


@pytest.mark.parametrize(
    ("left", "right"),
    [("Salle 1", "Salle 2"), ("Fablab", "Bus du fablab"), ("Médiathèque Aragon", "Médiathèque Ravel"), ("CCI", "CCAS")],
)
def test_a_word_or_a_number_makes_two_things(left: str, right: str) -> None:
    found = compare(Record(name=left, **HERE), Record(name=right, **HERE))
    assert not found.is_proposed, found


def test_the_same_name_in_two_communes_is_two_things() -> None:
    found = compare(Record(name="Mairie", **HERE), Record(name="Mairie", **THERE))
    assert not found.is_proposed
    assert Reason.OTHER_COMMUNE in found.reasons


def test_what_moved_to_another_commune_is_known_by_its_identifiers() -> None:
    same: dict[str, Any] = {
        "phone": "+33261910137",
        "email": "contact@quai.example",
        "website": "https://quai.example/",
    }
    found = compare(Record(name="Quai 9", **HERE, **same), Record(name="Le Quai 9", **THERE, **same))
    assert found.is_proposed
    assert Reason.SAME_PHONE in found.reasons


def test_the_order_of_the_two_changes_nothing() -> None:
    left = Record(name="Réseau Numérique 165", acronym="RN165", **HERE)
    right = Record(name="RN 165", **HERE)
    assert compare(left, right) == compare(right, left)
    assert Reason.ACRONYM in compare(left, right).reasons


def test_reasons_begin_with_what_weighs_most() -> None:
    found = compare(
        Record(name="Quai 9", siret="53145001500018", **HERE), Record(name="quai 9", siret="53145001500018", **HERE)
    )
    assert found.reasons[:2] == (Reason.SAME_SIRET, Reason.SAME_NAME)


@pytest.mark.parametrize(("told", "light"), [({"region": "Centre-Val de Loire"}, {"val", "loire"}), ({}, set())])
def test_the_words_of_the_region_of_the_territory_say_little(settings, request, told, light) -> None:
    settings.TERRITORY = replace(settings.TERRITORY, data={"territory": told})
    request.addfinalizer(region_words.cache_clear)
    region_words.cache_clear()

    assert {word for word in ("val", "loire", "bretagne") if weight(word) == LIGHT} == light
