"""Merges are in the history of the pages they concern, with who did them."""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry, log

from annuaire.duplicates.subjects import Subject

Who = AbstractBaseUser | AnonymousUser | None
PREFIX = "annuaire.duplicates."
SENTENCES = {
    "received": _("Une fiche en double a été fusionnée dans celle-ci"),
    "merged": _("Fiche fusionnée dans une autre"),
    "lost": _("Fusion annulée : la fiche qui était en double est revenue"),
    "revived": _("Fusion annulée : la fiche est revenue"),
}


def register(actions: LogActionRegistry) -> None:
    """Tells Wagtail the words of each action."""
    for name, sentence in SENTENCES.items():
        actions.register_action(PREFIX + name, sentence, sentence)


def note(subject: Subject, name: str, other: str, user: Who) -> None:
    """Adds a line to the history of SUBJECT; OTHER is the name of the other one."""
    log(instance=subject, action=PREFIX + name, user=user, data={"other": other})
