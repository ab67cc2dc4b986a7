"""Choices of bookings."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BookingState(models.TextChoices):
    """WAITING becomes OFFERED when a seat is freed, then BOOKED, REFUSED or EXPIRED; any of the first three may be
    CANCELLED.
    """

    BOOKED = "booked", _("réservé")
    WAITING = "waiting", _("en attente")
    OFFERED = "offered", _("place proposée")
    CANCELLED = "cancelled", _("annulé")
    REFUSED = "refused", _("place refusée")
    EXPIRED = "expired", _("sans réponse")


# Those that hold seats, and those of people who may still come.
HOLDING = (BookingState.BOOKED, BookingState.OFFERED)
GOING = (*HOLDING, BookingState.WAITING)


class Refusal(models.TextChoices):
    """Why nothing is booked, in a sentence."""

    GONE = "gone", _("Cette date n’a plus lieu.")
    NOT_YET = "not_yet", _("Les réservations de cette date ne sont pas encore ouvertes.")
    CLOSED = "closed", _("Les réservations de cette date sont closes.")
    GROUP = "group", _("C’est plus de personnes que ce qu’une réservation peut en compter.")
    FULL = "full", _("Il ne reste pas assez de places à cette date.")
    OFFERED = "offered", _("Une place vous est proposée : répondez d’abord.")
    TAKEN_BACK = (
        "taken_back",
        _("Cette place n’est plus libre : il y en a moins que prévu. Vous gardez votre rang en liste d’attente."),
    )
    OVER = "over", _("Cette réservation n’est plus en cours.")
