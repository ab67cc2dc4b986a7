"""The directory as JSON and GeoJSON: the same actors as its table, and what changed of them since a reader came."""

import csv
import gzip
import io
import json
import random

import pytest
from wagtail.models import PageViewRestriction

from annuaire import exports, versions
from annuaire.directory_row import DirectoryRow
from annuaire.freshness.enums import Freshness
from annuaire.freshness.states import freshness_changed
from annuaire.models import ActorPage, DirectoryPage
from core.models import Commune, Service
from core.tables.columns import columns, header
from tests.factories.annuaire import ActorPageFactory
from tests.factories.core import CommuneFactory, translate
from tests.open_data import Copy, body, document

pytestmark = pytest.mark.django_db
JSON, GEOJSON = "/annuaire/annuaire.json", "/annuaire/annuaire.geojson"
DOCUMENTS = (JSON, GEOJSON)
MEMBERS = {"titre", "editeur", "licence", "page", "schema", "langue", "version", "modifie_depuis", "complet", "suite"}


def actors(client, **parameters) -> list[dict]:
    return document(client, JSON, parameters)["acteurs"]


def copy(client, query: str = "") -> Copy:
    made = Copy(client, f"{JSON}?{query}" if query else JSON, "acteurs")
    made.refresh()
    return made


def test_an_actor_is_an_object_with_each_column_of_the_table(client):
    ActorPageFactory(title="=Le Club", located=True, services=["demarches"], verified_on="2026-01-05")
    (told,) = actors(client)
    (row,) = csv.DictReader(io.StringIO(body(client.get("/annuaire/annuaire.csv")).decode(), newline=""))

    assert list(told) == header(DirectoryRow) == list(row)
    assert (told["nom"], row["nom"]) == ("=Le Club", "'=Le Club")
    assert told["sigle"] is None
    assert told["competences"] == []
    assert told["services"] == ["demarches"]
    assert (told["latitude"], told["longitude"]) == (47.75, -3.37)
    assert told["verifie_le"] == "2026-01-05"
    assert told["lieu_mediation_numerique"] is True
    assert told["modifie_le"] == row["modifie_le"]


def test_a_document_says_what_it_is_and_on_what_terms(client, settings):
    ActorPageFactory()
    response = client.get(f"{JSON}?genre=association")
    said = json.loads(body(response))

    assert said.keys() == MEMBERS | {"acteurs", "retires"}
    assert said["licence"]["url"] == settings.TERRITORY.data["licence"]["url"]
    assert said["page"] == "http://testserver/annuaire/?genre=association"
    assert said["suite"] == f"http://testserver{JSON}?genre=association&modifie_depuis={said['version']}"
    assert (said["complet"], said["modifie_depuis"], said["retires"]) == (True, None, [])
    assert response["Modifie-Depuis"] == said["version"]
    assert '; rel="license"' in response["Link"]
    assert response["Content-Type"] == "application/json; charset=utf-8"
    assert response["Content-Disposition"] == 'inline; filename="annuaire.json"'


def test_a_feature_has_its_point_or_none(client):
    ActorPageFactory(title="Ici", located=True)
    ActorPageFactory(title="Nulle part")
    response = client.get(GEOJSON)
    said = json.loads(body(response))

    assert response["Content-Type"] == "application/geo+json"
    assert said["type"] == "FeatureCollection"
    here, nowhere = said["features"]
    assert here["geometry"] == {"type": "Point", "coordinates": [-3.37, 47.75]}
    assert nowhere["geometry"] is None
    assert here["id"] == here["properties"]["id"]
    assert here["properties"].keys() == set(columns(DirectoryRow)) - {"latitude", "longitude"}


@pytest.mark.parametrize("asked", ["genre=fablab", "genre=fablab&genre=entreprise&tri=fraicheur", "q=tricot", ""])
def test_a_document_holds_the_actors_of_the_page(client, asked):
    ActorPageFactory(title="Tricot", kind="fablab", verified_on="2025-01-01")
    ActorPageFactory(title="Couture", kind="entreprise", verified_on="2026-01-01")
    names = [card.name for card in client.get(f"/annuaire/?{asked}").context["cards"]]

    assert names
    assert [actor["nom"] for actor in document(client, f"{JSON}?{asked}")["acteurs"]] == names
    features = document(client, f"{GEOJSON}?{asked}")["features"]
    assert [feature["properties"]["nom"] for feature in features] == names


def test_a_document_is_in_the_language_of_its_address(client):
    translate(ActorPageFactory(title="Le Club"), "br", title="Ar C’hlub")
    said = document(client, f"/br{JSON}")

    assert [(actor["nom"], actor["langue"]) for actor in said["acteurs"]] == [("Ar C’hlub", "br")]
    assert said["langue"] == "br"
    assert said["suite"].startswith("http://testserver/br/annuaire/annuaire.json?")


