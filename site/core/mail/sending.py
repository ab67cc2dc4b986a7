"""Sends the mails that wait: each by one process, never twice, and again later when the server was away.

A mail is taken by a change of its row that is committed before anything goes out. When a process stops between the two,
or when the server goes silent after the text was given to it, nobody knows whether the mail left: it is said to be
uncertain, and an editor decides.
"""

import datetime as dt
import logging
import re
import traceback
from dataclasses import dataclass
from email.encoders import encode_base64
from email.message import MIMEPart
from email.mime.base import MIMEBase
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException, SMTPServerDisconnected
from typing import Any

import django
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Count, F, Q
from django.utils import timezone

from core.models import MailState, OutgoingMail
from core.models.mail import STOPPED

logger = logging.getLogger(__name__)
ADDRESS = re.compile(r"\S+@\S+")

MOST_AT_ONCE = 200
# How long after each attempt the next one comes, the last for those that follow; when to give up, as mail servers do.
PAUSES = [dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720)]
GIVE_UP_AFTER = dt.timedelta(days=5)
# No server keeps a connection this long: the process that took the mail is gone.
LONGEST_SENDING = dt.timedelta(minutes=15)
REFUSED_FOR_GOOD = 500


@dataclass
class Sent:
    """What a round did."""

    sent: int = 0
    postponed: int = 0
    failed: int = 0


class Away(Exception):
    """The mail server does not answer, or stopped answering: the others wait for the next round."""


def due(now: dt.datetime) -> "list[int]":
    """The mails to try now, the oldest first."""
    waiting = OutgoingMail.objects.filter(state=MailState.WAITING, next_try_at__lte=now)
    return list(waiting.order_by("next_try_at", "pk").values_list("pk", flat=True)[:MOST_AT_ONCE])


def send_waiting() -> Sent:
    """Sends what waits. Raises RuntimeError within a transaction: what it takes must be seen by others at once."""
    now, done = timezone.now(), Sent()
    give_up_on_lost(now)
    for pk in due(now):
        if mail := take(pk, now):
            # A connection each: the server that closed the last one has nothing to do with this mail.
            connection = get_connection()
            try:
                _send(mail, connection, done)
            except Away:
                break
            finally:
                _hang_up(connection)
    return done


