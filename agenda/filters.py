"""The public contract's query parameters, as a form: what an address asks, or what is wrong with it."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.selection import Selection
from agenda.slugs import actor_slugs, place_slugs
from agenda.terms import choices, read_terms

SLUG = re.compile(r"[-\w]{1,255}")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
FIRST_DAY, LAST_DAY = dt.date(1970, 1, 1), dt.date(2199, 12, 31)
MAX_TEXT = 100
MAX_VALUES = 60
SHOWN = 40


def readable(value: str) -> str:
    """VALUE fit to be shown in a sentence: short, without markup and what is not a character."""
    clean = "".join(letter for letter in value if unicodedata.category(letter)[0] != "C" and letter not in "<>")
    return f"{clean[:SHOWN]}…" if len(clean) > SHOWN else clean


class ManyField(forms.Field):
    """The values of a repeated parameter; empty ones, which an untouched form sends, count for nothing."""

    widget = forms.SelectMultiple
    default_error_messages = {
        "unknown": gettext_lazy("« %(value)s » n’est pas une valeur connue."),
        "many": gettext_lazy("Trop de valeurs à la fois."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def clean(self, value: Sequence[str] | None) -> Any:
        values = list(dict.fromkeys(part.strip() for part in value or () if part.strip()))
        if len(values) > MAX_VALUES:
            raise ValidationError(self.error_messages["many"], code="many")
        return self.read(values)

    def read(self, values: list[str]) -> Any:
        return tuple(map(self.one, values))

    def one(self, value: str) -> str:
        """The canonical form of VALUE; ValidationError when it is none."""
        raise NotImplementedError

    def unknown(self, value: str) -> ValidationError:
        return ValidationError(self.error_messages["unknown"], code="unknown", params={"value": readable(value)})


class CodesField(ManyField):
    """Entries of a vocabulary, by code, retired ones included: addresses last longer than labels."""

    def __init__(self, facet: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.facet = facet

    def one(self, value: str) -> str:
        if value not in choices(self.facet, read_terms()) and value not in choices(self.facet, read_terms(fresh=True)):
            raise self.unknown(value)
        return value


class SlugsField(ManyField):
    """Actors or places by slug; FIND gives, for those it knows, the slug they have today."""

    def __init__(self, find: Callable[[list[str]], dict[str, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.find = find

    def read(self, values: list[str]) -> tuple[str, ...]:
        found = self.find([value for value in values if SLUG.fullmatch(value)]) if values else {}
        for value in values:
            if value not in found:
                raise self.unknown(value)
        return tuple(found[value] for value in values)


class TextField(ManyField):
    """Words to look for."""

    default_error_messages = {
        "unreadable": gettext_lazy("Ces mots ne se lisent pas."),
        "long": gettext_lazy("%(limit)s caractères au plus."),
    }

    def one(self, value: str) -> str:
        if len(value) > MAX_TEXT:
            raise ValidationError(self.error_messages["long"], code="long", params={"limit": MAX_TEXT})
        if "\N{REPLACEMENT CHARACTER}" in value or any(unicodedata.category(letter)[0] == "C" for letter in value):
            raise ValidationError(self.error_messages["unreadable"], code="unreadable")
        return " ".join(value.split())


class OneField(ManyField):
    """A parameter that makes sense once; said twice, it says the same."""

    default_error_messages = {"twice": gettext_lazy("Une seule valeur à la fois.")}

    def read(self, values: list[str]) -> Any:
        if len(values) > 1:
            raise ValidationError(self.error_messages["twice"], code="twice")
        return self.single(values[0]) if values else None

    def single(self, value: str) -> Any:
        raise NotImplementedError


class DayField(OneField):
    default_error_messages = {
        "day": gettext_lazy("« %(value)s » n’est pas une date : écrivez AAAA-MM-JJ."),
        "far": gettext_lazy("« %(value)s » est hors limites : donnez un jour de %(first)s à %(last)s."),
    }

    def single(self, value: str) -> dt.date:
        try:
            day = dt.date.fromisoformat(value) if DAY.fullmatch(value) else None
        except ValueError:
            day = None
        if day is None:
            raise ValidationError(self.error_messages["day"], code="day", params={"value": readable(value)})
        if not FIRST_DAY <= day <= LAST_DAY:
            bounds = {"value": value, "first": FIRST_DAY, "last": LAST_DAY}
            raise ValidationError(self.error_messages["far"], code="far", params=bounds)
        return day


class YesField(OneField):
    def single(self, value: str) -> bool:
        if value != "1":
            raise self.unknown(value)
        return True


class FilterForm(forms.Form):
    """What an address of the agenda asks. Always gives a selection: a name with an error filters nothing."""

    du = DayField(label=gettext_lazy("À partir du"))
    au = DayField(label=gettext_lazy("Jusqu’au"))
    public = CodesField("public", label=gettext_lazy("Pour qui"))
    theme = CodesField("theme", label=gettext_lazy("Thème"))
    type = CodesField("type", label=gettext_lazy("Quoi"))
    commune = CodesField("commune", label=gettext_lazy("Commune"))
    organisateur = SlugsField(actor_slugs, label=gettext_lazy("Organisateur"))
    action = CodesField("action", label=gettext_lazy("Action du plan"))
    lieu = SlugsField(place_slugs, label=gettext_lazy("Lieu"))
    mode = CodesField("mode", label=gettext_lazy("Sur place ou en ligne"))
    gratuit = YesField(label=gettext_lazy("Prix"))
    q = TextField(label=gettext_lazy("Mots du titre ou du résumé"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("du"), cleaned.get("au")
        if first and last and last < first:
            self.add_error("au", _("La fin de la période est avant son début."))
        return cleaned

    @property
    def selection(self) -> Selection:
        self.is_valid()
        given = {name: value for name, value in self.cleaned_data.items() if value}
        return Selection(**given)

    @property
    def messages(self) -> dict[str, str]:
        """What is wrong, a sentence per parameter."""
        return {name: " ".join(map(str, sentences)) for name, sentences in self.errors.items()}

    @property
    def sentence(self) -> str:
        """What is wrong, for who reads no page."""
        wrong = (
            _("Paramètre « %(name)s » : %(message)s") % {"name": name, "message": message}
            for name, message in self.messages.items()
        )
        return "\n".join(wrong)


class WorkshopFilterForm(FilterForm):
    """The same, with what only workshops have."""

    equipement = CodesField("equipement", label=gettext_lazy("Équipement"))
    niveau = CodesField("niveau", label=gettext_lazy("Niveau"))
    places = YesField(label=gettext_lazy("Places"))


def filter_form(data: QueryDict, *, workshops: bool = False) -> FilterForm:
    """The form filled from the query string DATA; names it does not know count for nothing."""
    form_class = WorkshopFilterForm if workshops else FilterForm
    return form_class(data)
