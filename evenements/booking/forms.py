"""The form a seat is booked with, and that which changes a booking."""

import hashlib
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evenements.booking.keys import row_key
from evenements.booking.questions import Question
from evenements.form_guard import GuardedForm, one_line
from evenements.models.occurrences import Occurrence

MAX_NAME = 120
MAX_ADDRESS = 254
MAX_ANSWER = 500


# What the name of the field of an answer begins with; what is between the key of a date and its hour.
ANSWER, MARK = "answer_", "-"


def answer_name(question: Question) -> str:
    """The name of the field of QUESTION: of what it asks, so that no answer goes under another."""
    return ANSWER + hashlib.sha256(question.asked.encode()).hexdigest()[:12]


def date_value(date: Occurrence) -> str:
    """What the form sends for DATE: which, and when it was said to be."""
    return f"{date.pk}{MARK}{date.start:%Y%m%dT%H%M}"


class NameField(forms.CharField):
    """A name or a pseudonym, on one line."""

    def __init__(self, **kwargs: Any) -> None:
        messages = {
            "required": gettext_lazy("Écrivez un nom, ou un pseudonyme."),
            "max_length": gettext_lazy("Écrivez un nom de %(limit_value)d caractères au plus."),
        }
        super().__init__(max_length=MAX_NAME, error_messages=messages, **kwargs)

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value) or "")


class AddressField(forms.EmailField):
    """An e-mail address in lower case, as long as its column. Not case-folded: "ß" is not "ss" in a domain's name."""

    def __init__(self, **kwargs: Any) -> None:
        messages = {
            "required": gettext_lazy("Écrivez votre adresse électronique."),
            "invalid": gettext_lazy("Écrivez une adresse comme nom@exemple.fr."),
        }
        super().__init__(max_length=MAX_ADDRESS, error_messages=messages, **kwargs)

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").lower()


class PeopleField(forms.IntegerField):
    """How many come."""

    def __init__(self, most: int, **kwargs: Any) -> None:
        sentence = gettext_lazy("Écrivez un nombre de personnes, de 1 à %(most)s.") % {"most": most}
        messages = dict.fromkeys(("required", "invalid", "min_value", "max_value"), sentence)
        super().__init__(min_value=1, max_value=most, error_messages=messages, **kwargs)


class BookingForm(GuardedForm):
    """What a visitor says; `occurrence`, `answers` and `form_key` once valid.

    What its event asked and when its dates were may have changed since it was shown: it says so, rather than keep an
    answer under another question or book another day.
    """

    date = forms.CharField(error_messages={"required": gettext_lazy("Choisissez une date.")})
    name = NameField()
    email = AddressField()

    def __init__(self, dates: Sequence[Occurrence], most: int, asked: Sequence[Question], *args: Any) -> None:
        super().__init__(*args)
        self.dates = {date.pk: date for date in dates}
        self.fields["people"] = PeopleField(most)
        self.questions = list(asked)
        for question in self.questions:
            self.fields[answer_name(question)] = forms.CharField(
                required=question.required,
                max_length=MAX_ANSWER,
                error_messages={
                    "required": _("Répondez à cette question."),
                    "max_length": _("Répondez en %(limit)s caractères au plus.") % {"limit": MAX_ANSWER},
                },
            )

    def clean_date(self) -> Occurrence:
        """The date chosen, when it is still at the hour that was chosen."""
        pk, _mark, _hour = self.cleaned_data["date"].partition(MARK)
        found = self.dates.get(row_key(pk))
        if found is None:
            raise forms.ValidationError(_("Cette date ne peut plus être réservée."))
        if self.cleaned_data["date"] != date_value(found):
            raise forms.ValidationError(_("Cette date vient d’être déplacée : regardez-la, puis choisissez."))
        return found

    def clean(self) -> dict[str, Any]:
        """What was answered to a question that is no longer asked is asked again, not lost."""
        cleaned = super().clean()
        sent = {name for name in self.data if name.startswith(ANSWER) and str(self.data[name]).strip()}
        if sent - set(self.fields):
            raise forms.ValidationError(_("Les questions viennent de changer : vérifiez vos réponses, puis renvoyez."))
        return cleaned

    @property
    def occurrence(self) -> Occurrence:
        return self.cleaned_data["date"]

    @property
    def answers(self) -> tuple[tuple[str, str], ...]:
        """The questions, in French, and what was answered."""
        return tuple(
            (question.asked, one_line(self.cleaned_data[answer_name(question)]))
            for question in self.questions
            if self.cleaned_data[answer_name(question)].strip()
        )


class ChangeForm(forms.Form):
    """What may be changed in a booking."""

    name = NameField()

    def __init__(self, most: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"] = PeopleField(most)
