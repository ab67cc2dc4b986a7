"""The calendars of one event and of one actor: what is there, what is not yet, what no longer is."""

import pytest
import time_machine
from django.test import Client
from wagtail.models import PageViewRestriction

from evenements.models import EventActor
from tests.agenda.sample import NOW, uids, uids_of
from tests.factories.annuaire import ActorPageFactory
from tests.factories.core import translate
from tests.factories.evenements import EventPageFactory, WorkshopPageFactory, line, organised_by

pytestmark = pytest.mark.django_db
PREFIXES = ("", "/br", "/en")


@pytest.fixture(autouse=True)
def _now(settings) -> None:
    settings.FROZEN_NOW = NOW


@pytest.mark.parametrize("prefix", PREFIXES)
def test_an_event_and_a_workshop_have_their_own_calendar(client: Client, prefix: str) -> None:
    EventPageFactory(slug="rencontre")
    WorkshopPageFactory(slug="laser")

    assert uids(client, f"{prefix}/evenements/rencontre/evenement.ics") == uids_of(["rencontre"])
    assert uids(client, f"{prefix}/ateliers/laser/evenement.ics") == uids_of(["laser"])
    assert client.get(f"{prefix}/ateliers/rencontre/evenement.ics").status_code == 404
    assert client.get(f"{prefix}/evenements/laser/evenement.ics").status_code == 404


def test_the_words_are_those_of_the_language_of_the_address(client: Client) -> None:
    event = EventPageFactory(slug="rencontre", title="Découpe laser")
    translate(event, "en", title="Laser cutting")

    english = client.get("/en/evenements/rencontre/evenement.ics").content

    assert b"SUMMARY:Laser cutting" in english
    assert b"\nNAME:Laser cutting" in english
    assert b"URL:http://testserver/en/evenements/rencontre/" in english
    assert "SUMMARY:Découpe laser".encode() in client.get("/br/evenements/rencontre/evenement.ics").content


def test_a_title_that_its_dates_do_not_show_is_news_all_the_same(client: Client, settings) -> None:
    settings.FROZEN_NOW = None
    renamed = {"original": "2027-04-07", "title": "Une date à part"}
    path = "/evenements/rencontre/evenement.ics"
    with time_machine.travel("2027-04-01T10:00:00Z", tick=False):
        event = EventPageFactory(slug="rencontre", date_lines=[line(changes=(renamed,))])
        first = client.get(path)
    with time_machine.travel("2027-04-02T10:00:00Z", tick=False):
        event.title = "Un autre titre"
        event.save_revision().publish()
        again = client.get(path, headers={"If-Modified-Since": first["Last-Modified"]})

    assert again.status_code == 200
    assert "\nNAME:Un autre titre" in again.content.decode()
    assert again["Last-Modified"] == "Fri, 02 Apr 2027 10:00:00 GMT"


@pytest.mark.parametrize("prefix", PREFIXES)
def test_a_draft_is_not_found(client: Client, prefix: str) -> None:
    EventPageFactory(slug="projet", draft=True)
    ActorPageFactory(slug="projet", draft=True)

    for path in ("/evenements/projet/evenement.ics", "/evenements/rien/evenement.ics", "/annuaire/projet/agenda.ics"):
        assert client.get(f"{prefix}{path}").status_code == 404


def test_a_private_event_is_not_found(client: Client) -> None:
    event = EventPageFactory(slug="prive")
    PageViewRestriction.objects.create(page=event, restriction_type=PageViewRestriction.LOGIN)
    event.save_revision().publish()

    assert client.get("/evenements/prive/evenement.ics").status_code in (404, 410)
    assert uids(client, "/agenda/agenda.ics") == set()


def test_a_private_actor_is_not_found(client: Client) -> None:
    actor = ActorPageFactory(slug="prive")
    PageViewRestriction.objects.create(page=actor, restriction_type=PageViewRestriction.LOGIN)

    assert client.get("/annuaire/prive/agenda.ics").status_code == 404


@pytest.mark.parametrize("prefix", PREFIXES)
def test_what_was_withdrawn_is_gone(client: Client, prefix: str) -> None:
    event, workshop = EventPageFactory(slug="rencontre"), WorkshopPageFactory(slug="laser")
    actor = ActorPageFactory(slug="port")
    paths = ["/evenements/rencontre/evenement.ics", "/ateliers/laser/evenement.ics", "/annuaire/port/agenda.ics"]

    for page in (event, workshop, actor):
        page.unpublish()

    assert [client.get(f"{prefix}{path}").status_code for path in paths] == [410, 410, 410]
    assert [client.head(f"{prefix}{path}").status_code for path in paths] == [410, 410, 410]

    event.get_latest_revision().publish()
    assert client.get(f"{prefix}{paths[0]}").status_code == 200


def test_a_withdrawn_event_leaves_the_feeds(client: Client) -> None:
    actor = ActorPageFactory(slug="port")
    event = EventPageFactory(slug="rencontre", participants=organised_by(actor))
    feeds = ("/agenda/agenda.ics", "/annuaire/port/agenda.ics")
    assert all(uids(client, path) for path in feeds)

    event.unpublish()

    assert not any(uids(client, path) for path in feeds)


def test_who_subscribed_before_a_slug_changed_is_still_served(
    client: Client, django_capture_on_commit_callbacks
) -> None:
    actor, event = ActorPageFactory(slug="port"), EventPageFactory(slug="rencontre")
    for page, slug in ((actor, "grand-port"), (event, "grande-rencontre")):
        page.slug = slug
        with django_capture_on_commit_callbacks(execute=True):
            page.save_revision().publish()

    moved = client.get("/annuaire/port/agenda.ics?gratuit=1&q=%C3%A9t%C3%A9")
    assert (moved.status_code, moved["Location"]) == (301, "/annuaire/grand-port/agenda.ics?gratuit=1&q=%C3%A9t%C3%A9")
    moved = client.get("/br/evenements/rencontre/evenement.ics")
    assert (moved.status_code, moved["Location"]) == (301, "/br/evenements/grande-rencontre/evenement.ics")


def test_the_feed_of_an_actor_holds_what_it_organises_and_hosts_and_takes_the_same_filters(client: Client) -> None:
    actor, other = ActorPageFactory(slug="port"), ActorPageFactory(slug="autre")
    EventPageFactory(slug="organise", participants=organised_by(actor), is_free=False)
    EventPageFactory(slug="accueille", host=actor, participants=organised_by(other))
    EventPageFactory(slug="ailleurs", participants=[EventActor(actor=other)])

    assert uids(client, "/annuaire/port/agenda.ics") == uids_of(["organise", "accueille"])
    assert uids(client, "/annuaire/port/agenda.ics", "gratuit=1") == uids_of(["accueille"])
    assert client.get("/annuaire/port/agenda.ics?gratuit=non").status_code == 400
