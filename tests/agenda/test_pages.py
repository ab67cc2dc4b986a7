"""What the pages of the agenda and of the workshops show besides their dates."""

import datetime as dt
import re

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from agenda.models import AgendaPage
from core.models import Audience
from evenements.enums import State
from tests.agenda.sample import NOW, get, slugs_of, total_of, workshops
from tests.factories.annuaire import ActorPageFactory
from tests.factories.core import AudienceFactory, PlaceFactory, translate
from tests.factories.evenements import EventPageFactory, line, organised_by

pytestmark = pytest.mark.django_db
PATHS = ("/agenda/", "/agenda/mois/2027-04/", "/agenda/abonnement/", "/ateliers/", "/ateliers/abonnement/")


@pytest.fixture(autouse=True)
def _now(settings) -> None:
    settings.FROZEN_NOW = NOW


def head(html: str) -> str:
    return html[: html.index("</head>")]


def canonical(html: str) -> str:
    return re.search(r'rel="canonical"\s+href="([^"]+)"', html)[1]


def is_noindex(html: str) -> bool:
    return 'name="robots" content="noindex' in html


@pytest.mark.parametrize("prefix", ["", "/br", "/en"])
@pytest.mark.parametrize("path", PATHS)
def test_each_page_answers_in_each_language(client: Client, prefix: str, path: str) -> None:
    EventPageFactory()
    workshops()

    html = get(client, f"{prefix}{path}")

    assert f'<html lang="{prefix.strip("/") or "fr"}"' in html
    assert canonical(html) == f"http://testserver{prefix}{path}"
    assert html.count("<h1") == 1
    assert "style=" not in html
    assert not re.search(r"<script(?![^>]*src=)", html)


@pytest.mark.parametrize("path", PATHS)
def test_each_page_gives_the_feeds_of_its_selection(client: Client, path: str) -> None:
    folder = "/ateliers/" if path.startswith("/ateliers/") else "/agenda/"

    html = head(get(client, path, "public=tpe-pme&public=entreprises&gratuit=1"))

    for feed, kind in (("agenda.ics", "text/calendar"), ("agenda.rss", "application/rss+xml")):
        query = "public=entreprises&amp;public=tpe-pme&amp;gratuit=1"
        assert f'type="{kind}"' in html
        assert f'href="{folder}{feed}?{query}"' in html
        assert client.get(f"{folder}{feed}?{query.replace('&amp;', '&')}").status_code == 200


@pytest.mark.parametrize(
    ("query", "address", "noindex"),
    [
        ("", "/agenda/", False),
        ("utm_source=x", "/agenda/", False),
        ("public=citoyens", "/agenda/?public=citoyens", False),
        ("gratuit=1&public=citoyens", "/agenda/?public=citoyens&amp;gratuit=1", True),
        ("public=tpe-pme&public=citoyens", "/agenda/?public=citoyens&amp;public=tpe-pme", True),
        ("q=laser", "/agenda/?q=laser", True),
        ("du=2027-01-01", "/agenda/?du=2027-01-01", True),
        ("public=inconnu", "/agenda/", False),
    ],
)
def test_search_engines_keep_one_address_of_what_is_of_use(
    client: Client, query: str, address: str, noindex: bool
) -> None:
    html = get(client, "/agenda/", query)

    assert canonical(html) == f"http://testserver{address}"
    assert is_noindex(html) == noindex


def test_each_page_of_a_list_has_its_own_address(client: Client) -> None:
    for _ in range(21):
        EventPageFactory()

    assert canonical(get(client, "/agenda/", "page=2")) == "http://testserver/agenda/?page=2"
    assert canonical(get(client, "/agenda/", "page=2&gratuit=1")) == "http://testserver/agenda/?gratuit=1&amp;page=2"
    assert canonical(get(client, "/agenda/", "page=1")) == "http://testserver/agenda/"


@pytest.mark.parametrize("page", ["0", "-1", "abc", "9" * 5000, "1e3", "²", "%00", ""])
def test_a_page_number_that_is_none_gives_the_list(client: Client, page: str) -> None:
    EventPageFactory(slug="rencontre")

    assert slugs_of(get(client, "/agenda/", f"page={page}")) == ["rencontre"]


def test_active_filters_are_chips_that_go_away_one_by_one(client: Client) -> None:
    html = get(client, "/agenda/", "public=citoyens&type=atelier&au=2027-12-10")

    chips = re.findall(r'class="chip"[^>]*href="([^"]+)"', html)
    assert chips == [
        "/agenda/?public=citoyens&amp;type=atelier",
        "/agenda/?au=2027-12-10&amp;type=atelier",
        "/agenda/?au=2027-12-10&amp;public=citoyens",
    ]
    assert "Jusqu’au 10 déc." in html


def test_the_form_shows_what_is_ticked_and_keeps_what_it_does_not_show(client: Client) -> None:
    ActorPageFactory(slug="port")
    EventPageFactory(audiences=["citoyens"])

    html = get(client, "/agenda/", "public=citoyens&organisateur=port&action=4&du=2027-04-01")

    assert re.search(r'name="public"\s+value="citoyens"\s+checked', html)
    assert re.search(r'type="hidden"\s+name="organisateur"\s+value="port"', html)
    assert re.search(r'type="hidden"\s+name="action"\s+value="4"', html)
    assert not re.search(r'type="hidden"\s+name="(du|public)"', html)
    assert re.search(r'name="du"\s+type="date"\s+value="2027-04-01"', html)


