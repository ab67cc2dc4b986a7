"""What is proposed, when, and what an editor decided stays decided."""

import pytest
from django.core.management import call_command

from annuaire.duplicates.finding import find_all, find_for
from annuaire.duplicates.models import Duplicate, PairState
from annuaire.duplicates.subjects import key_of
from tests.annuaire.duplicates.sample import pair_of, twins
from tests.factories.annuaire import ActorPageFactory
from tests.factories.core import CommuneFactory, PlaceFactory, translate

pytestmark = pytest.mark.django_db


def proposed() -> set[tuple[str, str]]:
    return {row.keys for row in Duplicate.objects.filter(state=PairState.PROPOSED)}


@pytest.fixture
def here():
    return CommuneFactory()


def test_the_night_proposes_entries_places_and_a_place_that_is_an_actor_s(here):
    entry = ActorPageFactory(title="Association Quai 9", commune=here)
    twin = ActorPageFactory(title="Quai 9", commune=here)
    place = PlaceFactory(name="Le Quai 9", commune=here)
    ActorPageFactory(title="Quai 10", commune=here)

    call_command("find_duplicates", "--dry-run")
    assert not Duplicate.objects.exists()

    call_command("find_duplicates")

    assert proposed() == {(key_of(entry), key_of(twin)), (key_of(entry), key_of(place)), (key_of(twin), key_of(place))}


def test_a_publication_proposes_that_entry_only(here, django_capture_on_commit_callbacks):
    ActorPageFactory(title="Médiathèque Ravel", commune=here)
    ActorPageFactory(title="mediatheque Ravel", commune=here)
    first = ActorPageFactory(title="Quai 9", commune=here)

    with django_capture_on_commit_callbacks(execute=True):
        second = ActorPageFactory(title="Le quai 9 (association)", commune=here)

    assert proposed() == {(key_of(first), key_of(second))}


def test_a_place_that_is_saved_is_compared(here, django_capture_on_commit_callbacks):
    first = PlaceFactory(name="Salle Brizeux", commune=here)
    with django_capture_on_commit_callbacks(execute=True):
        second = PlaceFactory(name="salle Brizeux – rue du Port", street="rue du Port", commune=here)
    assert proposed() == {(key_of(first), key_of(second))}


@pytest.mark.parametrize(
    ("told", "same"),
    [
        ({"phone": "02 61 91 01 37", "title": "Quai neuf"}, {"phone": "02 61 91 01 37", "title": "Quai neuf, le lieu"}),
        ({"siret": "73282932000074", "title": "Alpha Beta"}, {"siret": "73282932000074", "title": "Alpha"}),
    ],
)
def test_what_identifies_finds_it_in_another_commune_or_without(here, told, same):
    first = ActorPageFactory(**told, commune=here)
    second = ActorPageFactory(**same)
    find_for(key_of(second))
    assert proposed() == {(key_of(first), key_of(second))}


def test_a_pair_that_is_none_any_more_goes(here, django_capture_on_commit_callbacks):
    ActorPageFactory(title="Quai 9", commune=here)
    twin = ActorPageFactory(title="Le Quai 9", commune=here)
    find_all()
    assert len(proposed()) == 1

    with django_capture_on_commit_callbacks(execute=True):
        twin.title = "Radio des deux rives"
        twin.save_revision().publish()
    assert proposed() == set()


def test_a_pair_that_only_the_night_can_find_stays_until_it_is_none(here, django_capture_on_commit_callbacks):
    short = ActorPageFactory(title="CIJ", commune=here)
    long = ActorPageFactory(title="Centre information jeunesse", commune=here)
    find_all()
    assert proposed() == {(key_of(short), key_of(long))}

    with django_capture_on_commit_callbacks(execute=True):
        short.save_revision().publish()
    assert proposed() == {(key_of(short), key_of(long))}

    with django_capture_on_commit_callbacks(execute=True):
        long.title = "Radio des deux rives"
        long.save_revision().publish()
    assert proposed() == set()


@pytest.mark.parametrize(("one", "other"), [("Éclépé", "L’Éclépé"), ("Œuvres d’été", "Oeuvres d’ete")])
def test_places_are_found_whatever_their_accents(here, django_capture_on_commit_callbacks, one, other):
    first = PlaceFactory(name=one, commune=here)
    PlaceFactory(name=one, commune=CommuneFactory())
    with django_capture_on_commit_callbacks(execute=True):
        second = PlaceFactory(name=other, commune=here)
    assert proposed() == {(key_of(first), key_of(second))}


def test_a_place_without_a_commune_is_found_by_its_name(here):
    first = PlaceFactory(name="Éclépé", commune=here)
    second = PlaceFactory(name="Éclépé", commune=None)
    find_for(key_of(second))
    assert proposed() == {(key_of(first), key_of(second))}


def test_one_withdrawn_is_no_longer_proposed(here, django_capture_on_commit_callbacks):
    ActorPageFactory(title="Quai 9", commune=here)
    twin = ActorPageFactory(title="Le Quai 9", commune=here)
    find_all()
    with django_capture_on_commit_callbacks(execute=True):
        twin.unpublish()
    assert proposed() == set()


def test_a_pair_set_apart_is_remembered(here):
    first, second = ActorPageFactory(title="Quai 9", commune=here), ActorPageFactory(title="Le Quai 9", commune=here)
    find_all()
    Duplicate.objects.update(state=PairState.DISMISSED)

    find_all()
    find_for(key_of(first))

    assert pair_of(first, second).state == PairState.DISMISSED
    assert Duplicate.objects.count() == 1


def test_searching_twice_changes_nothing(here):
    ActorPageFactory(title="Quai 9", commune=here)
    ActorPageFactory(title="Le Quai 9", commune=here)
    assert find_all() == {"new": 1, "gone": 0}
    assert find_all() == {"new": 0, "gone": 0}


def test_drafts_and_translations_are_not_compared():
    kept, _ = twins(live=False)
    translate(kept, "br", title="Fablab de la rade")
    find_all()
    assert proposed() == set()


def test_the_night_asks_as_many_queries_whatever_the_number_of_entries(here, django_assert_max_num_queries):
    for number in range(12):
        ActorPageFactory(title=f"Structure {number}", commune=here)
    with django_assert_max_num_queries(8):
        find_all()


def test_a_search_that_fails_stops_no_publication(here, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr("annuaire.duplicates.finding.record_of", lambda key: 1 / 0)
    with django_capture_on_commit_callbacks(execute=True):
        entry = ActorPageFactory(title="Quai 9", commune=here)
    assert entry.live
