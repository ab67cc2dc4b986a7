"""What is not published, or no longer, is nowhere: page, calendar, lists, feeds, search, plan of the site."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from annuaire.models import ActorPage
from core.languages import codes, prefix
from tests.factories.annuaire import ActorPageFactory
from tests.factories.core import translate
from tests.factories.evenements import EventPageFactory, WorkshopPageFactory, line, organised_by
from tests.reading import ReadPage

pytestmark = pytest.mark.django_db

WORD = "Ornithorynque"
FOLDERS = {EventPageFactory: "evenements", WorkshopPageFactory: "ateliers", ActorPageFactory: "annuaire"}
LISTS = (
    "/", "/agenda/", "/agenda/?q=ornithorynque", "/agenda/mois/2027-04/", "/ateliers/", "/annuaire/",
    "/annuaire/?q=ornithorynque", "/recherche/?q=ornithorynque", "/agenda/agenda.ics", "/agenda/agenda.rss",
    "/ateliers/agenda.ics", "/ateliers/agenda.rss", "/sitemap.xml",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _spring(settings):
    settings.FROZEN_NOW = "2027-04-05T10:00:00"


def draft(make: Callable[..., Page]) -> Page:
    return make(title=WORD, slug="ornithorynque", draft=True)


def scheduled(make: Callable[..., Page]) -> Page:
    page = draft(make)
    page.go_live_at = timezone.now() + dt.timedelta(days=1)
    page.save_revision(approved_go_live_at=page.go_live_at).publish()
    page.refresh_from_db()
    assert not page.live
    return page


def private(make: Callable[..., Page]) -> Page:
    page = make(title=WORD, slug="ornithorynque")
    translate(page, "br", title=f"{WORD} e brezhoneg")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    return page


def withdrawn(make: Callable[..., Page]) -> Page:
    page = make(title=WORD, slug="ornithorynque")
    translate(page, "br", title=f"{WORD} e brezhoneg")
    page.unpublish()
    return page


def deleted(make: Callable[..., Page]) -> Page:
    page = make(title=WORD, slug="ornithorynque")
    page.delete()
    return page


def addresses(make: Callable[..., Page], language: str) -> tuple[str, str]:
    """A page's address and its calendar's."""
    root = f"{prefix(language)}/{FOLDERS[make]}/ornithorynque/"
    return root, f"{root}{'agenda' if make is ActorPageFactory else 'evenement'}.ics"


def assert_is_nowhere(client: Client) -> None:
    for language in codes():
        for path in LISTS:
            if path == "/sitemap.xml" and language != "fr":
                continue
            text = client.get(f"{prefix(language)}{path}").content.decode().lower()
            # The words looked for are given back to the reader: only a link to the page counts.
            found = "/ornithorynque/" in text if "?q=" in path else "ornithorynque" in text
            assert not found, f"{prefix(language)}{path}"


@pytest.mark.parametrize("make", FOLDERS)
@pytest.mark.parametrize("state", [draft, scheduled])
def test_what_was_never_public_is_not_found(client: Client, make: Callable[..., Page], state):
    state(make)

    for language in codes():
        for address in addresses(make, language):
            assert client.get(address).status_code == 404, address
    assert_is_nowhere(client)


@pytest.mark.parametrize("make", FOLDERS)
def test_what_is_for_some_alone_is_in_no_list_and_has_no_calendar(client: Client, make: Callable[..., Page]):
    private(make)

    for language in codes():
        page, calendar = addresses(make, language)
        answer = client.get(page)
        assert answer.status_code in (302, 404), page
        assert WORD not in answer.content.decode()
        assert client.get(calendar).status_code in (404, 410), calendar
    assert_is_nowhere(client)


def test_a_page_under_a_password_asks_for_it_in_the_look_of_the_site(client: Client):
    page = EventPageFactory(slug="reserve")
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="rade")

    asked = ReadPage.at(client, "/br/evenements/reserve/")
    form = asked.soup.select_one("main form[method=post]")
    wrong = client.post(form["action"], {"password": "port", "return_url": "/br/evenements/reserve/"})
    right = client.post(form["action"], {"password": "rade", "return_url": "/br/evenements/reserve/"})
    elsewhere = Client().post(form["action"], {"password": "rade", "return_url": "https://evil.example/"})

    assert asked.soup.select_one("header nav")
    assert asked.soup.select_one("label[for=id_password]")
    assert 'aria-invalid="true"' in wrong.content.decode()
    assert right["Location"] == "/br/evenements/reserve/"
    assert elsewhere["Location"] == "/"
    assert client.get("/br/evenements/reserve/").status_code == 200


@pytest.mark.parametrize("make", FOLDERS)
@pytest.mark.parametrize("state", [withdrawn, deleted])
def test_what_was_withdrawn_is_gone_in_every_language(client: Client, make: Callable[..., Page], state):
    state(make)

    for language in codes():
        for address in addresses(make, language):
            assert client.get(address).status_code == 410, address
            assert client.head(address).status_code == 410, address
    assert_is_nowhere(client)


@pytest.mark.parametrize("make", FOLDERS)
def test_what_comes_back_is_found_again(client: Client, make: Callable[..., Page]):
    page = make(title=WORD, slug="ornithorynque")
    page.unpublish()
    page.save_revision().publish()

    for language in codes():
        for address in addresses(make, language):
            assert client.get(address).status_code == 200, address


def test_the_draft_of_a_change_is_not_public(client: Client):
    event = EventPageFactory(title="Fête", slug="fete")
    event.title = WORD
    event.date_lines = [line(start_date=dt.date(2027, 5, 5))]
    event.save_revision()

    assert_is_nowhere(client)
    assert WORD not in client.get("/evenements/fete/").content.decode()
    assert WORD not in client.get("/evenements/fete/evenement.ics").content.decode()


def test_an_organiser_that_is_not_public_is_not_named(client: Client):
    organiser = ActorPageFactory(title=WORD, slug="ornithorynque", draft=True)
    EventPageFactory(title="Fête", slug="fete", participants=organised_by(organiser), host=organiser)
    assert not ActorPage.objects.get(pk=organiser.pk).live

    assert_is_nowhere(client)
    for path in ("/evenements/fete/", "/evenements/fete/evenement.ics", "/br/evenements/fete/"):
        assert WORD not in client.get(path).content.decode(), path


def test_an_untranslated_page_does_not_open_a_draft_translation(client: Client):
    event = EventPageFactory(title="Fête", slug="fete")
    translate(event, "en", live=False, title=WORD)

    assert_is_nowhere(client)
    assert WORD not in client.get("/en/evenements/fete/").content.decode()
    assert WORD not in client.get("/en/evenements/fete/evenement.ics").content.decode()
