"""A row of the directory's own table: all that an entry says, there and back."""

import datetime as dt
from dataclasses import fields, replace

import pytest

from annuaire.directory_row import COMPUTED, FACTS, DirectoryRow
from annuaire.facts import LISTS, ActorFacts, body_of, facts_of, model_values, programmes_in
from annuaire.models import ActorPage
from core.tables.columns import columns, header
from core.tables.reading import read
from core.tables.writing import cells
from tests.annuaire.test_national_row import PLACE
from tests.factories.annuaire import ActorPageFactory
from tests.factories.core import AudienceFactory, CommuneFactory, ServiceFactory

URL = "http://testserver/annuaire/le-club/"


def as_cells(row: DirectoryRow) -> dict[str, str]:
    return dict(zip(header(DirectoryRow), cells(row), strict=True))


def test_every_fact_has_its_column():
    told = set(FACTS.values())

    assert told == {field.name for field in fields(ActorFacts)} - {"slug"}
    assert set(FACTS) | {"fiche", "lieu_mediation_numerique"} == set(columns(DirectoryRow))
    assert COMPUTED <= set(columns(DirectoryRow))


def test_every_fact_of_the_model_is_told_but_its_picture():
    told = {field.name for field in fields(ActorFacts)}

    assert {*ActorPage.facts, *ActorPage.words_fields, "title"} - told == {"logo", "sort_name", "freshness"}


def test_cells_tell_the_row_they_were_made_of():
    made = DirectoryRow.from_facts(replace(PLACE, title="-1", acronym="=A", accessibility="+"), url=URL, is_place=True)

    found = read(DirectoryRow, as_cells(made))

    assert found.errors == ()
    assert found.row == made


def test_a_row_tells_the_facts_that_made_it():
    told = DirectoryRow.from_facts(PLACE, url=URL, is_place=True).facts()

    assert told == {name: getattr(PLACE, name) for name in FACTS.values() if name not in ("language", "published_on")}


def test_a_row_tells_of_the_columns_that_a_file_has_alone():
    row = read(DirectoryRow, {"nom": "Le Club", "genre": "fablab", "siret": "", "id": "x"}).row

    assert row.facts(frozenset(["nom", "siret", "fiche", "modifie_le"])) == {"title": "Le Club", "siret": ""}


@pytest.mark.parametrize(
    ("column", "cell", "value"),
    [
        ("site_web", "club.example", "https://club.example"),
        ("siret", "732 829 320 00074", "73282932000074"),
        ("telephone", "39 49", "3949"),
        ("exemple", "Oui", True),
        ("genre", "FABLAB", "fablab"),
        ("services", "un| deux ||un", ("un", "deux")),
    ],
)
def test_what_people_write_is_understood(column, cell, value):
    found = read(DirectoryRow, {"id": "1", "nom": "Le Club", "genre": "association", column: cell})

    assert found.errors == ()
    assert getattr(found.row, column) == value


@pytest.mark.parametrize(
    ("column", "cell", "message"),
    [
        ("genre", "licorne", "n’est pas dans la liste"),
        ("siret", "12345678901234", "clé est fausse"),
        ("horaires", "de 9h à 12h", "ne se lisent pas"),
        ("courriel", "jean.dupont@club.example", "celle d’une personne"),
        ("exemple", "peut-être", "écrivez oui ou non"),
        ("code_postal", "5600", "forme attendue"),
    ],
)
@pytest.mark.django_db
def test_what_is_wrong_is_told_and_read_as_empty(column, cell, message):
    found = read(DirectoryRow, {"id": "1", "nom": "Le Club", "genre": "association", column: cell})

    (error,) = found.errors
    assert message in error.message
    assert getattr(found.row, column) == columns(DirectoryRow)[column].empty


@pytest.mark.django_db
def test_what_is_known_of_an_actor_becomes_its_fields_again(django_assert_num_queries):
    services, audiences = [ServiceFactory(sort_order=2), ServiceFactory(sort_order=1)], [AudienceFactory()]
    actor = ActorPageFactory(
        title="Le Club",
        commune=CommuneFactory(insee="99123", name="Vannes"),
        phone="02 97 00 00 00",
        programmes="Label du coin, france services",
        sources="Le rapport\nLe site\n",
        body=[("text", "<h2>Un</h2><p>Deux &amp; trois</p><ul><li>a</li><li>b</li></ul>")],
        fees=["Gratuit"],
        services=services,
        audiences=audiences,
        verified_on=dt.date(2026, 1, 5),
    )
    found = ActorPage.objects.select_related("commune", "locale").prefetch_related(*LISTS)
    actor = found.get(pk=actor.pk)

    with django_assert_num_queries(0):
        facts = facts_of(actor)

    assert facts.key == str(actor.translation_key)
    assert (facts.commune, facts.town, facts.phone) == ("99123", "Vannes", "+33297000000")
    assert facts.services == (services[1].code, services[0].code)
    assert facts.programmes == ("France Services", "Label du coin")
    assert facts.body == "Un\n\nDeux & trois\n\n– a\n– b"
    values = model_values({field.name: getattr(facts, field.name) for field in fields(facts)})
    for name in values.keys() - {"commune", *LISTS}:
        setattr(actor, name, values[name])
    assert facts_of(actor) == facts


def test_a_text_becomes_a_body_whose_text_it_is():
    text = "Un & <deux>.\n\n– trois\n– quatre"
    (block,) = body_of(text)

    assert block == {"type": "text", "value": "<p>Un &amp; &lt;deux&gt;.</p><p>– trois<br/>– quatre</p>"}
    assert body_of("") == []


def test_programmes_are_written_as_the_national_schema_does():
    assert programmes_in(["un label", " ordi 3.0", "POINT D’ACCÈS NUMÉRIQUE CAF", "", "un label"]) == (
        "Point d'accès numérique CAF", "ORDI 3.0", "un label",
    )  # fmt: skip
