"""The directory's files: the same actors as the page, all of them, valid, and nothing that is not public."""

import csv
import gzip
import io
import json

import pytest
from wagtail.models import PageViewRestriction

from annuaire import exports
from annuaire.directory_row import DirectoryRow
from annuaire.models import ActorPage, DirectoryPage
from annuaire.national_row import NationalRow
from core.formulas import is_formula
from core.tables.columns import header
from core.tables.reading import read
from tests.annuaire.national_schema import faults
from tests.factories.annuaire import ActorPageFactory
from tests.factories.core import AudienceFactory, CommuneFactory, SkillFactory, translate
from tests.open_data import body

pytestmark = pytest.mark.django_db
ALL = "/annuaire/annuaire.csv"
PLACES = "/annuaire/lieux-mediation-numerique.csv"
SCHEMA = "/annuaire/annuaire.schema.json"
FILES = (ALL, PLACES, SCHEMA)


def rows(client, path: str, **parameters) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body(client.get(path, parameters)).decode(), newline="")))


def names(client, path: str, **parameters) -> list[str]:
    return [row["nom"] for row in rows(client, path, **parameters)]


def place(**facts) -> ActorPage:
    """An actor that the national file holds."""
    return ActorPageFactory(located=True, services=["demarches"], **facts)


def test_the_file_of_all_holds_everybody_in_the_order_of_the_page(client):
    for title in ("Éclair", "Zinc", "Abri"):
        ActorPageFactory(title=title)

    assert names(client, ALL) == ["Abri", "Éclair", "Zinc"]
    assert names(client, ALL, page="2", inconnu="1") == ["Abri", "Éclair", "Zinc"]


def test_places_alone_are_in_the_national_file(client):
    place(title="Un lieu")
    ActorPageFactory(title="Sans adresse", services=["demarches"])
    ActorPageFactory(title="Sans médiation", located=True, services=["reparation"])
    place(title="Inventé", example=True)

    assert names(client, PLACES) == ["Un lieu"]
    assert [row["nom"] for row in rows(client, ALL) if row["lieu_mediation_numerique"] == "true"] == ["Un lieu"]
    assert len(names(client, ALL)) == 4


def test_the_national_file_is_the_schema_s(client):
    place(title="=Le « Club »", siret="73282932000074", phone="02 97 00 00 00", audiences=["seniors", "elus"])
    found = rows(client, PLACES)

    assert list(found[0]) == header(NationalRow)
    assert faults(found) == []
    assert found[0]["nom"] == "'=Le « Club »"
    assert found[0]["publics_specifiquement_adresses"] == "Seniors"
    assert found[0]["telephone"] == "+33297000000"


def test_a_place_keeps_its_id_whatever_changes(client):
    actor = place(title="Avant")
    before = rows(client, PLACES)[0]["id"]
    actor.title, actor.slug = "Après", "apres"
    actor.save_revision().publish()

    assert [(row["id"], row["nom"]) for row in rows(client, PLACES)] == [(before, "Après")]


@pytest.mark.parametrize("path", [ALL, PLACES])
def test_a_file_holds_the_actors_of_the_list_with_the_same_query_string(client, path):
    commune, audience = CommuneFactory(), AudienceFactory()
    place(title="Tricot un", kind="fablab", commune=commune, audiences=[audience], verified_on="2025-01-01")
    place(title="Tricot deux", kind="fablab", audiences=[audience], verified_on="2026-01-01")
    place(title="Autre", kind="entreprise")
    for asked in (
        {"genre": "fablab"},
        {"public": audience.code},
        {"commune": commune.insee},
        {"q": "tricot"},
        {"q": "tricot", "commune": commune.insee},
        {"genre": ["fablab", "entreprise"], "tri": "fraicheur"},
        {"service": "demarches"},
        {"equipement": "decoupe-laser"},
    ):
        page = client.get("/annuaire/", asked)
        assert page.context["problems"] == [], asked
        assert names(client, path, **asked) == [card.name for card in page.context["cards"]], asked


@pytest.mark.parametrize("path", [ALL, PLACES])
@pytest.mark.parametrize("name", ["genre", "public", "commune", "service", "equipement", "tri"])
def test_an_unknown_value_is_refused_with_a_sentence(client, path, name):
    place()
    response = client.get(path, {name: "lic\x00orne"})

    assert response.status_code == 400
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    said = response.content.decode().replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
    assert said == f"Paramètre « {name} » : « licorne » n’est pas une valeur connue.\n"


