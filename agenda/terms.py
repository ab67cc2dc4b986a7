"""The vocabulary the agenda filters by, whole and light: codes, labels, order. Read in one query, kept a minute.

A code found here is valid; one that is not is looked for again in the database, so a new term is valid at once.
"""

from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db.models import F, QuerySet, Value
from django.utils.translation import gettext_lazy

from agenda.text import fold
from core.languages import DEFAULT_LANGUAGE, current
from core.models import Action, Audience, Commune, Equipment, EventKind, Theme
from evenements.enums import AttendanceMode, Level

CACHE_KEY = "agenda-terms"
CACHE_SECONDS = 60
VOCABULARIES = {
    "public": Audience,
    "theme": Theme,
    "type": EventKind,
    "action": Action,
    "equipement": Equipment,
}
MODELS = (*VOCABULARIES.values(), Commune)
CHOICES = {"mode": AttendanceMode, "niveau": Level}
YES = {"gratuit": gettext_lazy("Gratuit"), "places": gettext_lazy("Places restantes")}


@dataclass(frozen=True)
class Label:
    """An entry to choose. `retired` ones still filter and are no longer offered."""

    pk: int | str
    code: str
    label: str
    label_br: str = ""
    label_en: str = ""
    retired: bool = False

    @property
    def words(self) -> str:
        """The label in the language being read, French where it has none."""
        return self._translation or self.label

    @property
    def lang(self) -> str:
        """The language of `words` when it is not the one being read, else ""."""
        return "" if current() == DEFAULT_LANGUAGE or self._translation else DEFAULT_LANGUAGE

    @property
    def _translation(self) -> str:
        return {"br": self.label_br, "en": self.label_en}.get(current(), "")


Terms = dict[str, dict[str, Label]]


def _rows() -> QuerySet:
    columns = ("facet", "pk", "code", "label", "label_br", "label_en", "retired", "rank")
    parts = [
        model.objects.order_by().annotate(facet=Value(name), rank=F("sort_order")).values_list(*columns)
        for name, model in VOCABULARIES.items()
    ]
    communes = Commune.objects.order_by().annotate(
        facet=Value("commune"), code=F("insee"), label=F("name"), label_br=F("name_br"), label_en=Value(""),
        retired=Value(False), rank=Value(0),
    )  # fmt: skip
    return (
        parts[0].union(*parts[1:], communes.values_list(*columns), all=True).order_by()
    )  # Django 6.1 gives a union the first model’s order


def _read() -> Terms:
    found: Terms = {name: {} for name in (*VOCABULARIES, "commune")}
    rows = sorted(_rows(), key=lambda row: (row[0], row[7], fold(row[3])))
    for facet, pk, code, label, label_br, label_en, retired, _rank in rows:
        if facet == "commune":  # a proper name, the same where the language has no other
            label_br, label_en = label_br or label, label
        found[facet][code] = Label(pk, code, label, label_br, label_en, bool(retired))
    return found


def read_terms(*, fresh: bool = False) -> Terms:
    """Every entry by the name of its parameter then its code, in the order to show them."""
    terms: Terms | None = None if fresh else cache.get(CACHE_KEY)
    if terms is None:
        terms = _read()
        cache.set(CACHE_KEY, terms, CACHE_SECONDS)
    return terms


def forget_terms(**kwargs: Any) -> None:
    """Hears that an entry was saved or deleted."""
    cache.delete(CACHE_KEY)


def choices(name: str, terms: Terms) -> dict[str, Label]:
    """What NAME may be, by code: a vocabulary, the communes, or a fixed list."""
    if name in CHOICES:
        return {value: _translated(value, str(label)) for value, label in CHOICES[name].choices}
    if name in YES:
        return {"1": _translated("1", str(YES[name]))}
    return terms[name]


def _translated(code: str, words: str) -> Label:
    """An entry whose words gettext has put in the language being read."""
    return Label(code, code, words, words, words)
