"""Those of a jury come into the admin while they are of one, and do nothing else there."""

import pytest
from django.contrib.auth.models import Group

from core.groups import JURY
from evenements.models import ContestPage, Juror
from tests.factories.contest import ContestPageFactory
from tests.factories.core import UserFactory, translate

pytestmark = pytest.mark.django_db


def members() -> set[str]:
    return set(Group.objects.get(name=JURY).user_set.values_list("username", flat=True))


def seat(edition: ContestPage, *users) -> None:
    edition.jurors = [Juror(user=user) for user in users]
    edition.save_revision().publish()


def test_a_juror_enters_the_group_with_the_first_jury_and_leaves_it_with_the_last():
    enora, malo = UserFactory(username="enora"), UserFactory(username="malo")
    first, second = ContestPageFactory(over=True), ContestPageFactory()
    seat(first, enora, malo)
    seat(second, enora)
    assert members() == {"enora", "malo"}
    seat(first)
    assert members() == {"enora"}
    second.delete()
    assert members() == set()


def test_a_draft_seats_nobody():
    edition = ContestPageFactory()
    edition.jurors = [Juror(user=UserFactory())]
    edition.save_revision()
    assert members() == set()


def test_the_jury_copied_to_a_translation_is_not_one():
    enora, edition = UserFactory(username="enora"), ContestPageFactory()
    seat(edition, enora)
    translation = translate(edition, "en", title="Contest")
    Juror.objects.create(page=translation, user=enora)
    seat(edition)
    assert members() == set()


def test_the_group_gives_the_admin_and_no_more():
    assert list(Group.objects.get(name=JURY).permissions.values_list("codename", flat=True)) == ["access_admin"]