def _hang_up(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except (OSError, SMTPException) as error:
        logger.warning("mail: %s", _words(error))


def give_up_on_lost(now: dt.datetime) -> None:
    """Mails taken by a process that ended before it said what became of them."""
    lost = OutgoingMail.objects.filter(state=MailState.SENDING, claimed_at__lt=now - LONGEST_SENDING)
    if lost.update(state=MailState.UNCERTAIN, error="interrupted"):
        logger.error("mail: interrupted while sending, nobody knows what left")


def take(pk: int, now: dt.datetime) -> OutgoingMail | None:
    """The mail, if no other process has taken it meanwhile."""
    waiting = OutgoingMail.objects.filter(pk=pk, state=MailState.WAITING)
    with transaction.atomic(durable=True):
        taken = waiting.update(state=MailState.SENDING, claimed_at=now, attempts=F("attempts") + 1)
    return OutgoingMail.objects.get(pk=pk) if taken else None


def _send(mail: OutgoingMail, connection: BaseEmailBackend, done: Sent) -> None:
    """Gives MAIL to the server and writes what became of it. Raises Away when the server was not there to the end."""
    try:
        connection.open()
    except (OSError, SMTPException) as error:
        _postpone(mail, error, done)
        raise Away from error
    try:
        message(mail, connection).send()
    except SMTPRecipientsRefused as error:
        codes = [code for code, _words in error.recipients.values()]
        _refused(mail, error, max(codes, default=REFUSED_FOR_GOOD), done)
    except SMTPServerDisconnected as error:  # before SMTPResponseException: after the text, nobody knows
        _close(mail, MailState.UNCERTAIN, error, done)
        raise Away from error
    except SMTPResponseException as error:
        _refused(mail, error, error.smtp_code, done)
    except (OSError, SMTPException) as error:
        _close(mail, MailState.UNCERTAIN, error, done)
        raise Away from error
    except Exception as error:  # noqa: BLE001  # a mail that cannot be written is not a reason to keep the others
        where = "".join(traceback.format_tb(error.__traceback__))  # without its words, which may be an address
        logger.error("mail: %s cannot be written\n%s", mail.pk, where)
        _close(mail, MailState.FAILED, error, done)
    else:
        OutgoingMail.objects.filter(pk=mail.pk).update(state=MailState.SENT, sent_at=timezone.now(), error="")
        done.sent += 1


def message(mail: OutgoingMail, connection: BaseEmailBackend | None = None) -> EmailMultiAlternatives:
    """MAIL as it goes out. It says that a machine wrote it, so that no other machine answers (RFC 3834)."""
    headers = {"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"}
    sent = EmailMultiAlternatives(
        mail.subject,
        mail.text,
        to=[mail.recipient],
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers=headers,
        connection=connection,
    )
    if mail.html:
        sent.attach_alternative(mail.html, "text/html")
    if mail.attachment is not None:
        sent.attach(_part(mail))
    return sent


def _part(mail: OutgoingMail) -> Any:
    """The file of MAIL, in base 64: no server on the way may rewrite the line ends a calendar needs."""
    media, *given = mail.attachment_type.split(";")
    kind, subtype = media.strip().split("/", 1)
    parameters: dict[str, Any] = dict(parameter.strip().split("=", 1) for parameter in given)
    data = bytes(mail.attachment or b"")
    if django.VERSION >= (6, 0):
        part = MIMEPart()
        named: dict[str, Any] = {"disposition": "attachment", "filename": mail.attachment_name, "params": parameters}
        part.set_content(data, kind, subtype, cte="base64", **named)
        return part
    before = MIMEBase(kind, subtype, **parameters)
    before.set_payload(data)
    encode_base64(before)
    before.add_header("Content-Disposition", "attachment", filename=mail.attachment_name)
    return before


def _refused(mail: OutgoingMail, error: Exception, code: int, done: Sent) -> None:
    """The server said no: for good, or for now (RFC 5321 §4.2.1)."""
    if code >= REFUSED_FOR_GOOD:
        _close(mail, MailState.FAILED, error, done)
    else:
        _postpone(mail, error, done)


def _postpone(mail: OutgoingMail, error: Exception, done: Sent) -> None:
    now = timezone.now()
    if now - mail.queued_at > GIVE_UP_AFTER:
        _close(mail, MailState.FAILED, error, done)
        return
    pause = PAUSES[min(mail.attempts, len(PAUSES)) - 1]
    OutgoingMail.objects.filter(pk=mail.pk).update(
        state=MailState.WAITING, next_try_at=now + pause, error=_words(error)
    )
    logger.warning("mail: %s postponed, %s", mail.pk, _words(error))
    done.postponed += 1


def _close(mail: OutgoingMail, state: MailState, error: Exception, done: Sent) -> None:
    OutgoingMail.objects.filter(pk=mail.pk).update(state=state, error=_words(error))
    logger.error("mail: %s %s, %s", mail.pk, state.value, _words(error))
    done.failed += 1


def _words(error: Exception) -> str:
    """What the server answered, without the addresses it was about: logs are not for addresses."""
    if isinstance(error, SMTPRecipientsRefused):
        said = "; ".join(f"{code} {words!r}" for code, words in error.recipients.values())
    else:
        said = f"{type(error).__name__}: {error}"
    return ADDRESS.sub("…", said)[:1000]


def pending() -> dict[str, int]:
    """How many mails wait, and how many stopped without leaving."""
    found = OutgoingMail.objects.aggregate(
        waiting=Count("pk", filter=Q(state=MailState.WAITING)),
        stopped=Count("pk", filter=Q(state__in=STOPPED)),
    )
    return dict(found)


def send_again(mail: OutgoingMail) -> bool:
    """An editor asks for a mail refused or uncertain to be tried again; false when it is neither."""
    stopped = OutgoingMail.objects.filter(pk=mail.pk, state__in=STOPPED)
    now = timezone.now()
    return bool(stopped.update(state=MailState.WAITING, next_try_at=now, queued_at=now, attempts=0, error=""))


def drop(mail: OutgoingMail) -> bool:
    """An editor gives a mail up; false when it had not stopped."""
    return bool(OutgoingMail.objects.filter(pk=mail.pk, state__in=STOPPED).update(state=MailState.DROPPED))


KEPT = {
    MailState.SENT: dt.timedelta(days=90),
    MailState.DROPPED: dt.timedelta(days=90),
    MailState.FAILED: dt.timedelta(days=365),
    MailState.UNCERTAIN: dt.timedelta(days=365),
}


def forget_old(now: dt.datetime, *, dry_run: bool = False) -> int:
    """Drops the mails that were settled long ago: they hold addresses. Returns how many."""
    number = 0
    for state, kept in KEPT.items():
        old = OutgoingMail.objects.filter(state=state, queued_at__lt=now - kept)
        number += old.count()
        if not dry_run:
            old.delete()
    return number
