"""Actors in the admin: their listing, and choosing one from an event."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from annuaire.enums import ActorKind
from core.groups import editors_name
from core.models import Audience
from tests.factories.annuaire import ActorPageFactory
from tests.factories.core import CommuneFactory, UserFactory, translate
from tests.factories.evenements import EventPageFactory, WorkshopPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(UserFactory(groups=[editors_name()]))
    return client


def listed(editor: Client, **query: object) -> list[str]:
    response = editor.get(reverse("annuaire:index"), query)
    assert response.status_code == 200
    return [page.title for page in response.context["object_list"]]


def choices(editor: Client, name: str, **query: object) -> list[str]:
    """What a chooser offers, by their titles."""
    response = editor.get(reverse(f"{name}:choose_results"), query)
    assert response.status_code == 200
    return [page.title for page in response.context["results"]]


def test_actors_sort_and_filter_by_what_an_editor_knows_of_them(editor):
    commune, audience = CommuneFactory(name="Aville"), Audience.objects.first()
    ActorPageFactory(title="Fablab", kind=ActorKind.FABLAB, commune=commune, audiences=[audience])
    ActorPageFactory(title="Entreprise", kind=ActorKind.COMPANY, verified_on=dt.date(2026, 1, 1))
    ActorPageFactory(title="Brouillon", draft=True)

    assert listed(editor) == ["Brouillon", "Entreprise", "Fablab"]
    assert listed(editor, ordering="commune__name")[0] == "Fablab"
    assert listed(editor, ordering="-verified_on")[0] == "Entreprise"
    assert listed(editor, verified_on_from="01/01/2026", verified_on_to="2026-01-31") == ["Entreprise"]
    assert listed(editor, verified_on_from="02/01/2026") == []
    assert listed(editor, kind=["fablab"]) == ["Fablab"]
    assert listed(editor, commune=[commune.pk]) == ["Fablab"]
    assert listed(editor, audiences=[audience.pk]) == ["Fablab"]
    assert listed(editor, status="draft") == ["Brouillon"]
    assert listed(editor, q="fab") == ["Fablab"]


def test_an_actor_is_chosen_once_whatever_its_translations(editor):
    actor = ActorPageFactory(title="Médiathèque")
    translate(actor, "br", title="Mediaoueg")
    ActorPageFactory(title="Brouillon", draft=True)

    assert choices(editor, "actor_chooser") == ["Brouillon", "Médiathèque"]
    assert choices(editor, "actor_chooser", q="média") == ["Médiathèque"]
    assert choices(editor, "actor_chooser", q="mediaoueg") == []
    assert choices(editor, "actor_chooser", q="rien") == []


def test_an_event_or_a_workshop_is_chosen_the_latest_first(editor):
    EventPageFactory(title="Salon du numérique")
    WorkshopPageFactory(title="Atelier du salon")

    assert choices(editor, "event_chooser") == ["Atelier du salon", "Salon du numérique"]
    assert choices(editor, "event_chooser", q="salon", multiple="1") == ["Atelier du salon", "Salon du numérique"]


def test_the_form_of_an_event_offers_these_choosers(editor):
    page = editor.get(editor.get(reverse("evenements:choose_parent"))["Location"]).content.decode()

    for words in ("Choisir un acteur", "Choisir un événement", "Choisir un lieu"):
        assert words in page
