"""What the calendars say of an event, in each language."""

import datetime as dt
from typing import Any

import pytest
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from annuaire.models import ActorPage
from core.models import Audience, Commune, Equipment, Theme
from evenements.enums import AttendanceMode, Level
from tests.evenements.calendars import content_lines, told, vevents
from tests.factories.annuaire import ActorPageFactory
from tests.factories.core import PlaceFactory, translate
from tests.factories.evenements import EventPageFactory, WorkshopPageFactory, line, organised_by

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _january(settings):
    settings.FROZEN_NOW = "2027-01-15T12:00:00+00:00"


@pytest.fixture
def image() -> Any:
    return get_image_model().objects.create(title="x", file=get_test_image_file())


def said(event, name: str, language: str = "fr") -> str:
    """The text of property NAME in an event's only VEVENT, else in its last."""
    return str(vevents(told(event.pk, language))[-1].get(name, ""))


def description(event, language: str = "fr") -> list[str]:
    return said(event, "DESCRIPTION", language).split("\n")


@pytest.mark.parametrize(
    ("language", "title"), [("fr", "ANNULÉ – Découpe"), ("br", "NULLET – Découpe"), ("en", "CANCELLED – Découpe")]
)
def test_a_cancelled_event_says_so_in_its_title_and_its_status(language, title):
    event = EventPageFactory(title="Découpe", cancelled=True)

    assert said(event, "SUMMARY", language) == title
    assert said(event, "STATUS", language) == "CANCELLED"


@pytest.mark.parametrize(
    ("language", "title"), [("fr", "REPORTÉ – Découpe"), ("br", "DIWEZATAET – Découpe"), ("en", "POSTPONED – Découpe")]
)
def test_an_event_postponed_without_a_date_is_tentative(language, title):
    event = EventPageFactory(title="Découpe", postponed=True)

    assert said(event, "SUMMARY", language) == title
    assert said(event, "STATUS", language) == "TENTATIVE"


def test_a_date_postponed_to_another_says_first_when_it_was():
    change = {"original": "2027-04-14", "start": "2027-04-15T10:00", "state": "postponed", "note": "Salle prise."}
    event = EventPageFactory(title="Découpe", date_lines=[line(weekly=True, changes=(change,))])

    assert said(event, "SUMMARY") == "Découpe"
    assert said(event, "STATUS") == "CONFIRMED"
    assert description(event)[:2] == ["Date initiale : mercredi 14 avril 2027, 14\xa0h.", "Salle prise."]


def test_a_date_moved_online_says_so_and_where():
    change = {"original": "2027-04-14", "state": "moved_online"}
    event = EventPageFactory(
        at_place=True, online_url="https://visio.example/salle", date_lines=[line(weekly=True, changes=(change,))]
    )
    usual, moved = vevents(told(event.pk))

    assert (str(moved["LOCATION"]), str(moved["CONFERENCE"])) == ("En ligne", "https://visio.example/salle")
    assert str(moved["DESCRIPTION"]).startswith("Se tient en ligne.\n")
    assert "CONFERENCE" not in usual
    assert "GEO" not in moved


def test_a_full_event_says_nothing_of_it():
    event = EventPageFactory(full=True, state_note="Complet, liste d’attente.")

    assert "omplet" not in told(event.pk).decode()
    assert said(event, "STATUS") == "CONFIRMED"


def test_the_reason_of_a_full_event_is_not_that_of_a_cancelled_date(client):
    change = {"original": "2027-04-07", "state": "cancelled"}
    event = EventPageFactory(full=True, state_note="Liste d’attente ouverte.", date_lines=[line(changes=(change,))])

    assert "Liste d’attente" not in told(event.pk).decode()
    assert "Liste d’attente" not in client.get("/agenda/?du=2027-04-07").content.decode()


def test_the_note_on_the_state_is_said_in_the_language():
    event = EventPageFactory(cancelled=True, state_note="Salle inondée.")
    translate(event, "en", title="Cutting", state_note="Flooded room.")

    assert description(event, "fr")[0] == "Salle inondée."
    assert description(event, "en")[0] == "Flooded room."


def test_what_the_form_hides_is_not_said():
    change = {"original": "2027-04-07", "state": "cancelled"}
    event = EventPageFactory(
        price="5 €",
        state_note="Salle inondée.",
        online_url="https://visio.example/",
        date_lines=[line(changes=(change,))],
    )

    text = told(event.pk).decode()

    assert "Tarif : gratuit" in description(event)
    for hidden in ("5 €", "inondée", "visio.example"):
        assert hidden not in text


def test_the_place_is_said_whole_with_its_commune_in_the_language():
    commune = Commune.objects.exclude(name_br="").first()
    place = PlaceFactory(
        name="Salle haute", street="1 rue du Port", postcode="56100", commune=commune, latitude=47.75, longitude=-3.37
    )
    event = EventPageFactory(place=place)

    assert said(event, "LOCATION") == f"Salle haute, 1 rue du Port, 56100 {commune.name}"
    assert said(event, "LOCATION", "br") == f"Salle haute, 1 rue du Port, 56100 {commune.name_br}"
    assert "GEO:47.75;-3.37" in content_lines(told(event.pk))


