"""The mails that wait: sent once, tried again, told when they fail."""

import datetime as dt
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
import time_machine
from django.core import mail as outbox
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from core.mail.letter import Letter
from core.mail.queue import queue_mail
from core.mail.sending import due, forget_old, send_again, send_waiting, take
from core.models import MailState, OutgoingMail
from core.parts import Link

pytestmark = pytest.mark.django_db

LETTER = Letter(
    language="fr",
    subject="Un\nobjet",
    paragraphs=["Bonjour,", "Une <phrase>."],
    facts_title="Votre fiche",
    facts=[("Nom", "L’Atelier")],
    links=[Link("Voir la fiche", "https://site.example/x/")],
    closing=["Bien à vous."],
)


def queue(key: str = "a") -> OutgoingMail:
    return queue_mail(key, "contact@asso.example", [LETTER], reply_to="editeur@site.example")


def fail_with(monkeypatch: pytest.MonkeyPatch, error: Exception, method: str = "send_messages") -> None:
    def fail(*args: object) -> None:
        raise error

    monkeypatch.setattr(EmailBackend, method, fail, raising=False)


def test_a_mail_goes_out_once_as_text_and_html() -> None:
    queue()
    queue()

    assert send_waiting().sent == 1
    assert send_waiting().sent == 0

    (sent,) = outbox.outbox
    assert (sent.to, sent.reply_to, sent.subject) == (["contact@asso.example"], ["editeur@site.example"], "Un objet")
    assert "– Nom : L’Atelier" in sent.body
    assert "Voir la fiche\nhttps://site.example/x/" in sent.body
    html, kind = sent.alternatives[0]
    assert kind == "text/html"
    assert "Une &lt;phrase&gt;." in html
    assert '<a href="https://site.example/x/">' in html
    assert sent.message()["Auto-Submitted"] == "auto-generated"


def test_what_rolls_back_takes_its_mails_with_it() -> None:
    def cause() -> None:
        with transaction.atomic():
            queue()
            raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        cause()

    assert send_waiting().sent == 0


def test_a_mail_taken_by_one_process_is_not_taken_by_another() -> None:
    mail, now = queue(), timezone.now()

    assert take(mail.pk, now) is not None
    assert take(mail.pk, now) is None
    assert send_waiting().sent == 0


@pytest.mark.django_db(transaction=True)
def test_nothing_is_sent_within_a_transaction() -> None:
    queue()

    with pytest.raises(RuntimeError), transaction.atomic():
        send_waiting()

    assert outbox.outbox == []


def test_a_server_that_is_away_is_asked_again_later_and_later(monkeypatch) -> None:
    queue("a")
    queue("b")
    fail_with(monkeypatch, ConnectionRefusedError("no"), "open")
    pauses = []
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _attempt in range(3):
            assert send_waiting().postponed == 1  # the others are left alone: the server is the same
            mail = OutgoingMail.objects.get(key="a")
            OutgoingMail.objects.filter(key="b").update(next_try_at=timezone.now() + dt.timedelta(days=1))
            pauses.append(mail.next_try_at - timezone.now())
            clock.move_to(mail.next_try_at)
        monkeypatch.undo()
        assert due(timezone.now()) == [mail.pk]
        send_waiting()

    assert [pause.total_seconds() for pause in pauses] == [60, 300, 900]
    assert OutgoingMail.objects.get(key="a").state == MailState.SENT


def test_a_server_away_for_days_ends_in_a_failure_that_can_be_tried_again(monkeypatch) -> None:
    mail = queue()
    fail_with(monkeypatch, TimeoutError("no"), "open")
    with time_machine.travel(timezone.now() + dt.timedelta(days=6)):
        assert send_waiting().failed == 1
        monkeypatch.undo()
        mail.refresh_from_db()
        assert (mail.state, mail.error) == (MailState.FAILED, "TimeoutError: no")

        assert send_again(mail)
        assert send_waiting().sent == 1
        assert not send_again(mail)


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (SMTPRecipientsRefused({"a@b.example": (550, b"5.1.1 <a@b.example>: unknown")}), MailState.FAILED),
        (SMTPRecipientsRefused({"a@b.example": (450, b"later")}), MailState.WAITING),
        (SMTPDataError(554, b"spam for a@b.example"), MailState.FAILED),
        (SMTPDataError(451, b"later"), MailState.WAITING),
        (SMTPServerDisconnected("gone"), MailState.UNCERTAIN),
        (TimeoutError("silent"), MailState.UNCERTAIN),
        (ValueError("header of a@b.example"), MailState.FAILED),
    ],
    ids=["unknown address", "address for now", "refused", "for now", "cut", "silent", "not a mail"],
)
def test_what_the_server_answers_decides_and_no_address_is_kept_of_it(monkeypatch, caplog, error, state) -> None:
    mail, other = queue("a"), queue("b")
    OutgoingMail.objects.filter(pk=other.pk).update(next_try_at=timezone.now() + dt.timedelta(hours=1))
    fail_with(monkeypatch, error)

    send_waiting()

    mail.refresh_from_db()
    assert mail.state == state
    assert "a@b.example" not in mail.error + caplog.text
    assert mail.error
    assert caplog.records


@pytest.mark.parametrize("error", [SMTPServerDisconnected("gone"), TimeoutError("silent")])
def test_a_server_that_goes_silent_is_not_given_the_others_of_the_round(monkeypatch, error) -> None:
    mails = [queue(key) for key in "abc"]
    fail_with(monkeypatch, error)

    assert send_waiting().failed == 1

    states = [OutgoingMail.objects.get(pk=mail.pk).state for mail in mails]
    assert states == [MailState.UNCERTAIN, MailState.WAITING, MailState.WAITING]


def test_a_mail_whose_process_died_is_uncertain_and_not_sent_again() -> None:
    mail = queue()
    take(mail.pk, timezone.now())

    with time_machine.travel(timezone.now() + dt.timedelta(minutes=20)):
        assert send_waiting().sent == 0

    mail.refresh_from_db()
    assert mail.state == MailState.UNCERTAIN
    assert outbox.outbox == []


def test_settled_mails_are_forgotten_and_waiting_ones_kept() -> None:
    sent, waiting = queue("a"), queue("b")
    OutgoingMail.objects.filter(pk=sent.pk).update(state=MailState.SENT)
    later = timezone.now() + dt.timedelta(days=100)

    assert forget_old(later, dry_run=True) == 1
    assert OutgoingMail.objects.count() == 2
    assert forget_old(later) == 1
    assert list(OutgoingMail.objects.all()) == [waiting]


def test_the_command_says_what_it_did_and_a_dry_run_sends_nothing(capsys) -> None:
    queue()

    call_command("send_mail", dry_run=True)
    assert outbox.outbox == []
    call_command("send_mail")

    assert capsys.readouterr().out.splitlines() == [
        "1 à envoyer, 0 à effacer",
        "1 envoyés, 0 remis à plus tard, 0 en échec, 0 effacés",
    ]
