"""Who looked at, took away or changed the names of those who booked: in the history of the event's page."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry, LogFormatter, log

from evenements.booking.models import BookedDate

Who = AbstractBaseUser | AnonymousUser | None
PREFIX = "evenements.booking."
SENTENCES = {
    "viewed": _("Liste des réservations vue"),
    "exported": _("Liste des réservations exportée"),
    "printed": _("Feuille de présence affichée"),
    "added": _("Réservation ajoutée à la main"),
    "removed": _("Réservation retirée par l’organisateur"),
    "accepted": _("Place acceptée pour une personne"),
    "written": _("Courriel écrit à ceux qui ont réservé"),
    "forgotten": _("Données effacées à la demande de la personne"),
}


# What is said of someone by who ticks the list of those who come.
CAME = {
    True: _("Présence notée (réservation n° %(booking)s)"),
    False: _("Absence notée (réservation n° %(booking)s)"),
    None: _("Présence effacée (réservation n° %(booking)s)"),
}


class CameFormatter(LogFormatter):
    """Says what a tick made of which booking."""

    label = _("Présence notée")

    def format_message(self, log_entry: Any) -> str:
        return CAME[log_entry.data.get("came")] % {"booking": log_entry.data.get("booking", "")}


def register(actions: LogActionRegistry) -> None:
    """Tells Wagtail the words of each action."""
    for name, sentence in SENTENCES.items():
        actions.register_action(PREFIX + name, sentence, sentence)
    actions.register_action(PREFIX + "came")(CameFormatter)


def note(date: BookedDate, name: str, user: Who = None, **data: Any) -> None:
    """Adds a line to the history of DATE's event; no name and no address of a person goes in it."""
    log(instance=date.event, action=PREFIX + name, user=user, data={"date": date.start.isoformat(), **data})
