"""Choices of the freshness of entries."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Freshness(models.IntegerChoices):
    """How an entry stands towards its last confirmation; lists are in this order, and leave out what is hidden."""

    CURRENT = 0, _("à jour")
    STALE = 1, _("non confirmée")
    HIDDEN = 2, _("masquée")


class Step(models.TextChoices):
    """The mails a structure may receive for one confirmation, in their order, and the two that are not of the calendar:
    what is told to editors because nobody can be written to, and what an editor sends.
    """

    ASK = "ask", _("demande")
    REMIND = "remind", _("rappel")
    MARK = "mark", _("fiche signalée")
    LAST = "last", _("dernier rappel")
    HIDE = "hide", _("fiche masquée")
    EDITORS = "editors", _("à joindre par l’équipe")
    BY_HAND = "by-hand", _("envoi par l’équipe")


class Answer(models.TextChoices):
    """What a structure answers by its link."""

    EXACT = "exact", _("C’est exact")
    CORRECTION = "correction", _("À corriger")
    CLOSED = "closed", _("N’existe plus")
