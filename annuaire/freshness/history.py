"""What happens to an entry is in the history of its page, dated, with who did it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry, log
from wagtail.models import PageLogEntry

from annuaire.models import ActorPage

Who = AbstractBaseUser | AnonymousUser | None
PREFIX = "annuaire.freshness."
SENTENCES = {
    "asked": _("Demande de confirmation envoyée à la structure"),
    "told": _("Fiche à faire confirmer par l’équipe : pas d’adresse où écrire"),
    "answered_exact": _("La structure a confirmé sa fiche par le lien"),
    "answered_correction": _("La structure demande une correction"),
    "answered_closed": _("La structure dit ne plus exister"),
    "confirmed": _("Fiche confirmée par l’équipe"),
    "settled": _("Réponse de la structure classée"),
    "current": _("Fiche de nouveau à jour"),
    "stale": _("Fiche marquée non confirmée"),
    "hidden": _("Fiche masquée faute de réponse"),
}
# Those that nobody's word makes.
OF_TIME = tuple(f"{PREFIX}{name}" for name in ("asked", "told", "current", "stale", "hidden"))


@dataclass(frozen=True)
class Event:
    """One line of the history."""

    at: dt.datetime
    sentence: str
    who: str


def register(actions: LogActionRegistry) -> None:
    """Tells Wagtail the words of each action."""
    for name, sentence in SENTENCES.items():
        actions.register_action(PREFIX + name, sentence, sentence)


def note(actor: ActorPage, name: str, user: Who = None, **data: Any) -> None:
    """Adds a line to ACTOR's history; no address of a person goes in it."""
    log(instance=actor, action=PREFIX + name, user=user, data=data or None)


def history_of(actor: ActorPage) -> list[Event]:
    """What happened, the latest first."""
    entries = PageLogEntry.objects.filter(page=actor.pk, action__startswith=PREFIX).select_related("user")
    return [
        Event(entry.timestamp, str(SENTENCES[entry.action.removeprefix(PREFIX)]), str(entry.user or ""))
        for entry in entries.order_by("-timestamp", "-pk")
    ]