def test_a_host_lends_its_name_and_address():
    host = ActorPageFactory(located=True, title="Le FabLab")
    translate(host, "en", title="The FabLab")
    event = EventPageFactory(host=host)

    assert said(event, "LOCATION").startswith("Le FabLab, 1 rue du Port, ")
    assert said(event, "LOCATION", "en").startswith("The FabLab, 1 rue du Port, ")


def test_an_event_without_a_place_has_no_location():
    assert not said(EventPageFactory(), "LOCATION")


def test_a_date_elsewhere_says_where():
    other = PlaceFactory(name="Salle basse")
    change = {"original": "2027-04-14", "place": other.pk}
    event = EventPageFactory(at_place=True, date_lines=[line(weekly=True, changes=(change,))])

    assert said(event, "LOCATION").startswith("Salle basse, ")


def test_a_hybrid_event_has_both_its_place_and_its_link():
    event = EventPageFactory(at_place=True, mode=AttendanceMode.HYBRID, online_url="https://visio.example/salle")

    assert said(event, "LOCATION").startswith("Salle")
    said_online = "CONFERENCE;VALUE=URI;FEATURE=VIDEO;LABEL=Rejoindre en ligne:https://visio.example/salle"
    assert said_online in content_lines(told(event.pk))


def test_the_first_organiser_is_named_and_the_address_is_the_publisher_s():
    first, second = ActorPageFactory(title="Le FabLab, Lorient"), ActorPageFactory(title="Autre")
    event = EventPageFactory(participants=organised_by(first, second))

    (organiser,) = [line for line in content_lines(told(event.pk)) if line.startswith("ORGANIZER")]
    assert organiser == 'ORGANIZER;CN="Le FabLab, Lorient":mailto:contact@agenda.example'


def test_a_draft_actor_is_not_named():
    draft = ActorPageFactory(title="Secret", located=True, draft=True)
    event = EventPageFactory(participants=organised_by(draft), host=draft)

    assert b"Secret" not in told(event.pk)
    assert said(event, "ORGANIZER")
    assert not said(event, "LOCATION")


def test_an_actor_that_is_no_longer_published_still_lends_its_address():
    host = ActorPageFactory(title="Le FabLab", located=True)
    event = EventPageFactory(host=host)

    ActorPage.objects.get(pk=host.pk).unpublish()

    assert said(event, "LOCATION").startswith("Le FabLab")


def test_the_labels_are_those_of_the_language():
    audience, theme = Audience.objects.first(), Theme.objects.first()
    event = EventPageFactory(audiences=[audience], themes=[theme])

    for language in ("fr", "br", "en"):
        labels = [term.label_in(language) for term in (event.kind, audience, theme)]
        assert vevents(told(event.pk, language))[0]["CATEGORIES"].cats == labels
    assert f"Pour : {audience.label}" in description(event)


def test_the_description_is_plain_text_and_ends_with_the_link_to_register():
    body = [
        {
            "type": "text",
            "value": "<h2>Au programme</h2><p>Du <b>bois</b> &amp; du plexi.</p><ul><li>un</li><li>deux</li></ul>",
        },
        {"type": "quote", "value": {"text": "Bravo", "source": "Une élève"}},
    ]
    event = EventPageFactory(summary="Deux heures.", body=body, paying=True, with_registration=True)

    assert description(event) == [
        "Deux heures.", "", "Au programme", "", "Du bois & du plexi.", "", "– un", "– deux", "",
        "Bravo", "", "Une élève", "",
        "Tarif : 5 €", "Inscription : https://inscription.example/?a=1,2",
    ]  # fmt: skip


def test_neither_free_nor_priced_says_nothing_of_the_price():
    assert "Tarif" not in "\n".join(description(EventPageFactory(is_free=False)))


def test_what_one_needs_for_a_workshop_is_said():
    event = WorkshopPageFactory(
        equipment=[Equipment.objects.first()],
        level=Level.BEGINNER,
        age_min=14,
        prerequisites="Aucun",
        what_to_bring="Une clé",
    )

    found = description(event)
    assert {"Niveau : Débutant", "À partir de 14 ans", "Prérequis : Aucun", "À apporter : Une clé"} <= set(found)
    assert f"Équipements : {Equipment.objects.first().label}" in found


def test_an_example_says_that_it_is_one():
    assert "Exemple : événement inventé pour la démonstration." in description(EventPageFactory(example=True))


def test_the_address_is_that_of_the_language():
    event = EventPageFactory(slug="x")

    assert [said(event, "URL", code) for code in ("fr", "br", "en")] == [
        "http://testserver/evenements/x/", "http://testserver/br/evenements/x/", "http://testserver/en/evenements/x/",
    ]  # fmt: skip


def test_a_picture_is_told_by_the_address_of_a_rendition(image):
    event = EventPageFactory(image=image)

    (told_image,) = [of for of in content_lines(told(event.pk)) if of.startswith("IMAGE")]
    assert told_image.startswith("IMAGE;VALUE=URI;FMTTYPE=image/jpeg:http://testserver/media/images/")
    assert told_image.endswith(".width-1200.format-jpeg.jpg")


def test_the_bytes_do_not_age(settings):
    event = EventPageFactory(date_lines=[line(start_date=dt.date(2027, 1, 20))])
    before = told(event.pk)
    settings.FROZEN_NOW = "2029-01-15T12:00:00+00:00"

    event.save_revision().publish()

    assert told(event.pk) == before
