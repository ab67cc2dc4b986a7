"""The streams of dates to read and subscribe to, each with its addresses: the agenda, the workshops, an actor's."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from agenda.selection import Scope
from core.languages import choose, current, prefix
from core.territory import territory


@dataclass(frozen=True)
class Channel:
    """SCOPE read at the path FOLDER, in the language being read; `title` is empty for the agenda itself."""

    scope: Scope
    folder: str
    title: str = ""

    @property
    def ics(self) -> str:
        return f"{self.folder}agenda.ics"

    @property
    def rss(self) -> str:
        return f"{self.folder}agenda.rss"

    @property
    def subscription(self) -> str:
        return f"{self.folder}abonnement/"

    @property
    def map(self) -> str:
        return f"{self.folder}carte/"

    def month(self, day: dt.date) -> str:
        """The month DAY is in, as a grid."""
        return f"{self.folder}mois/{day:%Y-%m}/"

    def name(self, phrase: str = "") -> str:
        """What a client shows: "Agenda du numérique – Entreprises, Gratuit", "FabLab – Agenda du numérique"."""
        site = choose(territory().site_name)
        parts = [self.title, phrase, site] if self.title else [site, phrase]
        return " – ".join(filter(None, parts))


def agenda_channel() -> Channel:
    return Channel(Scope(), f"{prefix(current())}/agenda/")


def workshops_channel() -> Channel:
    return Channel(Scope(workshops=True), f"{prefix(current())}/ateliers/", _("Ateliers"))


def actor_channel(pk: int, slug: str, name: str) -> Channel:
    """What the actor PK, at SLUG, organises or hosts."""
    return Channel(Scope(actor=pk), f"{prefix(current())}/annuaire/{slug}/", name)
