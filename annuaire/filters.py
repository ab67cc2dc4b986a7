"""The directory's query parameters, as a form: what an address asks, or what is wrong with it."""

import unicodedata
from collections.abc import Container, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from annuaire.nearby import HERE
from annuaire.selection import FACETS, SINGLE, Selection

MAX_TEXT = 100
MAX_VALUES = 60
SHOWN = 40


def readable(value: str) -> str:
    """VALUE fit to be shown in a sentence: short, without what is not a character."""
    clean = "".join(letter for letter in value if unicodedata.category(letter)[0] != "C")
    return f"{clean[:SHOWN]}…" if len(clean) > SHOWN else clean


class CodesField(forms.Field):
    """The values of a repeated parameter, each among KNOWN; empty ones, which an untouched list sends, do not count."""

    widget = forms.SelectMultiple

    def __init__(self, known: Container[str], label: Any) -> None:
        super().__init__(required=False, label=label)
        self.known = known

    def clean(self, value: Sequence[str] | None) -> tuple[str, ...]:
        values = tuple(dict.fromkeys(part.strip() for part in value or () if part.strip()))
        if len(values) > MAX_VALUES:
            raise ValidationError(_("Trop de valeurs à la fois."), code="many")
        for part in values:
            if part not in self.known:
                raise ValidationError(
                    _("« %(value)s » n’est pas une valeur connue."), code="unknown", params={"value": readable(part)}
                )
        return values


class TextField(forms.CharField):
    """Words to look for."""

    def clean(self, value: Any) -> str:
        text = " ".join(str(value or "").split())
        if len(text) > MAX_TEXT:
            raise ValidationError(_("%(limit)s caractères au plus."), code="long", params={"limit": MAX_TEXT})
        if "\N{REPLACEMENT CHARACTER}" in text or any(unicodedata.category(letter)[0] == "C" for letter in text):
            raise ValidationError(_("Ces mots ne se lisent pas."), code="unreadable")
        return text


class DirectoryForm(forms.Form):
    """What an address of the directory asks. Always gives a selection: a name with an error filters nothing.

    KNOWN gives, for each facet, the values that exist.
    """

    SORTS = (
        ("pertinence", _("Pertinence")),
        ("nom", _("Nom")),
        ("fraicheur", _("Vérification la plus récente")),
    )
    LABELS = {
        "genre": _("Quel genre"),
        "public": _("Pour qui"),
        "commune": _("Commune"),
        "service": _("Ce qu’on y trouve"),
        "equipement": _("Équipements"),
    }

    q = TextField(required=False, label=_("Recherche"))

    def __init__(self, data: QueryDict, known: Mapping[str, Container[str]]) -> None:
        super().__init__(data)
        for name in FACETS:
            self.fields[name] = CodesField(known[name], self.LABELS[name])
        self.fields["pres"] = CodesField({*known["commune"], HERE}, _("Près de"))
        self.fields["tri"] = CodesField(dict(self.SORTS), _("Trier par"))

    @property
    def selection(self) -> Selection:
        self.is_valid()
        asked = {name: value for name, value in self.cleaned_data.items() if value}
        asked |= {name: asked[name][-1] for name in SINGLE if isinstance(asked.get(name), tuple)}
        return Selection(**asked)

    @property
    def messages(self) -> dict[str, str]:
        """What is wrong, a sentence per parameter."""
        return {name: " ".join(map(str, errors)) for name, errors in self.errors.items()}

    @property
    def sentence(self) -> str:
        """What is wrong, for who reads no page."""
        wrong = (
            gettext("Paramètre « %(name)s » : %(message)s") % {"name": name, "message": message}
            for name, message in self.messages.items()
        )
        return "\n".join(wrong)
