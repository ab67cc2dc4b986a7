"""Several workers on one queue."""

import threading

import pytest
from django.core import mail as outbox
from django.db import connections

from core.mail.letter import Letter
from core.mail.queue import queue_mail
from core.mail.sending import send_waiting
from core.models import MailState, OutgoingMail

WORKERS = 4
MAILS = 12


@pytest.mark.django_db(transaction=True)
def test_several_workers_send_each_mail_once() -> None:
    for number in range(MAILS):
        queue_mail(f"mail-{number}", f"contact{number}@asso.bzh", [Letter("fr", "Objet", ["Texte."])])
    start, errors = threading.Barrier(WORKERS), []

    def work() -> None:
        try:
            start.wait()
            send_waiting()
        except Exception as error:  # noqa: BLE001  # told by the test itself
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _number in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert errors == []
    assert sorted(mail.to[0] for mail in outbox.outbox) == sorted(
        f"contact{number}@asso.bzh" for number in range(MAILS)
    )
    assert not OutgoingMail.objects.exclude(state=MailState.SENT).exists()
