"""The agenda as a table and as JSON: the dates of its feed, and what changed of them since a reader came."""

import csv
import datetime as dt
import gzip
import io
import json
import random

import pytest
from wagtail.models import PageViewRestriction

from agenda import exports
from agenda.event_row import EventRow
from core.formulas import is_formula
from core.models import Audience, EventKind, Place
from core.tables.columns import columns, header
from core.tables.reading import read
from evenements.enums import State
from evenements.models import EventPage, Occurrence
from evenements.rebuilding import rebuild
from tests.agenda.sample import NOW, agenda, selections, uids, workshops
from tests.factories.annuaire import ActorPageFactory
from tests.factories.core import PlaceFactory, translate
from tests.factories.evenements import EventPageFactory, WorkshopPageFactory, line, organised_by
from tests.open_data import Copy, body, document

pytestmark = pytest.mark.django_db
CSV, JSON, SCHEMA = "/agenda/agenda.csv", "/agenda/agenda.json", "/agenda/agenda.schema.json"
FILES = (CSV, JSON, "/ateliers/agenda.csv", "/ateliers/agenda.json")


@pytest.fixture(autouse=True)
def _now(settings):
    settings.FROZEN_NOW = NOW


def rows(client, path: str = CSV) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body(client.get(path)).decode(), newline="")))


def dates(client, path: str = JSON) -> list[dict]:
    return document(client, path)["dates"]


def copy(client, query: str = "") -> Copy:
    made = Copy(client, f"{JSON}?{query}" if query else JSON, "dates")
    made.refresh()
    return made


def publish(event: EventPage) -> None:
    event.save_revision().publish()


def change_line(event: EventPage, **facts) -> None:
    (only,) = event.date_lines.all()
    for name, value in facts.items():
        setattr(only, name, value)
    event.date_lines = [only]
    publish(event)


def test_a_date_is_told_with_all_that_its_event_says(client):
    club, place = ActorPageFactory(title="Le Club"), PlaceFactory(name="Salle", latitude=47.7, longitude=-3.4)
    event = EventPageFactory(
        title="Rencontre",
        place=place,
        participants=organised_by(club),
        audiences=["entreprises", "citoyens"],
        is_free=False,
        price="5 €",
        registration="external",
        registration_url="https://ailleurs.example/",
    )
    translate(event, "br", title="Emgav", summary="Berr.")
    (told,) = dates(client)
    uid = event.date_lines.get().uid

    said = {
        "id": f"{uid}/2027-04-07",
        "id_serie": uid,
        "titre_fr": "Rencontre",
        "titre_br": "Emgav",
        "titre_en": None,
        "description_br": "Berr.",
        "type": event.kind.code,
        "atelier": False,
        "debut": "2027-04-07T12:00:00Z",
        "fin": "2027-04-07T15:00:00Z",
        "premier_jour": "2027-04-07",
        "dernier_jour": "2027-04-07",
        "jour_entier": False,
        "fuseau": "Europe/Paris",
        "statut": "prevu",
        "debut_initial": None,
        "mode": "sur-place",
        "lieu_id": place.slug,
        "lieu_nom": "Salle",
        "code_insee": place.commune.insee,
        "latitude": 47.7,
        "organisateur_id": [str(club.translation_key)],
        "organisateur_nom": ["Le Club"],
        "publics": ["citoyens", "entreprises"],
        "themes": [],
        "gratuit": False,
        "tarif": "5 €",
        "capacite": None,
        "inscription_url": "https://ailleurs.example/",
        "url": f"http://testserver/evenements/{event.slug}/",
    }
    assert list(told) == header(EventRow)
    assert {name: told[name] for name in said} == said
    (row,) = rows(client)
    assert list(row) == header(EventRow)
    assert read(EventRow, row).errors == ()
    assert (row["publics"], row["titre_en"], row["debut"]) == ("citoyens|entreprises", "", "2027-04-07T12:00:00Z")


