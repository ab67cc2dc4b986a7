"""Each fact of an actor is checked, and refused with a sentence that says how to mend it."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from annuaire.models import ActorPage
from annuaire.validators import (
    validate_not_in_the_future,
    validate_opening_hours,
    validate_phone,
    validate_siret,
    validate_structure_email,
)
from tests.factories.core import CommuneFactory


def refusal(validate, value):
    """The sentence VALIDATE refuses VALUE with; empty when it does not."""
    try:
        validate(value)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


@pytest.mark.parametrize("siret", ["73282932000074", "35600000049837"])
def test_a_siret_whose_key_is_right_passes(siret):
    assert refusal(validate_siret, siret) == ""


@pytest.mark.parametrize(
    ("siret", "words"),
    [
        ("73282932000075", "clé est fausse"),
        ("00000000000000", "clé est fausse"),
        ("732829320", "quatorze chiffres"),
        ("732829320000740", "quatorze chiffres"),
        ("7328293200007A", "quatorze chiffres"),
        ("٧٣٢٨٢٩٣٢٠٠٠٠٧٤", "quatorze chiffres"),
    ],
)
def test_a_wrong_siret_is_refused_with_a_sentence(siret, words):
    assert words in refusal(validate_siret, siret)


@pytest.mark.parametrize(
    "phone", ["02 97 00 00 00", "02.97.00.00.00", "+33 (0)2 97 00 00 00", "+44 20 7946 0018", "39 49"]
)
def test_a_telephone_number_passes_however_it_is_spaced(phone):
    assert refusal(validate_phone, phone) == ""


@pytest.mark.parametrize("phone", ["02 97", "accueil", "02 97 00 00 00 poste 12", "12", "9" * 20])
def test_what_is_not_a_telephone_number_is_refused_with_a_sentence(phone):
    assert "Écrivez par exemple" in refusal(validate_phone, phone)


@pytest.mark.parametrize(
    "hours", ["Mo-Fr 09:00-12:00,14:00-18:30; Sa 08:30-12:00; PH off", "24/7", "Apr-Sep We 14:00+"]
)
def test_opening_hours_in_the_syntax_of_openstreetmap_pass(hours):
    assert refusal(validate_opening_hours, hours) == ""


@pytest.mark.parametrize(
    "hours", ["Mo-Fr 9h-12h", "du lundi au vendredi", "Mo-Fr 09:00–12:00", ";", "Mo 09:00-12:00\x00"]
)
def test_other_opening_hours_are_refused_with_a_model(hours):
    assert "Modèle : Mo-Fr" in refusal(validate_opening_hours, hours)


@settings(max_examples=100, derandomize=True, deadline=None, database=None)
@given(st.text(max_size=60))
def test_no_opening_hours_break_the_check(hours):
    assert refusal(validate_opening_hours, hours) in {"", refusal(validate_opening_hours, ";")}


validate_address = ActorPage._meta.get_field("website").run_validators


@pytest.mark.parametrize("address", ["http://a.example", "https://www.a.example/x?y=1#z", "https://é.example/"])
def test_a_web_address_passes(address):
    assert refusal(validate_address, address) == ""


@pytest.mark.parametrize(
    "address", ["ftp://a.example", "javascript:alert(1)", "a.example", "https://", "https://a b.example"]
)
def test_what_is_not_a_web_address_is_refused_with_a_model(address):
    assert "Modèle : https://" in refusal(validate_address, address)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "contact@a.example",
        "mairie@a.example",
        "accueil.du-port@a.example",
        "mediatheque-centre@a.example",
        "quai.dix@quai-dix.example",
        "fablab@a.example",
        "cyber-base@a.example",
        "saint.pierre@a.example",
        "ville.d.ici@a.example",
    ],
)
def test_the_address_of_a_structure_passes(address):
    assert refusal(validate_structure_email, address) == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "jeanne.legall@a.example",
        "j.legall@a.example",
        "jeanne@a.example",
        "Jeanne_Le-Gall@a.example",
        "anne-marie.legall@a.example",
        "erwan.legall@legall.example",
        "malo+asso2@a.example",
        "inconnue.legall@a.example",
    ],
)
def test_the_address_of_a_person_is_refused_with_a_sentence(address):
    assert "Donnez celle de la structure" in refusal(validate_structure_email, address)


@pytest.mark.django_db
def test_the_name_of_a_commune_is_not_that_of_a_person():
    assert "structure" in refusal(validate_structure_email, "belle.anse@a.example")

    CommuneFactory(name="Belle-Anse")

    assert refusal(validate_structure_email, "belle.anse@a.example") == ""


def test_an_entry_is_not_verified_tomorrow(settings):
    settings.FROZEN_NOW = "2026-11-21T12:00"

    assert refusal(validate_not_in_the_future, dt.date(2026, 11, 21)) == ""
    assert "pas encore" in refusal(validate_not_in_the_future, dt.date(2026, 11, 22))
