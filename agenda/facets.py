"""The questions of the filters, with the number of dates after each answer."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from agenda.channels import Channel
from agenda.counts import CHOSEN_ONE, Counts, replaced
from agenda.filters import FilterForm
from agenda.selection import Selection
from agenda.terms import Label, Terms, choices
from core.parts import Choice, Facet, Filters, Problem

SHOWN = {"public": 7, "type": 7, "theme": 3, "equipement": 7}
LISTS = ("public", "type")
WORKSHOP_LISTS = ("public", "equipement", "niveau")


class Questions:
    """Builds the facets of a selection; COUNTS may be left out, where numbers would not help."""

    def __init__(
        self, selection: Selection, terms: Terms, counts: Counts | None = None, wrong: Mapping[str, str] | None = None
    ) -> None:
        self.selection, self.terms, self.counts, self.wrong = selection, terms, counts, wrong or {}

    def choices(self, name: str, own_name: str = "") -> list[Choice]:
        """The entries of NAME that lead somewhere: offered and with dates, or already ticked."""
        asked = self.selection.values(name)
        found = []
        for code, label in choices(name, self.terms).items():
            number = self.counts.of[name].get(code, 0) if self.counts and name in self.counts.of else None
            if code in asked or self._leads_somewhere(label, number, name):
                found.append(Choice(code, label.words, number, code in asked, own_name, label.lang))
        return found

    def _leads_somewhere(self, label: Label, number: int | None, name: str) -> bool:
        if label.retired:
            return False
        adds_to = self.counts.total if self.counts and self.selection.values(name) and name not in CHOSEN_ONE else 0
        return number is None or number > adds_to

    def boxes(self, name: str, legend: str) -> Facet:
        found = self.choices(name)
        return Facet(name, legend, choices=found, shown=SHOWN.get(name, 7), error=self.wrong.get(name, ""))

    def commune(self) -> Facet:
        found = self.choices("commune")
        first = replaced("commune", self.selection)
        chosen = [Choice(one.value, one.label, one.count, one.value in first, lang=one.lang) for one in found]
        error = self.wrong.get("commune", "")
        return Facet("commune", _("Commune"), "select", chosen, any_label=_("Toutes"), error=error)

    def day(self, name: str, legend: str) -> Facet:
        value = "".join(self.selection.values(name))
        return Facet(name, legend, "date", value=value, error=self.wrong.get(name, ""))

    def words(self) -> Facet:
        error = self.wrong.get("q", "")
        return Facet("q", _("Mots du titre ou du résumé"), "text", value="".join(self.selection.q[:1]), error=error)

    def price_and_mode(self) -> Facet:
        found = [*self.choices("gratuit", "gratuit"), *self.choices("mode", "mode")]
        error = " ".join(filter(None, (self.wrong.get("gratuit"), self.wrong.get("mode"))))
        return Facet("mode", _("Prix et lieu"), choices=found, hides_legend=True, error=error)


def hidden(selection: Selection, facets: Sequence[Facet]) -> list[tuple[str, str]]:
    """What SELECTION says and no control of FACETS does: kept when the form is sent."""
    said = {(choice.name or facet.name, choice.value) for facet in facets for choice in facet.choices if choice.checked}
    said |= {(facet.name, facet.value) for facet in facets}
    return [pair for pair in selection.pairs() if pair not in said]


def filters(action: str, selection: Selection, terms: Terms, counts: Counts, wrong: Mapping[str, str]) -> Filters:
    """The form of the agenda."""
    ask = Questions(selection, terms, counts, wrong)
    facets = [
        ask.boxes("public", _("Pour qui")),
        ask.boxes("type", _("Quoi")),
        ask.commune(),
        ask.day("du", _("À partir du")),
        ask.day("au", _("Jusqu’au")),
        ask.price_and_mode(),
        ask.boxes("theme", _("Thème")),
        ask.words(),
    ]
    return _form(action, selection, facets, _("Voir les dates"))


def workshop_filters(
    action: str, selection: Selection, terms: Terms, counts: Counts, wrong: Mapping[str, str]
) -> Filters:
    """The form of the workshops."""
    ask = Questions(selection, terms, counts, wrong)
    facets = [
        ask.boxes("equipement", _("Équipement")),
        ask.boxes("niveau", _("Niveau")),
        ask.boxes("places", _("Places")),
        ask.boxes("public", _("Pour qui")),
        ask.commune(),
        ask.day("du", _("À partir du")),
        ask.day("au", _("Jusqu’au")),
        ask.price_and_mode(),
    ]
    return _form(action, selection, facets, _("Voir les ateliers"))


def subscription_filters(channel: Channel, selection: Selection, terms: Terms, wrong: Mapping[str, str]) -> Filters:
    """What to subscribe to, without numbers: a subscription is for dates nobody knows yet."""
    ask = Questions(selection, terms, wrong=wrong)
    lists = WORKSHOP_LISTS if channel.scope.workshops else LISTS
    legends = {"public": _("Pour qui"), "type": _("Quoi"), "equipement": _("Équipement"), "niveau": _("Niveau")}
    facets = [*(ask.boxes(name, legends[name]) for name in lists), ask.commune(), ask.price_and_mode()]
    return _form(channel.subscription, selection, facets, _("Changer la sélection"))


def problems(form: FilterForm, shown: Filters | None = None) -> list[Problem]:
    """What FORM did not understand; each leads to its field, when the page shows it among the filters SHOWN."""
    fields = {facet.name: facet.html_id for facet in shown.facets} if shown else {}
    fields |= {"gratuit": fields["mode"]} if "mode" in fields else {}
    return [
        Problem(str(form.fields[name].label), message, fields.get(name, "")) for name, message in form.messages.items()
    ]


def _form(action: str, selection: Selection, facets: Sequence[Facet], submit: str) -> Filters:
    shown = [facet for facet in facets if facet.choices or facet.kind in ("date", "text")]
    return Filters(action, shown, submit, len(selection.pairs()), hidden(selection, shown))
