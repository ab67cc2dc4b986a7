"""An actor's page: what it is, what it offers, where, when, how to reach it, and who says so."""

import datetime as dt
import json
import re

import pytest
import wagtail_factories
from django.conf import settings
from django.utils import translation
from wagtail.models import Locale

from annuaire.models import ActorPage
from core.blocks import BodyBlock
from tests.factories.annuaire import ActorPageFactory
from tests.factories.core import (
    ActionFactory,
    AudienceFactory,
    CommuneFactory,
    EquipmentFactory,
    ServiceFactory,
    SkillFactory,
    translate,
)
from tests.factories.evenements import EventPageFactory, line, organised_by

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _tuesday_morning(settings):
    settings.FROZEN_NOW = "2026-11-24T10:00"


@pytest.fixture
def read(client):
    """The page of an actor, with plain spaces, in French unless told otherwise."""

    def page(actor, language="fr"):
        prefix = "" if language == "fr" else f"/{language}"
        response = client.get(f"{prefix}/annuaire/{actor.slug}/")
        assert response.status_code == 200
        text = response.content.decode().replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
        return " ".join(text.split())

    return page


def full_actor(**more):
    return ActorPageFactory(
        located=True,
        open_on_weekdays=True,
        title="Le Club du port",
        acronym="CDP",
        kind="fablab",
        summary="On y tricote.",
        body=BodyBlock().to_python([{"type": "text", "value": "<p>Depuis 1998.</p>"}]),
        services=[ServiceFactory(label="Aide aux démarches")],
        equipment=[EquipmentFactory(label="Brodeuse")],
        skills=[SkillFactory(label="Électronique")],
        audiences=[AudienceFactory(label="Aînés")],
        actions=[ActionFactory(code="804", label="Recenser")],
        commune=CommuneFactory(name="Le Port", name_br="Ar Porzh", postcodes=["99100"]),
        area_of_action="Tout le canton",
        accessibility="Plain-pied.\nBoucle magnétique.",
        phone="02 97 00 00 00",
        email="contact@club.example",
        website="https://www.club.example/",
        programmes="Label Un, Label Deux",
        sources="Plaquette 2019\nSite du club",
        verified_on=dt.date(2026, 11, 3),
        **more,
    )


def test_everything_an_editor_enters_is_shown(read):
    html = read(full_actor())

    for words in (
        "Le Club du port (CDP)", "On y tricote.", "Depuis 1998.", "Aide aux démarches", "Brodeuse", "Électronique",
        "Aînés", "Label Un, Label Deux", "1 rue du Port<br>99100 Le Port", "Tout le canton", "Plain-pied.",
        "Boucle magnétique.", "Plaquette 2019", "Site du club", "Vérifiée le 3 novembre.", "804. Recenser",
    ):  # fmt: skip
        assert words in html, words
    assert 'href="/plan/804/"' in html


def test_one_can_call_write_and_visit(read):
    html = read(full_actor())

    assert 'href="tel:+33297000000">02 97 00 00 00</a>' in html
    assert 'href="mailto:contact@club.example"' in html
    assert '<a href="https://www.club.example/">club.example</a>' in html


def test_how_one_is_helped_is_said_in_the_language_read(read):
    actor = full_actor(
        fees=["Gratuit sous condition"],
        access_modes=["Téléphoner"],
        support_modes=["À distance"],
        special_care=["Surdité"],
        booking_url="https://rdv.example/",
        accessibility_url="https://acces.example/club",
    )
    french, english = read(actor), read(actor, "en")

    for words in ("Gratuit sous condition", "Téléphoner", "À distance", "Surdité", "Prendre rendez-vous en ligne"):
        assert words in french, words
    for words in ("Free under conditions", "Remotely", "Deafness", "Book an appointment online"):
        assert words in english, words
    assert 'href="https://rdv.example/"' in french
    assert 'href="https://acces.example/club"' in french


def test_hours_are_said_in_words_with_what_they_mean_now(read):
    html = read(full_actor())

    assert "<strong>Ouvert jusqu’à 12 h</strong>" in html
    assert "Du lundi au vendredi, 9 h – 12 h et 14 h – 18 h" in html
    assert "Fermé les jours fériés" in html
    assert "<span>ouvert jusqu’à</span> <b>12 h</b>" in html


def test_hours_that_words_do_not_cover_are_shown_as_written(read):
    html = read(ActorPageFactory(opening_hours="sunrise-sunset"))

    assert "<code>sunrise-sunset</code>" in html