def test_words_too_long_are_refused_too(client):
    assert client.get(ALL, {"q": "x" * 101}).status_code == 400


@pytest.mark.parametrize("path", [ALL, PLACES])
def test_what_is_not_public_is_never_there(client, path):
    place(title="Brouillon", draft=True)
    withdrawn, private, deleted = place(title="Retiré"), place(title="Réservé"), place(title="Supprimé")
    changed = place(title="Avant")
    assert len(names(client, path)) == 4
    withdrawn.unpublish()
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    deleted.delete()
    changed.title = "Pas encore"
    changed.save_revision()

    assert names(client, path) == ["Avant"]


def test_a_directory_for_some_alone_gives_empty_files(client):
    place()
    PageViewRestriction.objects.create(
        page=DirectoryPage.objects.get(locale__language_code="fr"), restriction_type="login"
    )

    assert names(client, ALL) == names(client, PLACES) == []


def test_all_that_an_entry_says_is_in_its_row_and_no_more(client):
    skill = SkillFactory()
    actor = place(
        title="Le Club",
        acronym="LC",
        skills=[skill],
        phone="02 97 00 00 00",
        email="contact@club.example",
        website="https://club.example/",
        body=[("text", "<p>Un.</p><p>Deux.</p>")],
        verified_on="2026-01-05",
        fees=["Gratuit"],
    )
    (row,) = rows(client, ALL)

    assert list(row) == header(DirectoryRow)
    said = {
        "id": str(actor.translation_key),
        "nom": "Le Club",
        "sigle": "LC",
        "genre": "association",
        "presentation": "Un.\n\nDeux.",
        "services": "demarches",
        "competences": skill.code,
        "latitude": "47.75",
        "longitude": "-3.37",
        "telephone": "+33297000000",
        "frais_a_charge": "Gratuit",
        "verifie_le": "2026-01-05",
        "exemple": "false",
        "langue": "fr",
        "fiche": f"http://testserver/annuaire/{actor.slug}/",
    }
    assert {name: row[name] for name in said} == said
    assert read(DirectoryRow, row).errors == ()
    assert {"owner", "proprietaire", "auteur"} & set(row) == set()


def test_a_row_is_told_in_the_language_of_the_file_where_it_is_translated(client):
    translate(place(title="Le Club"), "br", title="Ar C’hlub", summary="Amañ.")
    place(title="Zinc")

    told = [(row["nom"], row["langue"], row["fiche"].split("/")[3]) for row in rows(client, f"/br{ALL}")]

    assert told == [("Ar C’hlub", "br", "br"), ("Zinc", "fr", "br")]
    assert names(client, f"/br{PLACES}") == ["Le Club", "Zinc"]
    assert client.get(f"/br{PLACES}")["Content-Language"] == "fr"
    assert client.get(f"/br{ALL}")["Content-Language"] == "br"


def test_no_cell_is_a_formula(client):
    hostile = '=cmd|"/C calc"!A0'
    place(
        title=hostile,
        acronym="@SUM(1)",
        summary=f"a;{hostile}",
        street=f"+{hostile}",
        complement="-1+1",
        accessibility=f"Oui\n{hostile}",
        programmes=f"{hostile}, +1",
        parent_structure=hostile,
        sources=f"{hostile}\n-2",
    )
    for path in (ALL, PLACES):
        (row,) = rows(client, path)
        assert [name for name, cell in row.items() if is_formula(cell) and name not in ("telephone", "longitude")] == []
    assert read(DirectoryRow, rows(client, ALL)[0]).row.nom == hostile


@pytest.mark.parametrize("path", [ALL, PLACES])
def test_a_file_says_what_it_is_and_on_what_terms(client, path, settings):
    settings.FROZEN_NOW = "2026-11-24T10:00"
    response = client.get(path)

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert '; rel="license"' in response["Link"]
    assert '; rel="describedby"' in response["Link"]
    assert response["Vary"] == "Accept-Encoding"
    assert response["Cache-Control"] == "public, max-age=3600"
    assert response["X-Robots-Tag"] == "noindex"
    publisher = settings.TERRITORY.data["publisher"]["siren"]
    name = response["Content-Disposition"].removeprefix('attachment; filename="').removesuffix('"')
    if path == ALL:
        assert name == "annuaire.csv"
    else:
        assert name.startswith(f"2026-11-24_{publisher}_lieux-de-mediation-numerique_")
        assert name.endswith(".csv")
        assert name.isascii()
    assert body(response).startswith(b"id,")
    assert b"\r\n" in body(client.get(path))


