"""What an import does to an entry is in the history of its page, with who did it and which import it was."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import BaseLogEntry, PageLogEntry

from annuaire.duplicates.history import PREFIX as MERGES
from annuaire.freshness.history import OF_TIME
from annuaire.models import ActorPage

PREFIX = "annuaire.import."
ADDED, CHANGED, RESTORED, DELETED = (f"{PREFIX}{name}" for name in ("added", "changed", "restored", "deleted"))
WORDS = {
    ADDED: _("Fiche ajoutée par un import"),
    CHANGED: _("Fiche modifiée par un import"),
    RESTORED: _("Fiche remise comme avant un import"),
    DELETED: _("Fiche supprimée avec son import"),
}


class ImportFormatter(LogFormatter):
    """What happened, then the file it came from."""

    def format_message(self, log_entry: BaseLogEntry) -> str:
        name = log_entry.data.get("file", "")
        return f"{self.label} ({name})" if name else str(self.label)


def by_people(page: ActorPage) -> QuerySet[PageLogEntry]:
    """What the history of PAGE says of it that is no import, no merge, nor what time alone makes of an entry."""
    of_the_site = Q(action__startswith=PREFIX) | Q(action__startswith=MERGES) | Q(action__in=OF_TIME)
    return PageLogEntry.objects.filter(page=page.pk).exclude(of_the_site)


def register(actions: LogActionRegistry) -> None:
    """Tells Wagtail the words of each action."""
    for name, words in WORDS.items():
        actions.register_action(name)(type("Formatter", (ImportFormatter,), {"label": words}))