def test_facts_entered_before_a_rule_existed_do_not_break_the_page(read):
    actor = ActorPageFactory()
    ActorPage.objects.filter(pk=actor.pk).update(opening_hours="lundi 9h", phone="à l’accueil")

    html = read(actor)

    assert "<code>lundi 9h</code>" in html
    assert "à l’accueil" in html


def test_what_is_not_known_is_not_shown(read):
    html = read(ActorPageFactory())

    for words in ("Adresse", "Horaires", "Contact<", "Accès", "Ce qu’on y trouve", "Sources", "None", "Y aller"):
        assert words not in html, words
    assert "Pas encore vérifiée par la structure." in html


def test_what_is_invented_is_said(read):
    assert 'class="example"' in read(ActorPageFactory(invented=True))
    assert 'class="example"' not in read(ActorPageFactory())


def test_the_map_shows_where_it_is(read):
    west, south, east, north = settings.TERRITORY.bounds
    actor = ActorPageFactory(title="Le Club", latitude=(south + north) / 2, longitude=(west + east) / 2)

    html = read(actor)

    assert 'aria-label="Carte : où se trouve Le Club"' in html
    assert len(re.findall("<circle", html)) == 1
    assert "Carte :" not in read(ActorPageFactory())


def test_a_commune_without_a_point_is_enough_for_a_map(read):
    html = read(ActorPageFactory(commune=CommuneFactory(name="Le Port")))

    assert 'aria-label="Carte : où se trouve Le Port"' in html
    assert "<circle" not in html


def test_text_is_never_markup(read):
    wicked = "<script>alert(1)</script>"

    html = read(ActorPageFactory(title=wicked, summary=wicked, programmes=wicked, sources=wicked, acronym=wicked))

    assert "<script>alert" not in html


def test_words_are_those_of_the_language_and_facts_those_of_the_french_page(read):
    actor = full_actor()
    translate(actor, "br", title="Klub ar porzh", summary="Gwriat a reer eno.", siret="", phone="", services=[])

    html = read(actor, "br")

    assert "Klub ar porzh (CDP)" in html
    assert "Gwriat a reer eno." in html
    assert "99100 Ar Porzh" in html
    assert "02 97 00 00 00" in html
    assert "Aide aux démarches" in html
    assert "Eus al Lun d’ar Gwener" in html
    assert 'class="note"' not in html


def test_what_a_translation_leaves_empty_is_said_in_french(read):
    actor = full_actor()
    translate(actor, "br", title="Klub ar porzh", area_of_action="", accessibility="Kompez.")

    html = read(actor, "br")

    assert '<dd lang="fr">Tout le canton</dd>' in html
    assert "<dd>Kompez.</dd>" in html


def test_a_fact_changed_in_french_is_changed_in_every_language(read):
    actor = full_actor()
    translate(actor, "br", title="Klub ar porzh")
    actor.phone = "02 97 11 11 11"
    actor.save_revision().publish()

    assert "02 97 11 11 11" in read(actor, "br")


@pytest.mark.parametrize("language", ["br", "en"])
def test_an_actor_not_translated_is_read_in_french_and_it_is_said(read, language):
    html = read(full_actor(), language)

    assert 'class="note"' in html
    assert '<h1 lang="fr">Le Club du port (CDP)</h1>' in html
    assert '<link rel="canonical" href="http://testserver/annuaire/' in html


def test_a_draft_is_not_read(client):
    assert client.get(f"/annuaire/{ActorPageFactory(draft=True).slug}/").status_code == 404


def structured(html):
    """What the page tells machines, by type."""
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    return {data["@type"]: data for data in json.loads(text)}


def test_machines_are_told_what_it_is(read):
    data = structured(read(full_actor()))["Organization"]

    assert data["@id"] == "http://testserver/annuaire/" + data["@id"].split("/annuaire/")[1]
    assert data["name"] == "Le Club du port"
    assert data["alternateName"] == "CDP"
    assert data["telephone"] == "+33297000000"
    assert data["url"] == "https://www.club.example/"
    assert data["address"]["addressLocality"] == "Le Port"
    assert data["address"]["postalCode"] == "99100"
    assert data["location"]["geo"] == {"@type": "GeoCoordinates", "latitude": 47.75, "longitude": -3.37}
    assert data["location"]["openingHoursSpecification"][0] == {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": [f"https://schema.org/{day}" for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")],
        "opens": "09:00",
        "closes": "12:00",
    }


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        ({"kind": "entreprise", "street": "1 rue du Port"}, "LocalBusiness"),
        ({"kind": "entreprise"}, "Organization"),
        ({"kind": "collectivite"}, "GovernmentOrganization"),
        ({"kind": "association"}, "NGO"),
        ({"kind": "enseignement-recherche"}, "EducationalOrganization"),
        ({"kind": "reseau"}, "Organization"),
    ],
)
def test_machines_are_told_which_kind_of_organisation(read, facts, kind):
    assert set(structured(read(ActorPageFactory(**facts)))) == {kind, "BreadcrumbList"}


