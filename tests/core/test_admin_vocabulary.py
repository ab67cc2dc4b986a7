"""The controlled lists, the communes and the places, edited in the admin."""

import pytest
from django.test import Client
from django.urls import reverse

from core.groups import ADMINISTRATORS, editors_name
from core.models import Audience, Commune, Place
from tests.factories.core import AudienceFactory, PlaceFactory, UserFactory
from tests.factories.evenements import EventPageFactory

pytestmark = pytest.mark.django_db
AUDIENCES = "wagtailsnippets_core_audience"


@pytest.fixture
def administrator(client: Client) -> Client:
    client.force_login(UserFactory(groups=[ADMINISTRATORS]))
    return client


@pytest.fixture
def editor() -> Client:
    client = Client()
    client.force_login(UserFactory(groups=[editors_name()]))
    return client


def labels(client: Client, **query: str) -> list[str]:
    return [term.label for term in client.get(reverse(f"{AUDIENCES}:list"), query).context["object_list"]]


def test_an_administrator_adds_an_entry_in_three_languages(administrator):
    data = {"label": "Marins", "label_br": "Martoloded", "label_en": "Sailors", "code": "marins", "sort_order": "99"}

    administrator.post(reverse(f"{AUDIENCES}:add"), data)

    assert Audience.objects.get(code="marins").label_in("br") == "Martoloded"


def test_an_administrator_retires_an_entry_that_is_used(administrator):
    term = AudienceFactory(label="Minitelistes", code="minitelistes")
    event = EventPageFactory(audiences=[term])

    data = {"label": term.label, "code": term.code, "sort_order": term.sort_order, "retired": "on"}
    administrator.post(reverse(f"{AUDIENCES}:edit", args=[term.pk]), data)

    term.refresh_from_db()
    assert term.retired
    assert list(event.audiences.all()) == [term]
    assert labels(administrator, retired="true") == ["Minitelistes"]


def test_a_list_is_in_its_order_and_an_administrator_changes_it(administrator):
    before = labels(administrator)
    assert before == list(Audience.objects.order_by("sort_order").values_list("label", flat=True))
    last = Audience.objects.order_by("sort_order").last()

    url = reverse(f"{AUDIENCES}:reorder", args=[last.pk])
    administrator.post(f"{url}?position=0")

    assert labels(administrator) == [before[-1], *before[:-1]]


def test_a_wrong_entry_says_why_and_keeps_what_was_typed(administrator):
    data = {"label": "Marins", "label_br": "", "label_en": "", "code": "déjà vu", "sort_order": "1"}

    response = administrator.post(reverse(f"{AUDIENCES}:add"), data)

    assert response.context["form"].errors["code"]
    assert 'value="déjà vu"' in response.content.decode()


def test_a_commune_changes_its_name_and_not_its_code(administrator):
    commune = Commune.objects.first()
    insee = commune.insee
    data = {"name": commune.name, "name_br": "Anv nevez", "insee": "00000", "population": "1"}

    administrator.post(
        reverse("wagtailsnippets_core_commune:edit", args=[commune.pk]),
        data | {"latitude": commune.latitude, "longitude": commune.longitude},
    )

    commune.refresh_from_db()
    assert (commune.name_br, commune.insee) == ("Anv nevez", insee)


def test_a_place_is_added_while_choosing_one(editor):
    url = reverse(f"{Place.snippet_viewset.chooser_viewset.get_url_name('create')}")
    data = {"name": "Salle des fêtes", "street": "1 place du Marché", "commune": Commune.objects.first().pk}
    prefixed = {f"create-form-{name}": value for name, value in data.items()} | data

    answer = editor.post(url, prefixed).json()

    assert answer["step"] == "chosen"
    assert Place.objects.get(name="Salle des fêtes").street == "1 place du Marché"


def test_places_are_found_by_name_and_filtered_by_commune(editor):
    here, there = PlaceFactory(name="Médiathèque du port"), PlaceFactory(name="Salle du bourg")

    def found(**query: object) -> list[Place]:
        return list(editor.get(reverse("wagtailsnippets_core_place:list"), query).context["object_list"])

    assert found(q="médiathèque") == [here]
    assert found(commune=there.commune.pk) == [there]


def test_a_retired_entry_says_so_in_a_word(administrator):
    AudienceFactory(label="Minitelistes", retired=True)

    assert "Retiré" in administrator.get(reverse(f"{AUDIENCES}:list")).content.decode()
