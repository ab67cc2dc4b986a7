"""Keeps a mail to send. Nothing goes out here: what rolls the transaction back takes its mails with it."""

import uuid
from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from core.mail.letter import Attachment, Letter, as_html, as_text
from core.models import OutgoingMail

LONGEST_SUBJECT = 250


def queue_mail(
    key: str, recipient: str, letters: Sequence[Letter], *, reply_to: str = "", attachment: Attachment | None = None
) -> OutgoingMail:
    """The mail that says LETTERS, one per language, to RECIPIENT; its subject is that of the first.

    KEY names what causes it: when there is one under KEY already, that one is returned and nothing is added.
    """
    now = timezone.now()
    subject = " ".join(letters[0].subject.split())[:LONGEST_SUBJECT]
    mail, _created = OutgoingMail.objects.get_or_create(
        key=key,
        defaults={
            "recipient": recipient,
            "reply_to": reply_to,
            "subject": subject,
            "text": as_text(letters),
            "html": as_html(letters),
            "attachment_name": attachment.name if attachment else "",
            "attachment_type": attachment.content_type if attachment else "",
            "attachment": attachment.data if attachment else None,
            "message_id": f"<{uuid.uuid4()}@{urlsplit(settings.SITE_URL).hostname}>",
            "queued_at": now,
            "next_try_at": now,
        },
    )
    return mail
