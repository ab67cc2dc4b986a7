"""Keeps a mail to send. Nothing goes out here: what rolls the transaction back takes its mails with it."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from core.mail.letter import Attachment, Letter, as_html, as_text
from core.models import OutgoingMail

LONGEST_SUBJECT = 250
BATCH = 100


@dataclass(frozen=True)
class Draft:
    """A mail that says `letters`, one per language, to `recipient`; its subject is that of the first.

    `key` names what causes it: one is kept under it, however often it is asked for.
    """

    key: str
    recipient: str
    letters: Sequence[Letter]
    reply_to: str = ""
    attachment: Attachment | None = None

    def as_row(self) -> OutgoingMail:
        """What is kept of it, to send from now on; not saved."""
        now, file = timezone.now(), self.attachment
        return OutgoingMail(
            key=self.key,
            recipient=self.recipient,
            reply_to=self.reply_to,
            subject=" ".join(self.letters[0].subject.split())[:LONGEST_SUBJECT],
            text=as_text(self.letters),
            html=as_html(self.letters),
            attachment_name=file.name if file else "",
            attachment_type=file.content_type if file else "",
            attachment=file.data if file else None,
            message_id=f"<{uuid.uuid4()}@{urlsplit(settings.SITE_URL).hostname}>",
            queued_at=now,
            next_try_at=now,
        )


def queue_mail(
    key: str, recipient: str, letters: Sequence[Letter], *, reply_to: str = "", attachment: Attachment | None = None
) -> OutgoingMail:
    """The mail of this Draft; when there is one under KEY already, that one, and nothing is added."""
    queue_mails([Draft(key, recipient, letters, reply_to, attachment)])
    return OutgoingMail.objects.get(key=key)


def queue_mails(drafts: Iterable[Draft]) -> None:
    """Keeps the mails of DRAFTS, a query for many; those whose key is there already stay as they are."""
    OutgoingMail.objects.bulk_create([draft.as_row() for draft in drafts], ignore_conflicts=True, batch_size=BATCH)
