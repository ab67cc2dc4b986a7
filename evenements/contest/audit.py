"""Who read, exported, marked or decided what: in the history of the edition, which jurors do not see.

An application is told by its number; no name of an applicant goes in a line.
"""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry, LogFormatter, log

from evenements.models import ContestPage

Who = AbstractBaseUser | AnonymousUser | None
PREFIX = "evenements.contest."
SENTENCES = {
    "read": _("Candidature lue par un juré"),
    "piece": _("Pièce d’une candidature prise par un juré"),
    "names": _("Candidature lue avec les noms"),
    "named_piece": _("Pièce d’une candidature prise par l’organisateur"),
    "marked": _("Notes données"),
    "remarked": _("Notes changées après avoir vu celles des autres"),
    "recused": _("Récusation d’un juré"),
    "unrecused": _("Récusation levée"),
    "cleared": _("Pièces montrées au jury"),
    "uncleared": _("Pièces cachées au jury"),
    "exported": _("Classement ou notes exportés"),
    "deliberated": _("Délibération enregistrée"),
    "prepared": _("Pages des candidatures retenues préparées"),
    "published": _("Résultats publiés"),
}


class ApplicationFormatter(LogFormatter):
    """The sentence of an action, then the number of the application it is about and what changed, where there are."""

    def format_message(self, log_entry: Any) -> str:
        number = log_entry.data.get("number")
        named = _("%(sentence)s : n° %(number)s") % {"sentence": self.label, "number": number}
        changes = log_entry.data.get("changes")
        return " ; ".join(filter(None, [str(named if number else self.label), changes]))


def register(actions: LogActionRegistry) -> None:
    """Tells Wagtail the words of each action."""
    for name, sentence in SENTENCES.items():
        actions.register_action(PREFIX + name)(type("Formatter", (ApplicationFormatter,), {"label": sentence}))


def note(edition: ContestPage, name: str, user: Who = None, **data: Any) -> None:
    """Adds a line to the history of EDITION; `number` is that of the application it is about."""
    log(instance=edition, action=PREFIX + name, user=user, data=data)
