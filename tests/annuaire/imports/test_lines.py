"""What a line tells: facts that an entry may hold, and remarks on what is left out."""

import pytest

from annuaire.imports.columns import format_of, recognise
from annuaire.imports.knowledge import Knowledge
from annuaire.imports.lines import Line, LineReader
from annuaire.imports.options import Options
from annuaire.imports.sheets import Record
from tests.annuaire.imports.sample import SIRET, company, national
from tests.factories.core import AudienceFactory, CommuneFactory

pytestmark = pytest.mark.django_db


def read(row: dict[str, str], **faults: str) -> Line:
    titles = list(row)
    kind = format_of(titles)
    options = Options(
        kind=kind, mapping=tuple(recognise(titles, kind)), source="CCI", default_kind="entreprise", publish=True
    )
    said = {titles.index(title): sentence for title, sentence in faults.items()}
    return LineReader(options, Knowledge.read()).read(Record(2, tuple(row.values()), said))


def test_a_line_of_a_spreadsheet_tells_of_its_columns_alone():
    line = read({"Raison sociale": " Le  Club ", "Ville": "LORIENT CEDEX 2", "SIRET": SIRET, "Tél": "02 97 00 00 00"})

    assert line.remarks == ()
    assert line.facts == {"title": "Le  Club", "commune": "56121", "siret": SIRET, "phone": "+33297000000"}
    assert line.name == "Le Club"


def test_a_line_of_the_national_file_tells_a_place():
    line = read(national(latitude="47.7500001", longitude="-3.37", source="La liste", horaires="Mo-Fr 09:00-12:00"))

    assert (line.external_id, line.remarks, line.error) == ("lieu-1", (), "")
    assert line.facts["point"] == (47.75, -3.37)
    assert line.facts["services"] == ("demarches",)
    assert line.facts["sources"] == ("La liste",)
    assert line.facts["siret"] == SIRET


@pytest.mark.parametrize("row", [company(**{"Raison sociale": " "}), national(nom=""), national(id="")])
def test_a_line_without_a_name_says_nothing_of_anybody(row):
    assert "obligatoire" in read(row).error


@pytest.mark.parametrize(
    ("row", "fact", "remark"),
    [
        (company(SIRET="8,12E+13"), "siret", "a abrégé ce nombre"),
        (company(SIRET="73282932000075"), "siret", "clé est fausse"),
        (company(Téléphone="appelez"), "phone", "forme attendue"),
        (company(Mail="jean.dupont@club.example"), "email", "celle d’une personne"),
        (company(Activité="x" * 281), "summary", "280 caractères"),
        (company(Genre="SARL"), "kind", "n’est pas dans la liste"),
        (company(Publics="licornes"), "audiences", "n’est pas dans le vocabulaire"),
        (company(Horaires="de 9h à 12h"), "opening_hours", "ne se lisent pas"),
        (company(Lat="47"), "point", ""),
        (national(latitude="47"), "point", "les deux coordonnées"),
        (national(latitude="215000", longitude="6750000"), "point", "ne sont pas des degrés"),
        (national(pivot=""), "siret", ""),
        (national(telephone="le matin"), "phone", "forme attendue"),
        (national(courriels="marie.martin@club.example"), "email", "celle d’une personne"),
        (national(services="Aide aux licornes"), "services", "n’est pas dans la liste"),
        (national(nom="x" * 256), "title", "255 caractères"),
    ],
)
def test_what_is_wrong_is_said_and_says_nothing(row, fact, remark):
    line = read(row)

    assert not line.error
    assert not line.facts.get(fact)
    assert any(remark in said for said in line.remarks) or not remark


def test_a_cell_that_is_wrong_never_empties_a_fact_and_one_that_is_empty_may():
    assert "phone" not in read(company(Téléphone="appelez")).facts
    assert read(company()).facts["phone"] == ""
    assert "phone" not in read(company(), Téléphone="Une formule sans résultat.").facts


def test_terms_are_known_by_their_codes_and_their_labels():
    AudienceFactory(code="marins", label="Gens de mer")

    line = read(company(Publics="gens de MER|inconnus|marins"))

    assert line.facts["audiences"] == ("marins",)
    assert "inconnus" in line.remarks[0]


@pytest.mark.parametrize("town", ["56321 Lorient Cedex", "lorient", "An Oriant"])
def test_a_commune_is_known_as_people_write_it(town):
    assert read(company(Ville=town)).facts["commune"] == "56121"


def test_two_communes_of_one_name_are_told_apart_by_their_postcode():
    for insee, postcode in (("99901", "99100"), ("99902", "99200")):
        CommuneFactory(insee=insee, name="Saint-Pol", postcodes=[postcode])

    assert read(company(Ville="St Pol", CP="99200")).facts["commune"] == "99902"
    assert read(company(Ville="St. Pol")).is_outside


def test_a_commune_that_the_territory_does_not_have_is_said():
    line = read(company(Ville="Rennes"))

    assert line.is_outside
    assert "commune" not in line.facts
    assert "Rennes n’est pas une commune du territoire." in line.remarks


def test_words_of_another_language_are_not_those_of_the_french_page():
    line = read({"nom": "Ar C’hlub", "langue": "br", "sigle": "KL"})

    assert line.facts == {"acronym": "KL"}
    assert "pas en français" in line.remarks[0]