@pytest.mark.parametrize("path", DOCUMENTS)
def test_an_unknown_value_is_refused_and_an_unknown_name_is_not(client, path):
    refused = client.get(path, {"genre": "licorne"})

    assert refused.status_code == 400
    assert "licorne" in refused.content.decode()
    assert refused["Access-Control-Allow-Origin"] == "*"
    assert client.get(path, {"licorne": "1"}).status_code == 200


@pytest.mark.parametrize("path", [*DOCUMENTS, "/annuaire/annuaire.csv", "/annuaire/annuaire.schema.json"])
def test_any_site_may_read_a_file_and_no_cookie_goes_with_it(client, path):
    client.cookies["sessionid"] = "x"
    response = client.get(path, headers={"origin": "https://ailleurs.example"})

    assert response["Access-Control-Allow-Origin"] == "*"
    assert not response.cookies
    assert response["Vary"] == "Accept-Encoding"
    again = client.get(path, headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again["Access-Control-Allow-Origin"]) == (304, "*")


@pytest.mark.parametrize("path", DOCUMENTS)
def test_nothing_is_made_for_who_has_it(client, path, monkeypatch, settings, django_assert_max_num_queries):
    settings.FROZEN_NOW = "2026-11-24T10:00"
    ActorPageFactory()
    first = client.get(path)
    zipped = client.get(path, headers={"accept-encoding": "gzip"})
    assert gzip.decompress(body(zipped)) == body(first)
    monkeypatch.setattr(exports, "read_facts", None)

    with django_assert_max_num_queries(2):
        assert client.get(path, headers={"if-none-match": first["ETag"]}).status_code == 304
        head = client.head(path)
    assert body(head) == b""
    assert head["Last-Modified"] == first["Last-Modified"]


JUNK = ("hier", "2026-13-01", "2026-02-30T00:00", "1e3", "٢٠٢٦-01-01", "x" * 500, "2026-01-01\x00", "2999-01-01")


@pytest.mark.parametrize("path", DOCUMENTS)
@pytest.mark.parametrize("junk", JUNK)
def test_what_is_no_past_instant_is_refused_with_a_sentence(client, path, junk):
    ActorPageFactory()
    response = client.get(path, {"modifie_depuis": junk})

    assert response.status_code == 400
    assert "modifie_depuis" in response.content.decode()


@pytest.mark.parametrize(
    "instant",
    ["2026-11-21", "2026-11-21T08:00:00Z", "2026-11-21T08:00:00+01:00", "2026-11-21T08:00:00 01:00", "1900-01-01"],
)
def test_days_and_instants_are_read_as_iso_8601_writes_them(client, settings, instant):
    settings.FROZEN_NOW = "2026-12-01T10:00"
    ActorPageFactory()

    assert client.get(f"{JSON}?modifie_depuis={instant}").status_code == 200


def test_a_table_has_no_place_for_what_was_withdrawn_and_says_where_there_is(client):
    response = client.get("/annuaire/annuaire.csv?modifie_depuis=2026-01-01")

    assert response.status_code == 400
    assert "http://testserver/annuaire/annuaire.json" in response.content.decode()


def test_a_change_of_the_second_asked_is_told_again_rather_than_missed(client, settings):
    settings.FROZEN_NOW = "2026-12-01T10:00:00"
    ActorPageFactory(title="Un")
    since = document(client, JSON)["version"]
    ActorPageFactory(title="Deux")

    assert [actor["nom"] for actor in actors(client, modifie_depuis=since)] == ["Deux", "Un"]
    assert [actor["nom"] for actor in actors(client, modifie_depuis=document(client, JSON)["version"])] == ["Deux"]


def test_what_is_withdrawn_is_told_with_when(client):
    kept = copy(client)
    shown = ActorPageFactory(title="Montré")
    gone = [ActorPageFactory(title=f"Parti {number}") for number in range(4)]
    kept.refresh()
    gone[0].unpublish()
    gone[1].delete()
    PageViewRestriction.objects.create(page=gone[2], restriction_type="login")
    ActorPage.objects.filter(pk=gone[3].pk).update(freshness=Freshness.HIDDEN)
    freshness_changed.send(sender=ActorPage, actor_ids={gone[3].pk})
    said = kept.refresh()

    assert said["complet"] is False
    assert {item["id"] for item in said["retires"]} == {str(actor.translation_key) for actor in gone}
    assert all(item["retire_le"] >= said["modifie_depuis"] for item in said["retires"])
    assert [item["nom"] for item in kept.items.values()] == [shown.title]


