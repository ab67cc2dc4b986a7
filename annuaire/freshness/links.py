"""The link a structure answers by: a request's key, signed. Whoever holds it may answer once, and do nothing else."""

import uuid
from dataclasses import dataclass
from enum import Enum

from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils import timezone, translation

from annuaire.duplicates.merging import merged_entries
from annuaire.freshness.models import ConfirmationRequest
from annuaire.models import ActorPage
from core.addresses import absolute

SIGNER = Signer(sep=".", salt="annuaire.confirmation")


class LinkState(Enum):
    """What a link is worth."""

    OPEN = "open"
    FORGED = "forged"
    UNKNOWN = "unknown"
    EXPIRED = "expired"
    ANSWERED = "answered"
    CONFIRMED_SINCE = "confirmed since"
    READDRESSED = "readdressed"
    MERGED = "merged"


@dataclass(frozen=True)
class Opened:
    """A link that was followed; `request` is None when it is forged or unknown. `kept` is the entry that stands for one
    that was MERGED.
    """

    state: LinkState
    request: ConfirmationRequest | None = None
    kept: ActorPage | None = None

    @property
    def asked(self) -> ConfirmationRequest:
        """The request of a link that names one; raises LookupError for another."""
        if self.request is None:
            raise LookupError(self.state)
        return self.request

    @property
    def actor(self) -> ActorPage:
        return self.asked.actor


def path_of(request: ConfirmationRequest, language: str) -> str:
    """The path of REQUEST's link, read in LANGUAGE."""
    with translation.override(language):
        return reverse("confirm_actor", args=[SIGNER.sign(request.key.hex)])


def url_of(request: ConfirmationRequest, language: str) -> str:
    return absolute(path_of(request, language))


def open_link(token: str) -> Opened:
    """What TOKEN, the last part of a link, is worth now."""
    try:
        key = uuid.UUID(hex=SIGNER.unsign(token))
    except (BadSignature, ValueError):
        return Opened(LinkState.FORGED)
    known = ConfirmationRequest.objects.filter(key=key)
    request = known.select_related("actor__locale", "actor__commune").first()
    if request is None:
        return Opened(LinkState.UNKNOWN)
    return Opened(_state(request), request) if request.actor.live else _withdrawn(request.actor)


def _withdrawn(actor: ActorPage) -> Opened:
    kept = ActorPage.objects.live().filter(pk=merged_entries().get(actor.pk)).select_related("locale").first()
    return Opened(LinkState.MERGED, kept=kept) if kept else Opened(LinkState.UNKNOWN)


def _state(request: ConfirmationRequest) -> LinkState:
    if request.answer:
        return LinkState.ANSWERED
    if request.actor.confirmed_on != request.base:
        return LinkState.CONFIRMED_SINCE
    if request.actor.email.casefold() != request.recipient.casefold():
        return LinkState.READDRESSED
    return LinkState.EXPIRED if timezone.now() >= request.expires_at else LinkState.OPEN
