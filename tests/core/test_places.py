"""Communes and places: an address that holds, a code for good, doubts told without refusing."""

import pytest
from django.conf import settings
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.urls import reverse

from core.forms import PlaceForm
from core.models import Commune, Place
from tests.factories.core import CommuneFactory, PlaceFactory, UserFactory
from tests.factories.evenements import EventPageFactory

pytestmark = pytest.mark.django_db
WEST, SOUTH, EAST, NORTH = settings.TERRITORY.bounds


def form_class():
    return Place.snippet_viewset.get_form_class()


def test_a_place_takes_its_code_from_its_name():
    assert PlaceFactory(name="Salle de l’Étal").slug == "salle-de-letal"


def test_two_places_of_one_name_have_two_codes():
    assert [PlaceFactory(name="La Salle").slug for _ in range(3)] == ["la-salle", "la-salle-2", "la-salle-3"]


def test_a_name_without_letters_gives_a_code():
    assert PlaceFactory(name="…").slug == "lieu"


def test_the_code_of_a_place_never_changes():
    place = PlaceFactory(name="La Salle")
    place.slug = "autre"

    with pytest.raises(ValidationError) as refusal:
        place.full_clean()

    assert "ne change plus" in str(refusal.value.message_dict["slug"])


@pytest.mark.parametrize(("latitude", "longitude", "missing"), [(47.7, None, "longitude"), (None, -3.4, "latitude")])
def test_a_point_has_two_coordinates_or_none(latitude, longitude, missing):
    with pytest.raises(ValidationError) as refusal:
        PlaceFactory.build(commune=None, latitude=latitude, longitude=longitude).full_clean()

    assert refusal.value.message_dict[missing] == ["Il faut les deux coordonnées, ou aucune."]


@pytest.mark.parametrize(("latitude", "longitude"), [(47.7, None), (None, -3.4), (91, 0), (0, 181)])
def test_the_database_refuses_half_a_point_and_one_that_is_not_on_earth(latitude, longitude):
    with pytest.raises(IntegrityError), transaction.atomic():
        PlaceFactory(latitude=latitude, longitude=longitude)


def test_a_postcode_has_five_digits():
    with pytest.raises(ValidationError) as refusal:
        PlaceFactory.build(commune=None, postcode="5610").full_clean()

    assert "cinq chiffres" in str(refusal.value.message_dict["postcode"])


def test_a_point_outside_the_territory_is_a_doubt_and_no_error():
    outside = PlaceFactory(latitude=NORTH + 1, longitude=WEST)
    inside = PlaceFactory(latitude=(SOUTH + NORTH) / 2, longitude=(WEST + EAST) / 2)

    outside.full_clean()
    assert "hors du territoire" in outside.doubts()[0]
    assert inside.doubts() == []
    assert PlaceFactory().doubts() == []


def test_a_postcode_of_another_commune_is_a_doubt_and_no_error():
    commune = CommuneFactory(name="Le Port", postcodes=["99100", "99101"])
    place = PlaceFactory(commune=commune, postcode="99200")

    place.full_clean()
    assert place.doubts() == ["Le code postal 99200 n’est pas celui de Le Port (99100, 99101)."]
    assert PlaceFactory(commune=commune, postcode="99101").doubts() == []


def test_an_address_is_written_by_line_in_the_language_asked_for():
    commune = CommuneFactory(name="Le Port", name_br="Ar Porzh")
    place = PlaceFactory.build(street="1 quai", complement="Étage 2", postcode="99100", commune=commune)

    assert place.address_lines("fr") == ["1 quai", "Étage 2", "99100 Le Port"]
    assert place.address_lines("br")[-1] == "99100 Ar Porzh"
    assert PlaceFactory.build(commune=None).address_lines() == []