@pytest.mark.parametrize("path", FILES)
def test_what_has_not_changed_is_not_sent_again(client, path):
    place()
    first = client.get(path)
    body(first)

    assert client.get(path, headers={"if-none-match": first["ETag"]}).status_code == 304
    zipped = client.get(path, headers={"accept-encoding": "gzip"})
    assert zipped["ETag"] != first["ETag"]
    assert zipped["Content-Encoding"] == "gzip"
    assert gzip.decompress(body(zipped)) == body(client.get(path))


@pytest.mark.parametrize("path", [ALL, PLACES])
def test_another_language_or_question_is_another_file(client, path):
    place(kind="fablab")

    tags = [client.get(address)["ETag"] for address in (path, f"{path}?genre=fablab", f"/br{path}", f"{path}?q=acteur")]

    assert len(set(tags)) == 4
    assert "Last-Modified" in client.get(path).headers
    assert "Last-Modified" not in client.get(f"{path}?q=acteur").headers


@pytest.mark.parametrize("path", [ALL, PLACES])
def test_each_change_of_an_actor_is_another_version(client, path):
    actor = place(title="Un")
    tags, dates = [client.get(path)["ETag"]], [client.get(path)["Last-Modified"]]
    actor.title = "Deux"
    actor.save_revision().publish()
    for _change in (lambda: None, lambda: place(title="Trois"), actor.unpublish):
        _change()
        tags.append(client.get(path)["ETag"])
        dates.append(client.get(path)["Last-Modified"])

    assert len(set(tags)) == 4
    assert client.get(path, headers={"if-modified-since": dates[0]}).status_code == 200


@pytest.mark.parametrize("path", FILES)
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_a_file_is_only_read(client, path, method):
    response = getattr(client, method)(path)

    assert response.status_code == 405
    assert set(response["Allow"].split(", ")) == {"GET", "HEAD"}


def test_asking_what_a_file_is_makes_none_of_it(client, monkeypatch, django_assert_max_num_queries):
    for _ in range(3):
        place()
    expected = client.get(ALL)
    monkeypatch.setattr(exports, "read_facts", None)

    with django_assert_max_num_queries(1):
        response = client.head(ALL)

    assert body(response) == b""
    for name in ("ETag", "Last-Modified", "Content-Type", "Content-Disposition", "Link"):
        assert response[name] == expected[name]
    assert client.get(ALL, headers={"if-none-match": expected["ETag"]}).status_code == 304


@pytest.mark.parametrize("path", [ALL, f"/br{ALL}", PLACES])
def test_a_file_is_read_by_batches(client, monkeypatch, django_assert_max_num_queries, path):
    monkeypatch.setattr(exports, "BATCH", 2)
    for number in range(5):
        place(title=f"Acteur {number}")
    client.get(path)

    with django_assert_max_num_queries(1 + 2 + 5 + 3 * 8):
        assert names(client, path) == [f"Acteur {number}" for number in range(5)]


def test_the_schema_is_that_of_the_rows(client):
    response = client.get(SCHEMA)
    schema = json.loads(body(response))

    assert response["Content-Type"] == "application/json; charset=utf-8"
    assert [field["name"] for field in schema["fields"]] == header(DirectoryRow)
    assert all(field["title"] for field in schema["fields"])
    assert schema["primaryKey"] == "id"
    assert schema["licenses"][0]["name"] == "etalab-2.0"


@pytest.mark.parametrize("language", ["", "/br", "/en"])
def test_the_page_leads_to_both_files_with_its_filters(client, language):
    place(kind="fablab")
    html = client.get(f"{language}/annuaire/", {"genre": "fablab"}).content.decode()

    for path in (ALL, PLACES):
        assert html.count(f'href="{language}{path}?genre=fablab"') == 2
    assert f'href="{language}{SCHEMA}"' in html
    assert '<link rel="alternate"' in html
    assert 'rel="license"' in html