@pytest.mark.parametrize(
    ("facts", "status", "mode"),
    [
        ({"state": State.CANCELLED}, "annule", "sur-place"),
        ({"state": State.POSTPONED}, "reporte", "sur-place"),
        ({"state": State.MOVED_ONLINE, "online_url": "https://visio.example/"}, "deplace-en-ligne", "en-ligne"),
        ({"state": State.FULL}, "complet", "sur-place"),
        ({"mode": "hybride"}, "prevu", "hybride"),
    ],
)
def test_each_state_has_its_word(client, facts, status, mode):
    EventPageFactory(at_place=True, **facts)
    (told,) = dates(client)

    assert (told["statut"], told["mode"]) == (status, mode)
    assert (told["lieu_nom"] is None) == (mode == "en-ligne")


def test_a_workshop_says_what_it_takes_and_has_files_of_its_own(client):
    EventPageFactory()
    WorkshopPageFactory(equipment=["decoupe-laser"], level="debutant", seats=8)
    (told,) = dates(client, "/ateliers/agenda.json?equipement=decoupe-laser")

    assert (told["atelier"], told["equipements"], told["niveau"], told["capacite"]) == (
        True,
        ["decoupe-laser"],
        "debutant",
        8,
    )
    assert len(dates(client)) == 2
    assert len(rows(client, "/ateliers/agenda.csv")) == 1


def test_names_are_in_the_language_of_the_address(client):
    club = ActorPageFactory(title="Le Club")
    translate(club, "br", title="Ar C’hlub")
    EventPageFactory(participants=organised_by(club))
    (told,) = dates(client, f"/br{JSON}")

    assert told["organisateur_nom"] == ["Ar C’hlub"]
    assert told["url"].startswith("http://testserver/br/evenements/")


def test_no_cell_is_a_formula(client):
    hostile = '=cmd|"/C calc"!A0'
    club = ActorPageFactory(title=f"+{hostile}")
    place = PlaceFactory(name=f"@{hostile}", street=f"a;{hostile}", complement="-1+1", latitude=47.7, longitude=-3.4)
    EventPageFactory(
        title=hostile, summary=f"Oui\n{hostile}", place=place, participants=organised_by(club), accessibility="\t=1",
        spoken_languages="+br", is_free=False, price="-5 €",
        date_lines=[line(changes=({"original": "2027-04-07", "note": hostile},))],
    )  # fmt: skip
    (row,) = rows(client)

    assert [name for name, cell in row.items() if is_formula(cell) and name != "longitude"] == []
    assert read(EventRow, row).row.titre_fr == hostile
    assert dates(client)[0]["titre_fr"] == hostile


def test_a_file_holds_the_dates_of_the_feed_with_the_same_query_string(client):
    agenda()
    workshops()
    for query in ("", "du=2027-04-01&au=2027-05-01", *list(selections())[5::29]):
        address = f"{JSON}?{query}" if query else JSON
        found = dates(client, address)
        assert {date["id_serie"] for date in found} == uids(client, "/agenda/agenda.ics", query), query
        assert [date["id"] for date in found] == [row["id"] for row in rows(client, f"{CSV}?{query}")], query
        assert [date["debut"] for date in found] == sorted(date["debut"] for date in found)


@pytest.mark.parametrize("path", FILES)
def test_an_unknown_value_is_refused_with_a_sentence(client, path):
    refused = client.get(path, {"public": "licorne"})

    assert refused.status_code == 400
    assert "licorne" in refused.content.decode()
    assert client.get(path, {"licorne": "1"}).status_code == 200


@pytest.mark.parametrize("path", [*FILES, SCHEMA])
def test_a_file_is_made_once_for_who_keeps_it(client, path, monkeypatch, django_assert_max_num_queries):
    WorkshopPageFactory()
    first = client.get(path)
    zipped = client.get(path, headers={"accept-encoding": "gzip"})
    assert gzip.decompress(body(zipped)) == body(first)
    assert first["Access-Control-Allow-Origin"] == "*"
    assert not first.cookies
    monkeypatch.setattr(exports, "event_rows", None)

    with django_assert_max_num_queries(4):
        assert client.get(path, headers={"if-none-match": first["ETag"]}).status_code == 304
        head = client.head(path)
    assert body(head) == b""
    assert head["ETag"] == first["ETag"]
    assert client.post(path).status_code == 405


