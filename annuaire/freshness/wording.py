"""The age of an entry in words."""

from django.utils.translation import gettext as _

from annuaire.freshness.enums import Freshness
from annuaire.models import ActorPage
from core.clock import today
from core.dates_in_words import date_in_words


def stale_sentence(actor: ActorPage) -> str:
    """What readers are told of ACTOR, canonical, when nobody has confirmed it for long; nothing when it is current."""
    if actor.freshness == Freshness.CURRENT or actor.confirmed_on is None:
        return ""
    day = date_in_words(actor.confirmed_on, today())
    if actor.verified_on:
        return _("Fiche non confirmée depuis le %(day)s.") % {"day": day}
    return _("Fiche jamais confirmée, publiée le %(day)s.") % {"day": day}
