"""The query parameters of the public contract: what each accepts, what each answers to what it does not."""

import datetime as dt

import pytest
from django.http import QueryDict

from agenda.filters import FilterForm, filter_form
from agenda.selection import Selection
from core.models import Audience, Commune
from tests.factories.annuaire import ActorPageFactory
from tests.factories.core import AudienceFactory, PlaceFactory

pytestmark = pytest.mark.django_db


def read(query: str) -> FilterForm:
    return filter_form(QueryDict(query))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", Selection()),
        ("du=2027-04-07&au=2027-04-30", Selection(du=dt.date(2027, 4, 7), au=dt.date(2027, 4, 30))),
        ("public=entreprises&public=citoyens", Selection(public=("citoyens", "entreprises"))),
        ("theme=cybersecurite", Selection(theme=("cybersecurite",))),
        ("type=atelier&type=webinaire", Selection(type=("atelier", "webinaire"))),
        ("action=4&action=18", Selection(action=("18", "4"))),
        ("mode=sur-place&mode=en-ligne&mode=hybride", Selection(mode=("en-ligne", "hybride", "sur-place"))),
        ("gratuit=1", Selection(gratuit=True)),
        ("gratuit=1&gratuit=1", Selection(gratuit=True)),
        ("q=d%C3%A9coupe+laser", Selection(q=("découpe laser",))),
        ("q=a&q=b", Selection(q=("a", "b"))),
        ("q=++un+++mot++", Selection(q=("un mot",))),
        ("public=&commune=&du=&au=&gratuit=&q=", Selection()),
        ("utm_source=x&page=3&fbclid=y&equipement=imprimante-3d", Selection()),
    ],
)
def test_each_parameter_of_the_contract(query: str, expected: Selection) -> None:
    form = read(query)

    assert form.messages == {}
    assert form.selection == expected


def test_a_commune_is_known_by_its_insee_code() -> None:
    insee = Commune.objects.first().insee

    assert read(f"commune={insee}").selection.commune == (insee,)


def test_an_organiser_and_a_place_are_known_by_their_slugs() -> None:
    ActorPageFactory(slug="fabrique")
    PlaceFactory(name="Forum", slug="forum")

    asked = read("organisateur=fabrique&lieu=forum&lieu=fabrique")

    assert asked.messages == {}
    assert asked.selection == Selection(organisateur=("fabrique",), lieu=("fabrique", "forum"))


def test_an_actor_whose_slug_changed_is_still_found_under_the_former_one(django_capture_on_commit_callbacks) -> None:
    actor = ActorPageFactory(slug="fabrique")
    actor.slug = "grande-fabrique"
    with django_capture_on_commit_callbacks(execute=True):
        actor.save_revision().publish()

    assert read("organisateur=fabrique&lieu=fabrique").selection == Selection(
        organisateur=("grande-fabrique",), lieu=("grande-fabrique",)
    )


def test_an_actor_who_is_a_draft_is_unknown() -> None:
    ActorPageFactory(slug="projet", draft=True)

    assert "organisateur" in read("organisateur=projet").messages


def test_a_retired_entry_still_filters() -> None:
    AudienceFactory(code="minitelistes", retired_since=True)

    assert read("public=minitelistes").selection.public == ("minitelistes",)


def test_an_entry_added_this_instant_filters_at_once() -> None:
    read("public=entreprises").is_valid()  # the vocabulary is read and kept
    Audience.objects.bulk_create([Audience(code="nouveaux", label="Nouveaux")])  # sends no signal, as another process

    assert read("public=nouveaux").messages == {}


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("du=demain", "du"),
        ("du=2027-02-30", "du"),
        ("du=0001-01-01", "du"),
        ("au=9999-12-31", "au"),
        ("au=%D9%A2%D9%A0%D9%A2%D9%A7-01-01", "au"),
        ("du=2027-04-07&du=2027-04-08", "du"),
        ("du=2027-04-07&au=2027-04-01", "au"),
        ("public=inconnu", "public"),
        ("public=entreprises&public=inconnu", "public"),
        ("public=Entreprises", "public"),
        ("theme=%00", "theme"),
        ("type=' OR 1=1 --", "type"),
        ("commune=Lorient", "commune"),
        ("commune=00000", "commune"),
        ("action=0", "action"),
        ("action=19", "action"),
        ("action=04", "action"),
        ("organisateur=personne", "organisateur"),
        ("organisateur=../../etc", "organisateur"),
        ("lieu=nulle-part", "lieu"),
        ("mode=ailleurs", "mode"),
        ("gratuit=oui", "gratuit"),
        ("gratuit=0", "gratuit"),
        (f"q={'x' * 101}", "q"),
        ("q=a%00b", "q"),
        ("q=%ff%fe", "q"),
        ("&".join(f"public={number}" for number in range(100)), "public"),
    ],
)
def test_a_value_that_means_nothing_has_a_sentence_and_filters_nothing(query: str, name: str) -> None:
    form = read(query)

    assert list(form.messages) == [name]
    assert form.messages[name].endswith((".", "!", "»"))
    assert form.selection.values(name) == ()
    assert f"« {name} »" in form.sentence


def test_one_bad_value_leaves_the_other_filters() -> None:
    form = read("public=inconnu&gratuit=1&type=atelier")

    assert form.selection == Selection(gratuit=True, type=("atelier",))


def test_a_sentence_shows_what_was_typed_without_its_control_characters_and_cut() -> None:
    sentence = read("public=" + "%1b%5B31m" + "z" * 500).sentence

    assert "\x1b" not in sentence
    assert len(sentence) < 200


def test_workshops_have_filters_of_their_own() -> None:
    form = filter_form(QueryDict("equipement=imprimante-3d&niveau=debutant&public=jeunes"), workshops=True)

    assert form.selection == Selection(equipement=("imprimante-3d",), niveau=("debutant",), public=("jeunes",))
    assert "niveau" in filter_form(QueryDict("niveau=expert"), workshops=True).messages