@pytest.mark.parametrize(("typed", "read"), [("47,75", 47.75), ("47.75", 47.75), (" 47,75 ", 47.75)])
def test_coordinates_are_typed_with_a_comma_or_a_point(typed, read):
    form = form_class()(data={"name": "La Salle", "latitude": typed, "longitude": "-3,4"})

    assert form.is_valid(), form.errors
    assert (form.cleaned_data["latitude"], form.cleaned_data["longitude"]) == (read, -3.4)


def test_what_is_not_a_coordinate_is_refused_on_its_field_and_kept():
    form = form_class()(data={"name": "La Salle", "latitude": "47°45′", "longitude": "-3,4"})

    assert list(form.errors) == ["latitude"]
    assert 'value="47°45′"' in str(form["latitude"])


def test_the_code_of_a_saved_place_is_not_typed_again():
    assert form_class()(instance=PlaceFactory()).fields["slug"].disabled
    assert not form_class()().fields["slug"].disabled
    assert issubclass(form_class(), PlaceForm)


def test_every_commune_is_offered_those_of_the_territory_first():
    ours = settings.TERRITORY.data["territory"]["epci_siren"]

    empty, *groups = form_class()().fields["commune"].choices
    offered = [choice[0].value for _heading, choices in groups for choice in choices]

    assert empty[0] == ""
    assert {choice[0].value for choice in groups[0][1]} == set(
        Commune.objects.filter(epci__siren=ours).values_list("pk", flat=True)
    )
    assert sorted(offered) == sorted(Commune.objects.values_list("pk", flat=True))


def test_a_place_an_event_uses_is_kept_and_one_nothing_uses_goes():
    used, unused = PlaceFactory(), PlaceFactory()
    event = EventPageFactory(place=used)

    with pytest.raises(ProtectedError) as refusal:
        used.delete()
    unused.delete()

    assert {page.pk for page in refusal.value.protected_objects} == {event.pk}
    assert Place.objects.filter(pk=used.pk).exists()


def test_a_place_only_a_draft_uses_is_kept():
    place = PlaceFactory()
    event = EventPageFactory()
    event.place = place
    event.save_revision()

    with pytest.raises(ProtectedError):
        place.delete()


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(administrator=True))
    return client


def sentences(response):
    return [str(message).strip() for message in get_messages(response.wsgi_request)]


def test_the_admin_tells_the_doubts_after_saving(editor):
    sent = {"name": "La Salle", "slug": "", "latitude": str(NORTH + 1), "longitude": str(WEST)}

    response = editor.post(reverse(Place.snippet_viewset.get_url_name("add")), sent)

    assert Place.objects.get(name="La Salle").slug == "la-salle"
    assert any("hors du territoire" in sentence for sentence in sentences(response))


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_admin_says_why_a_used_place_is_not_deleted(editor, method):
    place = PlaceFactory(name="La Salle", commune=None)
    EventPageFactory(place=place, title="Le Bal")

    response = getattr(editor, method)(reverse(Place.snippet_viewset.get_url_name("delete"), args=[place.pk]))

    assert response.status_code == 302
    assert sentences(response) == ["« La Salle » est utilisé par « Le Bal »."]
    assert Place.objects.filter(pk=place.pk).exists()


@pytest.mark.parametrize("is_draft", [False, True])
def test_a_place_where_one_date_is_held_is_not_deleted(is_draft):
    place, event = PlaceFactory(name="La Salle", commune=None), EventPageFactory(title="Le Bal")
    other = PlaceFactory()
    with_place = event.get_latest_revision_as_object() if is_draft else event
    moved = with_place.date_lines.first()
    moved.changes = [{"original": str(moved.start_date), "place": place.pk}]
    with_place.date_lines.add(moved)
    revision = with_place.save_revision()
    if not is_draft:
        revision.publish()

    with pytest.raises(ProtectedError, match="« La Salle » est utilisé par « Le Bal »"):
        place.delete()
    other.delete()


def test_the_admin_deletes_a_place_nothing_uses(editor):
    place = PlaceFactory()

    editor.post(reverse(Place.snippet_viewset.get_url_name("delete"), args=[place.pk]))

    assert not Place.objects.filter(pk=place.pk).exists()