def test_only_entries_that_lead_somewhere_are_offered(client: Client) -> None:
    EventPageFactory(audiences=["citoyens", AudienceFactory(code="anciens", retired_since=True)])

    html = get(client, "/agenda/")

    assert set(re.findall(r'name="public"\s+value="([\w-]+)"', html)) == {"citoyens"}
    assert set(re.findall(r'name="public"\s+value="([\w-]+)"', get(client, "/agenda/", "public=anciens"))) == {
        "anciens"
    }


def test_a_value_not_understood_is_said_beside_the_list_without_it(client: Client) -> None:
    EventPageFactory(slug="rencontre")

    html = get(client, "/agenda/", "public=<script>alert(1)</script>&gratuit=1")

    assert "Un filtre n’a pas été compris" in html
    assert "«\N{NO-BREAK SPACE}scriptalert(1)/script\N{NO-BREAK SPACE}»" in html
    assert "<script>alert" not in html
    assert slugs_of(html) == ["rencontre"]


def test_the_lead_says_the_number_and_the_selection(client: Client) -> None:
    EventPageFactory(audiences=["citoyens"])
    label = Audience.objects.get(code="citoyens").label

    assert "<strong>1 date</strong> à venir" in get(client, "/agenda/")
    filtered = get(client, "/agenda/", "public=citoyens&gratuit=1")
    assert re.search(rf"<strong>1 date</strong>\s: {label}, Gratuit", filtered)


def test_an_empty_list_says_which_filter_to_drop_and_what_is_past(client: Client) -> None:
    EventPageFactory(audiences=["citoyens"])
    EventPageFactory(audiences=["touristes"], is_free=False)
    EventPageFactory(audiences=["touristes"], date_lines=[line(start_date=dt.date(2027, 3, 1))])

    html = get(client, "/agenda/", "public=touristes&gratuit=1")

    empty = html[html.index('class="empty') : html.index('class="small muted gap--l"')]
    links = dict(re.findall(r'<a href="([^"]+)">([^<]+)</a>', empty))
    assert set(links) == {
        "/agenda/?gratuit=1", "/agenda/?public=touristes", "/agenda/?au=2027-04-06&amp;public=touristes&amp;gratuit=1",
    }  # fmt: skip
    for address, words in links.items():
        number = int(re.search(r"(\d+) date", words)[1])
        assert total_of(get(client, address.replace("&amp;", "&"))) == number == 1
    assert slugs_of(html) == []


def test_a_site_without_any_date_says_so(client: Client) -> None:
    assert "Aucune date à venir" in get(client, "/agenda/")
    assert "Aucune date ce mois-ci" in get(client, "/agenda/mois/2027-04/")


def test_french_words_under_another_language_say_that_they_are(client: Client) -> None:
    EventPageFactory(slug="un", title="Découpe laser")
    translate(EventPageFactory(slug="deux", title="Données ouvertes"), "en", title="Open data")

    html = get(client, "/en/agenda/")

    assert re.search(r'href="/en/evenements/un/"\s+lang="fr"[^>]*>Découpe laser', html)
    assert re.search(r'href="/en/evenements/deux/"\s*>Open data', html)


def test_names_of_actors_and_places_are_said_on_chips(client: Client) -> None:
    actor = ActorPageFactory(slug="port", title="Port numérique")
    translate(actor, "en", title="Digital harbour")
    PlaceFactory(name="Forum", slug="forum")
    EventPageFactory(participants=organised_by(actor))

    assert "Port numérique" in get(client, "/agenda/", "organisateur=port")
    assert "Digital harbour" in get(client, "/en/agenda/", "organisateur=port")
    assert "Forum" in get(client, "/agenda/", "lieu=forum")


def test_the_map_is_one_of_the_ways_to_show_a_selection(client: Client) -> None:
    assert 'href="/agenda/carte/?gratuit=1"' in get(client, "/agenda/?gratuit=1")


@pytest.mark.parametrize("prefix", ["", "/br", "/en"])
def test_the_folder_of_events_leads_to_the_agenda(client: Client, prefix: str) -> None:
    response = client.get(f"{prefix}/evenements/")

    assert (response.status_code, response["Location"]) == (301, f"{prefix}/agenda/")


def test_workshops_are_listed_alone_with_filters_of_their_own(client: Client) -> None:
    EventPageFactory(slug="conference")
    workshops()

    html = get(client, "/ateliers/")

    assert slugs_of(html) == ["laser", "vinyle"]
    assert set(re.findall(r'name="equipement"\s+value="([\w-]+)"', html)) == {"decoupe-laser", "decoupe-vinyle"}
    assert set(re.findall(r'name="niveau"\s+value="([\w-]+)"', html)) == {"debutant", "avance"}
    assert slugs_of(get(client, "/ateliers/", "niveau=avance&equipement=decoupe-laser")) == ["vinyle"]
    assert sorted(slugs_of(get(client, "/agenda/"))) == ["conference", "laser", "vinyle"]
    assert re.search(r"<b>2</b>\s*<span>dates</span>", html)


def test_the_state_of_a_date_is_a_word_on_its_row(client: Client) -> None:
    for state, word in ((State.CANCELLED, "Annulé"), (State.POSTPONED, "Reporté"), (State.FULL, "Complet")):
        EventPageFactory(slug=state.value, state=state)
        assert word in get(client, "/agenda/")


def test_a_private_agenda_is_not_shown(client: Client) -> None:
    page = AgendaPage.objects.get(locale__language_code="fr")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    assert client.get("/agenda/").status_code == 302
    assert client.get("/agenda/mois/2027-04/").status_code == 302


def test_an_unpublished_agenda_is_not_shown(client: Client) -> None:
    AgendaPage.objects.get(locale__language_code="fr").unpublish()

    assert client.get("/agenda/").status_code in (404, 410)
