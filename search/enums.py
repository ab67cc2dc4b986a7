"""What can be found."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """The families of results, in the order they are shown; the values are those of the address's `type`."""

    EVENT = "evenement", _("À l’agenda")
    WORKSHOP = "atelier", _("Dans les ateliers")
    ACTOR = "acteur", _("Dans l’annuaire")
    ENTRY = "candidature", _("Au concours")
    ACTION = "action", _("Dans le plan")
    PAGE = "page", _("Dans les pages")
