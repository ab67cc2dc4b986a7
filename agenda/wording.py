"""A selection in words, in the language being read: chips, sentences, names of calendars."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from agenda.selection import NAMES, Selection
from agenda.slugs import canonical_pages
from agenda.terms import Label, Terms, choices
from annuaire.models import ActorPage
from core.clock import today as clock_today
from core.dates_in_words import date_with_article, short_day
from core.languages import current
from core.models import Place
from core.parts import Chip
from core.translations import attach_words

SLUGS = ("organisateur", "lieu")


@dataclass(frozen=True)
class Wording:
    """The labels of what SELECTION names; `terms` is the vocabulary, `names` those of its actors and places by slug."""

    selection: Selection
    terms: Terms
    names: dict[str, str]

    def label(self, name: str, value: str) -> str:
        """The words for one value, short: "Gratuit", "Entreprises", "Jusqu’au 5 déc."."""
        if name in ("du", "au"):
            pattern = _("À partir du %(date)s") if name == "du" else _("Jusqu’au %(date)s")
            return pattern % {"date": short_day(dt.date.fromisoformat(value), clock_today())}
        if name == "q":
            return _("« %(words)s »") % {"words": value}
        if name == "action":
            return _("Action %(number)s") % {"number": value}
        if name in SLUGS:
            return self.names.get(value, value)
        found: Label | None = choices(name, self.terms).get(value)
        return found.words if found else value

    def chips(self, path: str) -> list[Chip]:
        """What is asked, each with the address of PATH without it."""
        without = self.selection.without
        return [Chip(self.label(name, value), without(name, value).at(path)) for name, value in self.selection.pairs()]

    @property
    def phrase(self) -> str:
        """The whole in one phrase: "Entreprises ou TPE et PME, Gratuit, jusqu’au 5 décembre"; empty for everything."""
        parts = [self._either(name) for name in NAMES if self.selection.values(name) and name not in ("du", "au")]
        return ", ".join(filter(None, [*parts, self._period()]))

    def _either(self, name: str) -> str:
        known = [code for code in choices(name, self.terms)] if name not in (*SLUGS, "q") else []
        values = sorted(self.selection.values(name), key=lambda value: known.index(value) if value in known else 0)
        return _either([self.label(name, value) for value in values])

    def _period(self) -> str:
        first, last, today = self.selection.du, self.selection.au, clock_today()
        if first and last:
            both = {"first": date_with_article(first, today), "last": date_with_article(last, today)}
            return _("du %(first)s au %(last)s") % both
        if first:
            return _("à partir du %(date)s") % {"date": date_with_article(first, today)}
        return _("jusqu’au %(date)s") % {"date": date_with_article(last, today)} if last else ""


def _either(words: Iterable[str]) -> str:
    """ "a, b ou c" """
    *before, last = words
    return _("%(before)s ou %(last)s") % {"before": ", ".join(before), "last": last} if before else last


def wording(selection: Selection, terms: Terms) -> Wording:
    """The words of SELECTION; asks the database only when it names actors or places."""
    slugs = {slug for name in SLUGS for slug in selection.values(name)}
    names: dict[str, str] = {}
    if slugs:
        actors = attach_words(canonical_pages(ActorPage, slugs).select_related("locale"), current())
        names |= {actor.slug: actor.words.title for actor in actors}
        names |= dict(Place.objects.filter(slug__in=selection.lieu).values_list("slug", "name"))
    return Wording(selection, terms, names)