def test_a_publication_and_a_new_day_make_another_file(client, settings):
    event = EventPageFactory()
    tags = [client.get(CSV)["ETag"]]
    event.title = "Autre"
    publish(event)
    tags.append(client.get(CSV)["ETag"])
    settings.FROZEN_NOW = "2027-04-08T12:00:00"
    tags += [client.get(CSV)["ETag"], client.get(f"/br{CSV}")["ETag"], client.get(f"{CSV}?gratuit=1")["ETag"]]

    assert len(set(tags)) == 5


def test_the_schema_is_that_of_the_rows(client):
    schema = json.loads(body(client.get(SCHEMA)))

    assert [field["name"] for field in schema["fields"]] == header(EventRow)
    assert schema["primaryKey"] == "id"
    assert all(known.title for known in columns(EventRow).values())


def test_dates_are_read_by_batches(client, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(exports, "BATCH", 2)
    for _ in range(2):
        EventPageFactory(at_place=True)
    client.get(CSV)
    with django_assert_max_num_queries(20):
        assert len(rows(client)) == 2


@pytest.mark.parametrize("junk", ["hier", "2999-01-01", "2026-13-01"])
def test_what_is_no_past_instant_is_refused(client, junk):
    EventPageFactory()
    assert client.get(JSON, {"modifie_depuis": junk}).status_code == 400
    assert client.get(CSV, {"modifie_depuis": "2026-01-01"}).status_code == 400


def test_what_is_withdrawn_is_told_with_when(client):
    kept = copy(client)
    shown = EventPageFactory()
    gone = [EventPageFactory() for _ in range(3)]
    weekly = EventPageFactory(date_lines=[line(frequency="weekly", count=3)])
    moved = EventPageFactory()
    kept.refresh()
    before = set(kept.items)
    gone[0].unpublish()
    gone[1].delete()
    PageViewRestriction.objects.create(page=gone[2], restriction_type="login")
    change_line(weekly, count=2)
    change_line(moved, start_date=dt.date(2027, 4, 9))
    said = kept.refresh()

    assert said["complet"] is False
    assert kept.items == kept.full()
    assert len(before - kept.items.keys()) == 5
    assert {item["id"] for item in said["retires"]} == before - kept.items.keys()
    assert f"{shown.date_lines.get().uid}/2027-04-07" in kept.items


def test_what_is_shown_of_others_is_a_change(client):
    place, kind = PlaceFactory(name="Avant"), EventKind.objects.first()
    club = ActorPageFactory(title="Avant")
    EventPageFactory(place=place, participants=organised_by(club), kind=kind)
    EventPageFactory()
    kept = copy(client)
    kept.refresh()
    for thing in (place, place.commune):
        thing.name = "Après"
        thing.save()
        assert kept.refresh()["complet"] is False
        assert kept.items == kept.full()
    assert kept.told == 1
    club.title = "Après"
    publish(club)
    assert (kept.refresh()["complet"], kept.told) == (False, 1)
    assert [item["organisateur_nom"] for item in kept.items.values() if item["organisateur_nom"]] == [["Après"]]


def test_what_a_calendar_says_the_same_and_a_file_otherwise_is_a_change(client):
    place = PlaceFactory(street="3 rue du Port, Bâtiment B", complement="")
    event = EventPageFactory(place=place)
    change_line(event, changes=[{"original": event.date_lines.get().start_date.isoformat(), "title": "Un soir"}])
    breton = translate(event, "br", title="Unan")
    kept = copy(client)
    for told in ("address", "title"):
        before = client.get(JSON)["ETag"]
        if told == "address":
            place.street, place.complement = "3 rue du Port", "Bâtiment B"
            place.save()
        else:
            breton.title = "Un all"
            breton.save_revision().publish()
        kept.refresh()

        assert client.get(JSON)["ETag"] != before, told
        assert kept.items == kept.full(), told


def test_days_that_go_by_are_told_too(client, settings):
    settings.FROZEN_NOW = "2027-04-01T12:00:00"
    old = dt.date(2026, 4, 5)
    EventPageFactory(date_lines=[line(start_date=old)])
    EventPageFactory(state=State.CANCELLED, date_lines=[line(start_date=dt.date(2027, 3, 5))])
    EventPageFactory()
    readers = [copy(client), copy(client, "au=2027-04-08"), copy(client, "du=2026-01-01")]
    assert [len(reader.items) for reader in readers] == [3, 3, 3]
    settings.FROZEN_NOW = "2027-04-20T12:00:00"
    for reader in readers:
        assert reader.refresh()["complet"] is False
        assert reader.items == reader.full()

    assert [len(reader.items) for reader in readers] == [1, 2, 2]


def test_a_horizon_that_moves_adds_dates_and_tells_them_alone(client, settings):
    EventPageFactory(date_lines=[line(frequency="weekly")])
    EventPageFactory()
    kept = copy(client)
    settings.FROZEN_NOW = "2027-04-21T12:00:00"
    for _progress in rebuild():
        pass

    assert kept.refresh()["complet"] is False
    assert kept.told == 3  # the event told last is told again
    assert kept.items == kept.full()


def test_a_reader_from_before_changes_were_known_reads_everything(client):
    EventPageFactory()
    assert document(client, JSON, {"modifie_depuis": "2020-01-01"})["complet"] is True


def _change(choice: random.Random, made: list[EventPage], places: list[Place]) -> None:
    """One of the things that happen to an agenda."""
    action = choice.choice(["new", "unpublish", "publish", "delete", "rename", "kind", "public", "place", "move",
                            "cancel", "translate", "date", "draft", "audience", "private"])  # fmt: skip
    if action == "new" or not made:
        start = dt.date(2027, 4, 1) + dt.timedelta(days=choice.randint(0, 20))
        weekly = {"frequency": "weekly", "count": 3} if choice.random() < 0.5 else {}
        made.append(EventPageFactory(place=choice.choice(places), date_lines=[line(start_date=start, **weekly)]))
        return
    event = EventPage.objects.get(pk=choice.choice(made).pk)
    restrictions = PageViewRestriction.objects.filter(page=event)
    match action:
        case "unpublish" if event.live:
            event.unpublish()
        case "delete":
            made[:] = [other for other in made if other.pk != event.pk]
            event.delete()
        case "rename":
            event.title = f"Titre {choice.random()}"
        case "kind":
            event.kind = choice.choice(list(EventKind.objects.all()[:3]))
        case "audience":
            event.audiences = choice.sample(list(Audience.objects.all()[:3]), 1)
        case "place":
            place = choice.choice(places)
            place.name = f"Salle {choice.random()}"
            place.save()
        case "move":
            event.place = choice.choice(places)
        case "cancel":
            event.state = choice.choice([State.CANCELLED, State.CONFIRMED, State.FULL])
        case "date":
            change_line(event, start_date=dt.date(2027, 4, choice.randint(1, 20)))
        case "private" if not restrictions.exists():
            PageViewRestriction.objects.create(page=event, restriction_type="login")
        case "public" if restriction := restrictions.first():
            restriction.delete()
        case "translate" if event.get_translations().count() == 0:
            translate(event, "br", title=f"Titl {choice.random()}")
        case "draft":
            event.title = "Pas encore"
            event.save_revision()
    if action in ("publish", "rename", "kind", "audience", "move", "cancel"):
        publish(event)


@pytest.mark.parametrize("seed", range(2))
def test_a_reader_of_changes_ends_with_the_copy_that_one_reading_gives(client, settings, seed):
    choice = random.Random(seed)
    places = [PlaceFactory(), PlaceFactory()]
    made = [EventPageFactory(place=places[0]), EventPageFactory(place=places[1])]
    kind = EventKind.objects.all()[0].code
    queries = ["", f"type={kind}", f"lieu={places[0].slug}&du=2027-04-05", "public=entreprises&q=titre"]
    readers = [copy(client, query) for query in queries]
    partial = 0
    for step in range(8):
        for _edit in range(choice.randint(1, 2)):
            _change(choice, made, places)
        if choice.random() < 0.3:
            settings.FROZEN_NOW = f"2027-04-{8 + step:02}T12:00:00"
        partial += not choice.choice(readers).refresh()["complet"]
    for reader in readers:
        partial += not reader.refresh()["complet"]
        assert reader.items == reader.full(), reader.address
    assert partial == 8 + len(readers)
    assert Occurrence.objects.filter(modified=None).count() == 0
