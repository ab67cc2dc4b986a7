"""The version of the directory moves with each change of what it shows, whoever makes it, and only then."""

import datetime as dt
import threading
import uuid

import pytest
from django.db import transaction
from wagtail.models import PageViewRestriction

from annuaire import versions
from annuaire.freshness.enums import Freshness
from annuaire.freshness.states import freshness_changed
from annuaire.listing import read_directory
from annuaire.models import ActorPage, DirectoryPage
from tests.factories.annuaire import ActorPageFactory
from tests.factories.core import AudienceFactory, CommuneFactory, translate

pytestmark = pytest.mark.django_db


def directory() -> DirectoryPage:
    return DirectoryPage.objects.get(locale__language_code="fr")


def rename(actor: ActorPage) -> None:
    actor.title = "Autre"
    actor.save_revision().publish()


def save_alone(actor: ActorPage) -> None:
    actor.kind = "fablab"
    actor.save()


def give(actor: ActorPage) -> None:
    actor.audiences = [AudienceFactory()]
    actor.save_revision().publish()


def change_address(actor: ActorPage) -> None:
    actor.slug = "autre-adresse"
    actor.save_revision().publish()


def change_folder(actor: ActorPage) -> None:
    folder = directory()
    folder.slug = "acteurs"
    folder.save_revision().publish()


def restrict(actor: ActorPage) -> None:
    PageViewRestriction.objects.create(page=actor, restriction_type="login")


def restrict_all(actor: ActorPage) -> None:
    PageViewRestriction.objects.create(page=directory(), restriction_type="login")


def rename_commune(actor: ActorPage) -> None:
    actor.commune.name = "Autre"
    actor.commune.save()


def age(actor: ActorPage) -> None:
    with transaction.atomic():
        ActorPage.objects.filter(pk=actor.pk).update(freshness=Freshness.HIDDEN)
        freshness_changed.send(sender=ActorPage, actor_ids={actor.pk})


CHANGES = {
    "rename": rename,
    "save": save_alone,
    "give it a public": give,
    "change its address": change_address,
    "change the folder's address": change_folder,
    "translate": lambda actor: translate(actor, "br", title="Ar C’hlub"),
    "withdraw": lambda actor: actor.unpublish(),
    "delete": lambda actor: actor.delete(),
    "restrict": restrict,
    "restrict the directory": restrict_all,
    "rename its commune": rename_commune,
    "add an entry to a vocabulary": lambda actor: AudienceFactory(),
    "hide for want of an answer": age,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_of_what_is_shown_moves_the_version(change, django_capture_on_commit_callbacks):
    actor = ActorPageFactory(commune=CommuneFactory())
    before = versions.current()

    with django_capture_on_commit_callbacks(execute=True):  # Wagtail says a new slug once it is committed
        change(actor)

    after = versions.current()
    assert after.token != before.token
    assert after.modified > before.modified


def test_a_draft_moves_nothing():
    actor = ActorPageFactory()
    before = versions.current()
    actor.title = "Pas encore"
    actor.save_revision()

    assert versions.current() == before


def test_two_versions_are_never_of_the_same_second(settings):
    settings.FROZEN_NOW = "2027-01-01T10:00:00"
    seen = []
    for _ in range(3):
        versions.move()
        seen.append(versions.current().modified)

    assert seen == sorted(set(seen))
    assert all(moment.microsecond == 0 for moment in seen)
    assert seen[2] - seen[0] == dt.timedelta(seconds=2)


def test_changes_of_one_transaction_are_of_one_second_and_the_next_of_another(settings):
    settings.FROZEN_NOW = "2027-01-01T10:00:00"
    actors = [ActorPageFactory() for _ in range(3)]
    before, tokens = versions.current(), set()
    with transaction.atomic():
        for actor in actors:
            rename(actor)
            tokens.add(versions.current().token)
    together = versions.current().modified

    assert together - before.modified == dt.timedelta(seconds=1)
    assert len(tokens) == 3
    assert set(versions.ActorChange.objects.values_list("modified", flat=True)) == {together}
    save_alone(actors[0])
    assert versions.current().modified - together == dt.timedelta(seconds=1)


def test_a_version_that_a_savepoint_took_back_is_not_that_of_the_transaction(settings):
    """Once it is taken back, somebody else may have made it theirs."""
    settings.FROZEN_NOW = "2027-01-01T10:00:00"
    with transaction.atomic():
        with transaction.atomic():
            versions.note({1: uuid.uuid4()})
            transaction.set_rollback(True)
        versions.DirectoryVersion.objects.update(token=uuid.uuid4(), modified=versions.now() + dt.timedelta(seconds=9))
        before = versions.current().modified
        versions.note({2: uuid.uuid4()})

    assert versions.current().modified > before


@pytest.mark.django_db(transaction=True)
def test_one_block_used_for_two_transactions_makes_two_versions(settings):
    settings.FROZEN_NOW = "2027-01-01T10:00:00"
    seen = []

    @transaction.atomic
    def change() -> None:
        versions.move()
        versions.move()
        seen.append(versions.current().modified)

    change()
    change()

    assert seen[1] - seen[0] == dt.timedelta(seconds=1)


def test_a_version_taken_back_is_never_seen_again():
    before = versions.current()
    with transaction.atomic():
        versions.move()
        taken_back = versions.current()
        transaction.set_rollback(True)
    versions.move()

    assert len({before.token, taken_back.token, versions.current().token}) == 3


def test_what_a_change_that_was_taken_back_showed_is_read_no_more():
    ActorPageFactory()
    number = len(read_directory().actors.keys)
    with transaction.atomic():
        ActorPageFactory()
        assert len(read_directory().actors.keys) == number + 1
        transaction.set_rollback(True)

    assert len(read_directory().actors.keys) == number


def test_the_directory_is_read_once_for_each_version(django_assert_num_queries):
    ActorPageFactory()
    read_directory()

    with django_assert_num_queries(1):
        read_directory()


@pytest.mark.django_db(transaction=True)
def test_actors_published_at_once_are_all_in_the_directory():
    folder = directory()
    pages = [
        ActorPage(title=f"Acteur {number}", slug=f"a-{number}", kind="fablab", summary="Ici.") for number in range(4)
    ]
    for page in pages:
        page.live = False
        folder.add_child(instance=page)
    read_directory()

    def publish(page: ActorPage) -> None:
        from django.db import connection

        page.save_revision().publish()
        read_directory()
        connection.close()

    threads = [threading.Thread(target=publish, args=(page,)) for page in pages]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {page.pk for page in pages} <= set(read_directory().actors.keys)
