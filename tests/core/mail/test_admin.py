"""« Courriels »: what editors see of the mails."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from core.groups import editors_name
from core.mail.letter import Letter
from core.mail.queue import queue_mail
from core.models import MailState, OutgoingMail
from tests.factories.core import UserFactory
from tests.reading import ReadPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(UserFactory(groups=[editors_name()]))
    return client


def mail(key: str, state: MailState, **values: str) -> OutgoingMail:
    made = queue_mail(key, f"{key}@asso.bzh", [Letter("fr", f"Objet {key}", [f"Texte {key}."])])
    OutgoingMail.objects.filter(pk=made.pk).update(state=state, **values)
    return made


def test_the_listing_tells_what_did_not_leave(editor):
    mail("parti", MailState.SENT)
    mail("perdu", MailState.FAILED)

    page = ReadPage.at(editor, reverse("courriels:index")).one("#listing-results")
    assert "parti@asso.bzh envoyé" in page
    assert "perdu@asso.bzh refusé" in page

    failed = editor.get(reverse("courriels:index"), {"state": "failed"}).context["object_list"]
    assert [found.recipient for found in failed] == ["perdu@asso.bzh"]


def test_whoever_reads_a_mail_is_in_the_history_of_the_site_without_its_address(client):
    reader = UserFactory(administrator=True)
    client.force_login(reader)
    read = mail("parti", MailState.SENT)
    client.get(reverse("courriels:detail", args=[read.pk]))
    (entry,) = ModelLogEntry.objects.filter(action="core.mail.read")
    assert (entry.user, entry.label) == (reader, "Objet parti")
    assert "asso.bzh" not in f"{entry.label} {entry.data}"
    assert "Courriel lu" in ReadPage.at(client, reverse("wagtailadmin_reports:site_history")).text


@pytest.mark.parametrize("name", ["index", "index_results"])
def test_whoever_sees_whom_mails_went_to_is_in_the_history_with_their_numbers_alone(client, name):
    reader = UserFactory(administrator=True)
    client.force_login(reader)
    client.get(reverse(f"courriels:{name}"))
    assert not ModelLogEntry.objects.filter(action="core.mail.listed").exists()  # nobody was written to
    shown = [mail("parti", MailState.SENT).pk, mail("perdu", MailState.FAILED).pk]
    client.get(reverse(f"courriels:{name}"))
    client.get(reverse(f"courriels:{name}"), {"q": "perdu"})
    entries = list(ModelLogEntry.objects.filter(action="core.mail.listed").order_by("pk"))
    assert [(entry.user, entry.label, sorted(entry.data["mails"])) for entry in entries] == [
        (reader, "Courriels", shown),
        (reader, "Courriels", shown[1:]),
    ]
    OutgoingMail.objects.all().delete()
    assert "Liste des courriels vue" in ReadPage.at(client, reverse("wagtailadmin_reports:site_history")).text


def test_before_the_first_mail_the_listing_says_which_they_will_be(editor):
    assert "Le site n’a encore écrit à personne." in ReadPage.at(editor, reverse("courriels:index")).text


def test_a_mail_that_stopped_says_why_and_may_be_sent_again(editor):
    stopped = mail("perdu", MailState.FAILED, error="550 unknown user")
    address = reverse("courriels:detail", args=[stopped.pk])

    page = ReadPage.at(editor, address)
    assert "Texte perdu." in page.one(".mail-text")
    assert "550 unknown user" in page.one("main code")

    editor.post(reverse("courriels:act", args=[stopped.pk]), {"action": "send"})
    assert OutgoingMail.objects.get().state == MailState.WAITING
    assert "Envoyer de nouveau" not in ReadPage.at(editor, address).one("main")


def test_a_mail_that_stopped_may_be_given_up_and_is_no_longer_told(editor):
    stopped = mail("perdu", MailState.FAILED)

    editor.post(reverse("courriels:act", args=[stopped.pk]), {"action": "drop"})

    assert OutgoingMail.objects.get().state == MailState.DROPPED
    assert "n’est pas parti" not in ReadPage.at(editor, reverse("wagtailadmin_home")).one("main")
    editor.post(reverse("courriels:act", args=[stopped.pk]), {"action": "send"})
    assert OutgoingMail.objects.get().state == MailState.DROPPED


def test_a_mail_that_may_have_left_says_so_before_it_is_sent_again(editor):
    unknown = mail("peut-être".replace("ê", "e"), MailState.UNCERTAIN)

    assert "peut-être parti" in ReadPage.at(editor, reverse("courriels:detail", args=[unknown.pk])).one("main")


def test_the_first_screen_and_the_health_of_the_site_count_what_did_not_leave(editor):
    mail("parti", MailState.SENT)
    mail("attend", MailState.WAITING)
    assert "courriel" not in ReadPage.at(editor, reverse("wagtailadmin_home")).one("main")
    mail("perdu", MailState.FAILED)

    page = ReadPage.at(editor, reverse("wagtailadmin_home"))

    assert "1 courriel n’est pas parti." in page.one("main")
    assert page.links()["Voir les courriels"] == reverse("courriels:index")
    assert editor.get("/sante/").json()["mail"] == {"waiting": 1, "stopped": 1}


def test_mails_are_for_those_who_enter_the_admin(client):
    assert client.get(reverse("courriels:index")).status_code == 302
