"""Asks a structure to confirm its entry: the request and its mail, in one transaction."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from annuaire.freshness.enums import Step
from annuaire.freshness.history import Who, note
from annuaire.freshness.letters import letters_for
from annuaire.freshness.models import ConfirmationRequest
from annuaire.freshness.rules import GRACE, Age
from annuaire.models import ActorPage
from core.mail.queue import queue_mail
from core.territory import territory

# Names that lead nowhere, for examples and tests (RFC 2606, RFC 6761): an address there is invented.
RESERVED = ("example", "test", "invalid", "localhost", "example.com", "example.net", "example.org")


def why_not_written_to(actor: ActorPage) -> str:
    """Why nothing may be mailed to ACTOR, in words; empty when something may."""
    if actor.example:
        return str(_("fiche d’exemple : on n’écrit pas à une adresse inventée"))
    if not actor.email:
        return str(_("pas de courriel"))
    domain = actor.email.rpartition("@")[2].casefold()
    if any(domain == name or domain.endswith(f".{name}") for name in RESERVED):
        return str(_("courriel d’exemple, qui ne mène nulle part"))
    return ""


def tell_editors(actor: ActorPage, age: Age) -> bool:
    """Leaves ACTOR, which cannot be written to, to its editors; false when they have been told since AGE's base."""
    with transaction.atomic():
        _request, created = _record(actor, age, Step.EDITORS, recipient="")
        if created:
            note(actor, "told")
    return created


def ask(actor: ActorPage, age: Age, step: Step, today: dt.date, user: Who = None) -> bool:
    """Mails STEP to ACTOR; false when it was already."""
    with transaction.atomic():
        request, created = _record(actor, age, step, recipient=actor.email)
        if created:
            letters = letters_for(actor, request, age, today)
            key = f"confirmation/{request.key}"
            request.mail = queue_mail(key, actor.email, letters, reply_to=territory().email)
            request.save(update_fields=["mail"])
            note(actor, "asked", user, step=step.value)
    return created


def _record(actor: ActorPage, age: Age, step: Step, recipient: str) -> tuple[ConfirmationRequest, bool]:
    now = timezone.now()
    values = {"recipient": recipient, "asked_at": now, "expires_at": now + GRACE}
    identity = {"actor": actor, "base": age.base, "step": step}
    if step == Step.BY_HAND:
        return ConfirmationRequest.objects.create(**identity, **values), True
    return ConfirmationRequest.objects.get_or_create(**identity, defaults=values)
