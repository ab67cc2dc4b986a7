"""Those of a jury come into the admin while they are of one, and do nothing else there."""

import pytest
from django.contrib.auth.models import Group, User
from django.db.models import ProtectedError
from django.urls import reverse

from core.clock import now
from core.groups import JURY
from evenements.contest.models import Recusal
from evenements.models import ContestPage, Juror
from tests.evenements.contest.jury_sample import applied, jury_edition, marked
from tests.factories.contest import ContestPageFactory
from tests.factories.core import UserFactory, translate
from tests.reading import ReadPage

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


def test_a_juror_of_no_edition_is_told_so_instead_of_being_led_round_and_round(client):
    client.force_login(UserFactory(groups=[JURY]))
    response = client.get("/admin/", follow=True)
    assert (response.status_code, response.redirect_chain) == (200, [("/admin/jury/", 302)])
    assert "Votre compte n’est juré d’aucune édition" in ReadPage(response.content.decode()).text


def test_who_gives_their_seat_to_another_leaves():
    enora, malo, edition = UserFactory(username="enora"), UserFactory(username="malo"), ContestPageFactory()
    seat(edition, enora)
    row = Juror.objects.get()
    row.user = malo
    row.save()
    assert members() == {"malo"}


@pytest.mark.parametrize("judged", ["marked", "recused"])
def test_the_account_of_who_judged_is_not_deleted(judged, client):
    client.force_login(UserFactory(administrator=True))
    enora, malo = UserFactory(username="enora"), UserFactory(username="malo")
    edition = jury_edition([enora])
    application = applied(edition)
    if judged == "marked":
        marked(application, enora, 5, None)
    else:
        Recusal.objects.create(application=application, user=enora, reason="Cousin.", at=now())
    several = reverse("wagtail_bulk_action", args=["auth", "user", "delete"]) + f"?id={enora.pk}&id={malo.pk}"
    for path in (reverse("wagtailusers_users:delete", args=[enora.pk]), several):
        answer = client.post(path, follow=True).content.decode()
        assert "désactivez-le plutôt que de le supprimer (enora)" in answer
    assert User.objects.filter(pk__in=[enora.pk, malo.pk]).count() == 2
    with pytest.raises(ProtectedError):
        enora.delete()
    client.post(reverse("wagtailusers_users:delete", args=[malo.pk]))
    assert not User.objects.filter(pk=malo.pk).exists()


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
