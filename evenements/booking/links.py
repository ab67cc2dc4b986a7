"""The link of a booking: its key, signed. Whoever holds it sees, changes or cancels that booking, and no other."""

import uuid

from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils import translation

from core.addresses import absolute
from evenements.booking.models import Booking

SIGNER = Signer(sep=".", salt="evenements.booking")


def token_of(booking: Booking) -> str:
    return SIGNER.sign(booking.key.hex)


def path_of(booking: Booking, language: str) -> str:
    """The path of BOOKING's page, read in LANGUAGE."""
    with translation.override(language):
        return reverse("booking", args=[token_of(booking)])


def url_of(booking: Booking) -> str:
    """Its full address, in the language it was made in."""
    return absolute(path_of(booking, booking.language))


def booking_of(token: str) -> Booking | None:
    """The booking TOKEN opens; None when there is none any more. Raises BadSignature for a token that is not ours."""
    try:
        key = uuid.UUID(hex=SIGNER.unsign(token))
    except ValueError as error:
        raise BadSignature("not a key") from error
    found = Booking.objects.filter(key=key, purged_at=None)
    return found.select_related("date__event__locale").first()
