"""The page of a workshop: that of an event, with what one needs to take part."""

import datetime as dt

import pytest

from core.models import Equipment
from evenements.enums import Level
from evenements.models import WorkshopPage
from tests.factories.core import translate
from tests.factories.evenements import WorkshopPageFactory, line
from tests.reading import ReadPage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _april(settings):
    settings.FROZEN_NOW = "2027-04-05T09:00"


@pytest.fixture
def read(client):
    def at(workshop: WorkshopPage, prefix: str = "") -> ReadPage:
        return ReadPage.at(client, prefix + workshop.url)

    return at


def test_stands_in_the_section_of_workshops_and_shows_its_next_date(read):
    page = read(WorkshopPageFactory(title="Souder sans crainte"))
    assert page.soup.body["class"] == ["is-ateliers"]
    assert page.links(".crumbs") == {"Ateliers": "/ateliers/"}
    assert page.one("h1") == "Souder sans crainte"
    assert page.one(".head__mark") == "mercredi 7 avril"


def test_says_what_it_asks_and_gives(read):
    equipment = list(Equipment.objects.all()[:2])
    page = read(
        WorkshopPageFactory(
            level=Level.BEGINNER,
            age_min=14,
            equipment=equipment,
            prerequisites="Aucun.",
            what_to_bring="Un dessin.",
            trainer="L’équipe du fablab",
            seats=8,
        )
    )
    assert "En pratique" in page.headings
    assert page.facts() == {
        "Niveau": "Débutant",
        "Âge": "À partir de 14 ans",
        "Matériel": " / ".join(term.label for term in equipment),
        "Prérequis": "Aucun.",
        "À apporter": "Un dessin.",
        "Animation": "L’équipe du fablab",
        "Places": "8 par séance",
        "Prix": "Gratuit",
    }


def test_says_nothing_of_what_is_not_known(read):
    assert read(WorkshopPageFactory()).facts() == {"Niveau": "Tous niveaux", "Prix": "Gratuit"}


def test_has_no_form_but_the_link_where_one_registers(read):
    workshop = WorkshopPageFactory(with_registration=True)
    page = read(workshop)
    assert page.all("main form") == []
    assert page.links(".head .actions") == {"S’inscrire": workshop.registration_url}


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("confirmed", []),
        ("cancelled", ["Cet atelier est annulé."]),
        ("postponed", ["Cet atelier est reporté."]),
        ("moved_online", ["Cet atelier a lieu en ligne."]),
        ("full", ["Toutes les places sont prises."]),
    ],
)
@pytest.mark.parametrize("facts", [{}, {"frequency": "weekly", "until": dt.date(2027, 4, 28)}])
def test_its_state_is_told_as_that_of_an_event(read, state, sentence, facts):
    page = read(WorkshopPageFactory(state=state, date_lines=[line(**facts)]))
    assert page.all(".note") == sentence
    assert len(page.all(".list--num .state")) == (0 if state == "confirmed" else (4 if facts else 1))


def test_its_words_are_translated_and_its_facts_are_the_french_pages(read):
    workshop = WorkshopPageFactory(what_to_bring="Un dessin.", seats=8, trainer="L’équipe")
    translate(workshop, "en", title="Soldering", what_to_bring="A drawing.", seats=99)
    page = read(workshop, "/en")
    assert page.one("h1") == "Soldering"
    values = page.facts().values()
    assert "A drawing." in values
    assert not [value for value in values if "99" in value]
    assert page.language_of("L’équipe") == "fr"
    assert page.language_of("A drawing.") == "en"
    assert read(workshop, "/br").language_of("Un dessin.") == "fr"


def test_its_place_among_other_pages_costs_the_same_whatever_its_dates(client, django_assert_max_num_queries):
    equipment = list(Equipment.objects.all()[:5])
    workshop = WorkshopPageFactory(equipment=equipment, date_lines=[line(frequency="weekly", count=40)])
    client.get(workshop.url)
    with django_assert_max_num_queries(26):
        client.get(workshop.url)