def test_machines_are_told_the_way_to_the_page(read):
    crumbs = structured(read(ActorPageFactory(title="Le Club", slug="le-club")))["BreadcrumbList"]["itemListElement"]

    assert [(crumb["position"], crumb["item"].removeprefix("http://testserver")) for crumb in crumbs] == [
        (1, "/"),
        (2, "/annuaire/"),
        (3, "/annuaire/le-club/"),
    ]
    assert crumbs[-1]["name"] == "Le Club"


def test_machines_are_told_nothing_of_what_is_invented(read):
    assert "ld+json" not in read(ActorPageFactory(invented=True))


@pytest.mark.parametrize("hours", ["Apr-Sep Mo 09:00-12:00", "Mo 09:00+", 'Mo 09:00-12:00 "sonner"'])
def test_machines_are_told_no_hours_that_depend_on_something(read, hours):
    assert "openingHoursSpecification" not in read(ActorPageFactory(opening_hours=hours))


def test_no_text_ends_the_script_of_structured_data(read):
    html = read(ActorPageFactory(title="</script><script>alert(1)</script>", summary="a & b <b>"))

    assert "</script><script>alert" not in html
    assert structured(html)["NGO"]["name"] == "</script><script>alert(1)</script>"


def test_its_logo_is_shown_and_named_and_a_lost_one_breaks_nothing(read):
    logo = wagtail_factories.ImageFactory()
    actor = ActorPageFactory(title="Le Club", logo=logo)

    html = read(actor)

    assert 'alt="Logo : Le Club"' in html
    assert structured(html)["NGO"]["logo"].startswith("http://testserver/media/")
    logo.renditions.all().delete()
    logo.file.storage.delete(logo.file.name)
    assert "logo" not in structured(read(actor))["NGO"]


def test_the_policy_of_the_page_allows_no_inline_script(client):
    actor = ActorPageFactory()
    response = client.get(f"/annuaire/{actor.slug}/")

    assert "script-src 'self'" in response["Content-Security-Policy"]
    inline = re.findall(r"<script(?![^>]* src=)[^>]*>", response.content.decode())
    assert inline == ['<script type="application/ld+json">']


def test_the_page_leads_to_what_subscribes_to_its_dates(read):
    actor = ActorPageFactory()

    html = read(actor)

    assert f'type="text/calendar" title="{actor.title}" href="/annuaire/{actor.slug}/agenda.ics"' in html
    assert f'href="webcal://testserver/annuaire/{actor.slug}/agenda.ics"' in html


def test_without_hours_the_flag_says_how_many_dates_are_to_come(read):
    actor = ActorPageFactory()
    EventPageFactory(participants=organised_by(actor), date_lines=[line(weekly=True, until=dt.date(2027, 4, 21))])

    assert "<b>3</b> <span>dates à venir</span>" in read(actor)


@pytest.mark.parametrize("language", ["fr", "br"])
def test_the_cost_of_the_page_does_not_depend_on_what_it_lists(client, django_assert_max_num_queries, language):
    actor = full_actor()
    translate(actor, "br", title="Klub ar porzh")
    address = f"{'' if language == 'fr' else '/br'}/annuaire/{actor.slug}/"
    past = [line(start_date=dt.date(2026, 3, 3))]
    EventPageFactory(participants=organised_by(actor))
    EventPageFactory(participants=organised_by(actor), date_lines=past)
    client.get(address)
    with django_assert_max_num_queries(48) as few:
        client.get(address)
    for _ in range(3):
        EventPageFactory(participants=organised_by(actor, ActorPageFactory()))
        EventPageFactory(participants=organised_by(actor), date_lines=[line(start_date=dt.date(2026, 3, 4))])

    with django_assert_max_num_queries(len(few)):
        client.get(address)


@pytest.mark.parametrize("kind", ["", "fablab"])
def test_an_actor_not_saved_yet_is_previewed(kind):
    actor = ActorPage(title="Le Club", slug="le-club", kind=kind, locale=Locale.objects.get(language_code="fr"))

    with translation.override("fr"):
        response = actor.make_preview_request()

    assert response.status_code == 200
    assert "Le Club" in response.content.decode()
