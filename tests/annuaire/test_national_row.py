"""A row of the national schema: what an actor gives, what cells tell, and that the class is the schema."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annuaire.facts import ActorFacts
from annuaire.national_row import NO_SIRET, NationalLabels, NationalRow
from core.tables.columns import columns, header
from core.tables.reading import read
from core.tables.schema import table_schema
from core.tables.writing import cells
from tests.annuaire.national_schema import VERSIONS, faults, schema

LABELS = NationalLabels(
    services={"demarches": "Aide aux démarches administratives", "materiel": "Accès internet et matériel informatique"},
    audiences={"seniors": "Seniors", "familles": "Familles et/ou enfants"},
)
PLACE = ActorFacts(
    key="7b6a9f6e-3c52-4a5b-9a2a-7a2f1c0d9e11",
    title="Le Club",
    kind="association",
    summary="On y aide.",
    body="Un.\n\nDeux.",
    street="1 rue du Port",
    complement="2e étage",
    postcode="56000",
    commune="56260",
    town="Vannes",
    latitude=47.65,
    longitude=-2.76,
    phone="+33297000000",
    email="contact@club.example",
    website="https://club.example/?a=1",
    siret="73282932000074",
    opening_hours="Mo-Fr 09:00-12:00; PH off",
    services=("reparation", "materiel", "demarches"),
    audiences=("elus", "seniors"),
    programmes=("France Services", "ORDI 3.0", "Label du coin"),
    fees=("Gratuit",),
    access_modes=("Se présenter", "Téléphoner"),
    published_on=dt.datetime(2027, 1, 2, 10, tzinfo=dt.UTC),
    verified_on=dt.date(2027, 1, 5),
    sources=("Le rapport", "Le site"),
)


def row(**changes) -> NationalRow | None:
    return NationalRow.from_facts(replace(PLACE, **changes), LABELS)


def as_cells(given_row: NationalRow) -> dict[str, str]:
    return dict(zip(header(NationalRow), cells(given_row), strict=True))


@pytest.mark.parametrize("version", VERSIONS)
def test_the_columns_are_those_of_the_schema_in_its_order(version):
    theirs, ours = schema(version), table_schema(NationalRow)

    assert [field["name"] for field in ours["fields"]] == [field["name"] for field in theirs["fields"]]
    assert [field["type"] for field in ours["fields"]] == [field["type"] for field in theirs["fields"]]
    assert ours["primaryKey"] == theirs["primaryKey"]
    for mine, their in zip(ours["fields"], theirs["fields"], strict=True):
        for name, default in (("required", False), ("maxLength", None)):
            assert mine["constraints"].get(name, default) == their["constraints"].get(name, default), mine["name"]


def test_a_place_says_what_its_entry_says():
    told = as_cells(row())

    assert told == dict.fromkeys(header(NationalRow), "") | {
        "id": PLACE.key,
        "pivot": "73282932000074",
        "nom": "Le Club",
        "commune": "Vannes",
        "code_postal": "56000",
        "code_insee": "56260",
        "adresse": "1 rue du Port",
        "complement_adresse": "2e étage",
        "latitude": "47.65",
        "longitude": "-2.76",
        "typologie": "ASSO",
        "telephone": "+33297000000",
        "courriels": "contact@club.example",
        "site_web": "https://club.example/?a=1",
        "horaires": "Mo-Fr 09:00-12:00; PH off",
        "presentation_resume": "On y aide.",
        "presentation_detail": "Un.\n\nDeux.",
        "source": "Le rapport, Le site",
        "date_maj": "2027-01-05",
        "services": "Aide aux démarches administratives|Accès internet et matériel informatique",
        "publics_specifiquement_adresses": "Seniors",
        "frais_a_charge": "Gratuit",
        "dispositif_programmes_nationaux": "France Services",
        "formations_labels": "ORDI 3.0",
        "autres_formations_labels": "Label du coin",
        "modalites_acces": "Se présenter|Téléphoner",
    }


@pytest.mark.parametrize(
    "changes",
    [
        {"street": ""},
        {"street": "«»"},
        {"postcode": ""},
        {"postcode": "5600"},
        {"commune": "", "town": ""},
        {"services": ("reparation",)},
        {"services": ()},
        {"example": True},
        {"title": " "},
    ],
    ids=str,
)
def test_what_is_no_whole_place_of_mediation_is_not_in_the_file(changes):
    assert row(**changes) is None


@pytest.mark.parametrize(
    ("changes", "column", "cell"),
    [
        ({"siret": ""}, "pivot", NO_SIRET),
        ({"siret": "", "rna": "W561000000"}, "pivot", "W561000000"),
        ({"street": "3 « rue » du Port"}, "adresse", "3 rue du Port"),
        ({"street": "-1 rue"}, "adresse", "'-1 rue"),
        ({"street": "1 rue Nominoë, Ñandú ž"}, "adresse", "1 rue Nominoë, Ñandú z"),
        ({"phone": "3949"}, "telephone", ""),
        ({"phone": "+442079460018"}, "telephone", ""),
        ({"phone": "+596596000000"}, "telephone", "+596596000000"),
        ({"email": "=1@club.example"}, "courriels", ""),
        ({"title": "=HYPERLINK(1)"}, "nom", "'=HYPERLINK(1)"),
        ({"title": "Le\nClub"}, "nom", "Le Club"),
        ({"summary": "=" + "x" * 279}, "presentation_resume", "'=" + "x" * 278),
        ({"booking_url": "https://rdv.example/été"}, "prise_rdv", "https://rdv.example/%C3%A9t%C3%A9"),
        ({"booking_url": "https://rdv.example/#a!(b)"}, "prise_rdv", ""),
        ({"kind": "entreprise"}, "typologie", ""),
        ({"kind": "fablab", "typologies": ("EPN", "BIB")}, "typologie", "EPN|BIB"),
        ({"programmes": ("Étapes numériques (La Poste)",)}, "formations_labels", ""),
        ({"latitude": None}, "longitude", ""),
        ({"commune": "99X01"}, "code_insee", ""),
        ({"verified_on": None}, "date_maj", "2027-01-02"),
    ],
    ids=str,
)
def test_what_the_schema_or_the_library_would_refuse_is_mended_or_left_out(changes, column, cell):
    told = as_cells(row(**changes))

    assert told[column] == cell
    assert faults([told]) == []


TEXT = st.text(max_size=60)
LINES = st.text(alphabet=st.sampled_from("=+-@;'\"\n\r\t «»été1a|,"), max_size=40)


@settings(max_examples=100, derandomize=True, deadline=None, database=None)
@given(
    st.builds(
        replace,
        st.just(PLACE),
        title=TEXT | LINES,
        street=TEXT | LINES,
        complement=LINES,
        town=TEXT,
        summary=st.text(max_size=280) | LINES,
        body=LINES,
        email=TEXT,
        website=TEXT,
        booking_url=TEXT.map("https://rdv.example/{}".format),
        parent_structure=LINES,
        opening_hours=LINES,
        phone=LINES,
        siret=st.sampled_from(["", "73282932000074"]),
        programmes=st.lists(TEXT, max_size=3).map(tuple),
        sources=st.lists(LINES, max_size=2).map(tuple),
    )
)
def test_whatever_an_entry_says_its_row_is_valid(facts):
    made = NationalRow.from_facts(facts, LABELS)

    if made is not None:
        assert faults([as_cells(made)]) == []


def test_cells_tell_the_row_they_were_made_of():
    for made in (row(), row(title="=1", summary="+1", siret="", rna="W561000000", body="- a\n- b;=c")):
        found = read(NationalRow, as_cells(made))

        assert found.errors == ()
        assert found.row == made


def test_a_row_tells_the_facts_that_made_it():
    told = row(title="=1").facts(LABELS)
    source = replace(PLACE, title="=1")

    assert {name: getattr(source, name) for name in told if name not in ("services", "audiences", "typologies")} == {
        name: value for name, value in told.items() if name not in ("services", "audiences", "typologies")
    }
    assert set(told["services"]) == {"demarches", "materiel"}
    assert told["audiences"] == ("seniors",)
    assert told["typologies"] == ("ASSO",)


@pytest.mark.parametrize(
    ("column", "cell", "message", "is_blocking"),
    [
        ("nom", "", "obligatoire", True),
        ("date_maj", "hier", "n’est pas une date", True),
        ("pivot", "73282932000075", "clé est fausse", False),
        ("pivot", "732829320", "Ni un SIRET", False),
        ("pivot", "abc", "forme attendue", True),
        ("telephone", "appelez", "forme attendue", False),
        ("latitude", "nord", "n’est pas un nombre", False),
        ("services", "Aide aux démarches|Aide aux démarches administratives", "n’est pas dans la liste", False),
        ("presentation_resume", "x" * 281, "280 caractères au plus", False),
    ],
)
def test_what_is_wrong_with_a_cell_is_told_in_a_sentence(column, cell, message, is_blocking):
    found = read(NationalRow, as_cells(row()) | {column: cell})

    (error,) = found.errors
    assert error.column == column
    assert message in error.message
    assert error.is_blocking is is_blocking
    assert found.is_usable is not is_blocking
    kept = ("Aide aux démarches administratives",) if column == "services" else columns(NationalRow)[column].empty
    assert getattr(found.row, column) == kept


@pytest.mark.parametrize(
    ("column", "cell", "value"),
    [
        ("telephone", "02 97 00 00 00", "+33297000000"),
        ("pivot", "732 829 320 00074", "73282932000074"),
        ("pivot", NO_SIRET, NO_SIRET),
        ("frais_a_charge", "gratuit", ("Gratuit",)),
        ("modalites_acces", "Ce lieu n’accueille pas de public", ("Ce lieu n'accueille pas de public",)),
        ("date_maj", "05/01/2027", dt.date(2027, 1, 5)),
        ("date_maj", "2027-01-05T10:00:00Z", dt.date(2027, 1, 5)),
        ("latitude", "47,65", 47.65),
    ],
)
def test_what_people_write_is_understood(column, cell, value):
    found = read(NationalRow, as_cells(row()) | {column: cell})

    assert found.errors == ()
    assert getattr(found.row, column) == value
