"""The search page's query parameters, as a form; and the questions it asks, with true counts."""

from collections.abc import Mapping

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annuaire.filters import CodesField
from annuaire.sorting import sort_key
from core.models import Audience, Commune, Theme
from core.parts import Chip, Choice, Facet, Filters, Problem
from search.backends.asked import FACETS
from search.enums import Kind
from search.question import clean
from search.selection import VERBATIM, Selection

LEGENDS = {
    "type": gettext_lazy("Quoi"),
    "public": gettext_lazy("Pour qui"),
    "theme": gettext_lazy("Thème"),
    "commune": gettext_lazy("Commune"),
}
# Shown as a list to choose one from.
CHOSEN_ONE = ("commune",)
# Boxes shown before the others are folded.
SHOWN = {"type": len(Kind), "public": 6, "theme": 4}

Labels = Mapping[str, Mapping[str, str]]


def labels() -> dict[str, dict[str, str]]:
    """Each value a facet may have and its words in the reader's language, in the order to show them. Three queries."""
    communes = sorted(Commune.objects.all(), key=lambda commune: sort_key(commune.words))
    return {
        "type": {kind.value: str(kind.label) for kind in Kind},
        "public": {term.code: term.words for term in Audience.objects.all()},
        "theme": {term.code: term.words for term in Theme.objects.all()},
        "commune": {commune.insee: commune.words for commune in communes},
    }


class SearchForm(forms.Form):
    """What an address asks of search. Always gives a selection: a facet with an error filters nothing.

    Any words may be searched; KNOWN gives, for each facet, the values that exist.
    """

    def __init__(self, data: QueryDict, known: Labels) -> None:
        super().__init__(data)
        for name in FACETS:
            self.fields[name] = CodesField(known[name], LEGENDS[name])

    @property
    def selection(self) -> Selection:
        self.is_valid()
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        verbatim = "1" if self.data.get(VERBATIM) == "1" else ""
        return Selection(q=clean(self.data.get("q", "")), tel_quel=verbatim, **chosen)

    @property
    def messages(self) -> dict[str, str]:
        """What is wrong, a sentence per facet."""
        return {name: " ".join(map(str, errors)) for name, errors in self.errors.items()}


def filters(
    action: str, selection: Selection, known: Labels, counts: Mapping[str, Mapping[str, int]], wrong: Mapping[str, str]
) -> Filters:
    """The form of the filters: the values that some answer has (COUNTS), or that are chosen."""
    facets = [_facet(name, selection, known[name], counts.get(name, {}), wrong.get(name, "")) for name in FACETS]
    hidden = [pair for pair in selection.pairs() if pair[0] not in FACETS]
    return Filters(
        action, [facet for facet in facets if facet.choices], _("Voir les réponses"), selection.active, hidden
    )


def _facet(name: str, selection: Selection, known: Mapping[str, str], counts: Mapping[str, int], wrong: str) -> Facet:
    chosen = selection.values(name)
    choices = [
        Choice(value, label, counts.get(value, 0), value in chosen)
        for value, label in known.items()
        if counts.get(value) or value in chosen
    ]
    return Facet(
        name=name,
        legend=str(LEGENDS[name]),
        kind="select" if name in CHOSEN_ONE else "boxes",
        choices=choices,
        any_label=_("Toutes les communes"),
        error=wrong,
        shown=SHOWN.get(name, 7),
    )


def chips(path: str, selection: Selection, known: Labels) -> list[Chip]:
    """Each value chosen, leading to the same answers without it."""
    return [
        Chip(known[name][value], selection.without(name, value).at(path))
        for name in FACETS
        for value in selection.values(name)
    ]


def problems(form: SearchForm, shown: Filters | None) -> list[Problem]:
    """What FORM did not understand; each leads to its field, when it is among the filters SHOWN."""
    fields = {facet.name: facet.html_id for facet in shown.facets} if shown else {}
    return [Problem(str(LEGENDS[name]), message, fields.get(name, "")) for name, message in form.messages.items()]