def test_leaving_a_selection_is_told_to_who_reads_it(client):
    actor = ActorPageFactory(kind="fablab")
    fablabs, everybody = copy(client, "genre=fablab"), copy(client)
    actor.kind = "entreprise"
    actor.save_revision().publish()

    assert [item["id"] for item in fablabs.refresh()["retires"]] == [str(actor.translation_key)]
    assert everybody.refresh()["retires"] == []
    assert fablabs.items == {}
    assert everybody.items == everybody.full()


def test_what_was_never_published_is_never_named(client):
    ActorPageFactory()
    kept = copy(client)
    draft = ActorPageFactory(draft=True)
    draft.title = "Autre"
    draft.save()
    draft.delete()

    assert kept.refresh()["retires"] == []


@pytest.mark.parametrize(
    "change",
    [
        lambda actor: Commune.objects.filter(pk=actor.commune_id).get().save(),
        lambda actor: Service.objects.get(code="demarches").save(),
        lambda actor: versions.move(),
        lambda actor: PageViewRestriction.objects.create(page=DirectoryPage.objects.first(), restriction_type="login"),
    ],
    ids=["commune", "vocabulary", "many at once", "the folder"],
)
def test_what_may_change_many_actors_makes_the_next_reading_whole(client, change):
    actor = ActorPageFactory(located=True, services=["demarches"])
    kept = copy(client)
    change(actor)
    kept.refresh()

    assert kept.wholes == 2
    assert kept.items == kept.full()


def test_words_are_told_whole_each_time(client):
    """What they find depends on the index of search, of which no actor's change says anything."""
    ActorPageFactory(title="Tricot")
    kept = copy(client, "q=tricot")

    assert kept.refresh()["complet"] is True


def test_a_reader_from_before_changes_were_known_reads_everything(client):
    ActorPageFactory()

    assert document(client, JSON, {"modifie_depuis": "2020-01-01"})["complet"] is True


def _publish(actor: ActorPage) -> None:
    actor.save_revision().publish()


def _change(choice: random.Random, made: list[ActorPage], communes: list[Commune]) -> None:
    """One of the things that happen to a directory."""
    action = choice.choice(["new", "unpublish", "publish", "delete", "rename", "kind", "hide", "show", "private",
                            "public", "translate", "commune", "draft", "town"])  # fmt: skip
    if action == "new" or not made:
        made.append(ActorPageFactory(kind=choice.choice(["fablab", "entreprise"]), commune=choice.choice(communes)))
        return
    actor = ActorPage.objects.get(pk=choice.choice(made).pk)
    restrictions = PageViewRestriction.objects.filter(page=actor)
    match action:
        case "unpublish" if actor.live:
            actor.unpublish()
        case "publish":
            _publish(actor)
        case "delete":
            made[:] = [other for other in made if other.pk != actor.pk]
            actor.delete()
        case "rename":
            actor.title = f"Nom {choice.random()}"
            _publish(actor)
        case "kind":
            actor.kind = choice.choice(["fablab", "entreprise"])
            _publish(actor)
        case "hide" | "show":
            state = Freshness.HIDDEN if action == "hide" else Freshness.CURRENT
            ActorPage.objects.filter(pk=actor.pk).update(freshness=state)
            freshness_changed.send(sender=ActorPage, actor_ids={actor.pk})
        case "private" if not restrictions.exists():
            PageViewRestriction.objects.create(page=actor, restriction_type="login")
        case "public" if restriction := restrictions.first():
            restriction.delete()
        case "translate" if not actor.has_translation(DirectoryPage.objects.get(locale__language_code="br").locale):
            translate(actor, "br", title=f"Anv {choice.random()}")
        case "commune":
            actor.commune = choice.choice(communes)
            _publish(actor)
        case "draft":
            actor.title = "Pas encore"
            actor.save_revision()
        case "town":
            town = choice.choice(communes)
            town.name = f"Ville {choice.random()}"
            town.save()


@pytest.mark.parametrize("seed", range(3))
def test_a_reader_of_changes_ends_with_the_copy_that_one_reading_gives(client, seed):
    choice = random.Random(seed)  # edits drawn again alike
    communes = [CommuneFactory(), CommuneFactory()]
    made = [ActorPageFactory(kind=kind, commune=communes[0]) for kind in ("fablab", "entreprise")]
    readers = [
        copy(client),
        copy(client, "genre=fablab"),
        copy(client, f"commune={communes[1].insee}&genre=entreprise"),
        Copy(client, f"/br{JSON}", "acteurs"),
    ]
    partial = 0
    for _step in range(8):
        for _edit in range(choice.randint(1, 2)):
            _change(choice, made, communes)
        reader = choice.choice(readers)
        partial += not reader.refresh()["complet"]
    for reader in readers:
        partial += not reader.refresh()["complet"]
        assert reader.items == reader.full(), reader.address
    assert partial >= 3
