"""Addresses that were public: withdrawn they answer 410, moved they redirect, and a draft was never one."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from annuaire.models import ActorPage
from core import gone
from core.groups import editors_name
from core.models import GonePath
from evenements.models import EventPage
from home.models import ContentPage, HomePage
from tests.factories.annuaire import ActorPageFactory
from tests.factories.contest import ContestEntryPageFactory
from tests.factories.core import UserFactory, translate
from tests.factories.evenements import EventPageFactory, WorkshopPageFactory

pytestmark = pytest.mark.django_db


def status(client, path: str) -> int:
    return client.get(path).status_code


@pytest.fixture
def other_folder() -> Page:
    home = HomePage.objects.get(locale__language_code="fr")
    return home.add_child(instance=ContentPage(title="Autre", slug="autre", locale=home.locale))


@pytest.mark.parametrize("factory", [ActorPageFactory, EventPageFactory])
def test_a_withdrawn_page_of_any_type_answers_410_in_every_language(client, factory):
    page = factory()
    path = page.url

    page.unpublish()

    for address in (path, f"/br{path}", f"/en{path}", f"{path}x.ics"):
        assert status(client, address) == 410


def test_a_page_back_at_a_former_address_is_withdrawn_from_it(client, django_capture_on_commit_callbacks):
    event = EventPageFactory(slug="port")
    for slug in ("rade", "port"):
        event.slug = slug
        with django_capture_on_commit_callbacks(execute=True):
            event.save_revision().publish()
    assert status(client, "/evenements/port/") == 200

    event.unpublish()

    assert status(client, "/evenements/port/") == 410
    assert client.get("/evenements/rade/", follow=True).status_code == 410


def test_a_deleted_page_answers_410(client):
    actor = ActorPageFactory()
    path = actor.url

    ActorPage.objects.get(pk=actor.pk).delete()

    assert status(client, path) == 410


def test_a_page_never_published_answers_404(client):
    actor = ActorPageFactory(draft=True, slug="brouillon")

    assert status(client, "/annuaire/brouillon/") == 404
    actor.delete()
    assert status(client, "/annuaire/brouillon/") == 404
    assert not GonePath.objects.exists()


def test_a_page_published_again_is_there_again():
    actor = ActorPageFactory()
    actor.unpublish()

    actor.save_revision().publish()

    assert not gone.is_gone(actor.url)


def test_scheduling_a_publication_does_not_restore_the_address():
    actor = ActorPageFactory()
    actor.unpublish()

    actor.go_live_at = timezone.now() + dt.timedelta(days=30)
    actor.save_revision().publish()

    assert gone.is_gone("/annuaire/" + actor.slug + "/")


def test_a_translation_withdrawn_takes_nothing_away():
    event = EventPageFactory()
    translation = translate(event, "br")

    translation.unpublish()

    assert not GonePath.objects.exists()


def test_a_translation_is_gone_with_its_french_page(client):
    actor = ActorPageFactory(slug="x")
    translate(actor, "br")
    assert status(client, "/br/annuaire/x/") == 200

    actor.unpublish()

    assert status(client, "/br/annuaire/x/") == 410


@pytest.mark.parametrize("factory", [ActorPageFactory, EventPageFactory, WorkshopPageFactory, ContestEntryPageFactory])
def test_a_deleted_page_takes_its_translations_with_it(client, factory):
    page = factory()
    path = page.url
    parent = page.get_parent().specific
    for language in ("br", "en"):
        if not parent.get_translations().filter(locale__language_code=language).exists():
            translate(parent, language)
        translate(page, language)

    type(page).objects.get(pk=page.pk).delete()

    assert not Page.objects.filter(translation_key=page.translation_key).exists()
    for address in (path, f"/br{path}", f"/en{path}"):
        assert (address, status(client, address)) == (address, 410)


def test_a_translation_with_an_address_of_its_own_is_gone_too(client):
    actor = ActorPageFactory(slug="x")
    own = translate(actor, "br")
    Page.objects.filter(pk=own.pk).update(slug="y", url_path=own.url_path.replace("/x/", "/y/"))
    assert status(client, "/br/annuaire/y/") == 200

    ActorPage.objects.get(pk=actor.pk).delete()

    assert status(client, "/br/annuaire/y/") == 410
    assert status(client, "/br/annuaire/x/") == 410


def test_a_folder_deleted_takes_the_translations_of_what_is_under_it(client, other_folder):
    event = EventPageFactory(slug="x")
    translate(event, "en")
    other_folder.save_revision().publish()
    event.move(other_folder, pos="last-child")

    Page.objects.get(pk=other_folder.pk).delete()

    assert not Page.objects.filter(translation_key=event.translation_key).exists()
    assert status(client, "/en/autre/x/") == 410


def test_a_translation_deleted_leaves_its_french_page(client):
    event = EventPageFactory(slug="x")
    translation = translate(event, "br")
    translate(event, "en")

    translation.delete()

    assert status(client, "/evenements/x/") == 200
    assert status(client, "/en/evenements/x/") == 200
    assert status(client, "/br/evenements/x/") == 200  # in French


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(groups=[editors_name()]))
    return client


def test_who_deletes_in_the_admin_is_told_of_the_translations(editor):
    actor = ActorPageFactory()
    translate(actor, "br")
    url = reverse("wagtailadmin_pages:delete", args=[actor.pk])

    assert "Brezhoneg" in editor.get(url).text
    assert editor.post(url).status_code == 302

    assert not Page.objects.filter(translation_key=actor.translation_key).exists()


def test_deleting_several_pages_deletes_their_translations(editor):
    actor = ActorPageFactory()
    translation = translate(actor, "br")
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    asked = f"{url}?id={actor.pk}&id={translation.pk}"

    assert editor.post(asked).status_code == 302

    assert not Page.objects.filter(translation_key=actor.translation_key).exists()


def test_a_translation_is_as_private_as_its_french_page(client):
    actor = ActorPageFactory(slug="x")
    translate(actor, "br")

    PageViewRestriction.objects.create(page=actor, restriction_type="login")

    for path in ("/annuaire/x/", "/br/annuaire/x/", "/en/annuaire/x/"):
        assert (path, status(client, path)) == (path, 302)


def test_a_page_moved_redirects_in_every_language(client, other_folder):
    event = EventPageFactory(slug="x")

    event.move(other_folder, pos="last-child")

    for before, after in (
        ("/evenements/x/", "/autre/x/"),
        ("/br/evenements/x/", "/br/autre/x/"),
    ):
        answer = client.get(before)
        assert (before, answer.status_code, answer.headers.get("Location")) == (before, 301, after)


def test_a_page_renamed_redirects_with_what_is_under_it(client, django_capture_on_commit_callbacks):
    event = EventPageFactory(slug="x")
    with django_capture_on_commit_callbacks(execute=True):
        page = event.get_latest_revision_as_object()
        page.slug = "y"
        page.save_revision().publish()

    for before, after in (
        ("/en/evenements/x/", "/en/evenements/y/"),
        ("/evenements/x/evenement.ics", "/evenements/y/evenement.ics"),
        ("/br/evenements/x/evenement.ics", "/br/evenements/y/evenement.ics"),
    ):
        answer = client.get(before)
        assert (before, answer.status_code, answer.headers.get("Location")) == (before, 301, after)


@pytest.mark.parametrize("factory", [EventPageFactory, ActorPageFactory])
def test_a_translation_follows_the_name_of_its_page_and_links_to_what_answers(
    client, django_capture_on_commit_callbacks, factory
):
    page = factory(slug="x")
    translation = translate(page, "en", title="A meeting")
    calendar = "agenda.ics" if factory is ActorPageFactory else "evenement.ics"
    folder = page.get_parent().slug
    for slug in ("y", "x"):
        with django_capture_on_commit_callbacks(execute=True):
            page = page.get_latest_revision_as_object()
            page.slug = slug
            page.save_revision().publish()
        other = "x" if slug == "y" else "y"

        for rest in ("", calendar):
            answer = client.get(f"/en/{folder}/{other}/{rest}")
            assert (answer.status_code, answer.headers.get("Location")) == (301, f"/en/{folder}/{slug}/{rest}")
        assert f'href="/en/{folder}/{slug}/{calendar}"' in client.get(f"/en/{folder}/{slug}/").content.decode()
        assert client.get(f"/en/{folder}/{slug}/{calendar}").status_code == 200

    stale = translation.get_latest_revision_as_object()
    stale.slug = "z"
    stale.save_revision().publish()
    assert client.get(f"/en/{folder}/x/").status_code == 200


def test_a_translation_keeps_its_slug_where_another_page_has_the_name():
    first, second = EventPageFactory(slug="x"), EventPageFactory(slug="y")
    taken, waiting = (translate(page, "en", title="A meeting") for page in (first, second))
    Page.objects.filter(pk=taken.pk).update(slug="z")
    second.slug = "z"
    second.save_revision().publish()

    waiting.refresh_from_db()
    assert waiting.slug == "y"


def test_a_page_moved_then_withdrawn_answers_410_at_both_addresses(client, other_folder):
    event = EventPageFactory(slug="x")
    event.move(other_folder, pos="last-child")

    EventPage.objects.get(pk=event.pk).delete()

    assert status(client, "/evenements/x/") == 410
    assert status(client, "/autre/x/") == 410


def test_a_page_that_comes_back_to_its_address_is_there(client, other_folder):
    event = EventPageFactory(slug="x")
    folder = event.get_parent()

    event.move(other_folder, pos="last-child")
    EventPage.objects.get(pk=event.pk).move(Page.objects.get(pk=folder.pk), pos="last-child")

    assert not gone.is_gone("/evenements/x/")
    assert gone.is_gone("/autre/x/")


def test_a_folder_moved_moves_the_addresses_under_it(other_folder):
    EventPageFactory(slug="x")
    folder = Page.objects.get(slug="evenements", locale__language_code="fr")

    folder.move(other_folder, pos="last-child")

    assert gone.moved_to("/evenements/x/") == "/autre/evenements/x/"
    assert gone.is_gone("/evenements/x/")


def test_another_page_at_the_old_address_answers(other_folder):
    event = EventPageFactory(slug="x")
    event.move(other_folder, pos="last-child")

    EventPageFactory(slug="x")

    assert not gone.is_gone("/evenements/x/")


@pytest.mark.parametrize("path", ["/", "/\x00", "/" + "a" * 5000, "//", "/é/"])
def test_odd_paths_are_neither_gone_nor_moved(path):
    assert not gone.is_gone(path)
    assert gone.moved_to(path) is None
