"""The form a seat is booked with, and that which changes a booking."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evenements.booking.questions import Question
from evenements.form_guard import GuardedForm, one_line
from evenements.models.occurrences import Occurrence

MAX_NAME = 120
MAX_ADDRESS = 254
MAX_ANSWER = 500


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
    """What a visitor says; `occurrence`, `answers` and `form_key` once valid."""

    date = forms.TypedChoiceField(coerce=int, error_messages={"required": gettext_lazy("Choisissez une date.")})
    name = NameField()
    email = AddressField()

    def __init__(self, dates: Sequence[Occurrence], most: int, asked: Sequence[Question], *args: Any) -> None:
        super().__init__(*args)
        self.dates = {date.pk: date for date in dates}
        self.fields["date"].choices = [(pk, "") for pk in self.dates]
        self.fields["date"].error_messages["invalid_choice"] = _("Cette date ne peut plus être réservée.")
        self.fields["people"] = PeopleField(most)
        self.questions = list(asked)
        for number, question in enumerate(self.questions):
            self.fields[f"answer_{number}"] = forms.CharField(
                required=question.required,
                max_length=MAX_ANSWER,
                error_messages={
                    "required": _("Répondez à cette question."),
                    "max_length": _("Répondez en %(limit)s caractères au plus.") % {"limit": MAX_ANSWER},
                },
            )

    @property
    def occurrence(self) -> Occurrence:
        return self.dates[self.cleaned_data["date"]]

    @property
    def answers(self) -> tuple[tuple[str, str], ...]:
        """The questions, in French, and what was answered."""
        return tuple(
            (question.asked, one_line(self.cleaned_data[f"answer_{number}"]))
            for number, question in enumerate(self.questions)
            if self.cleaned_data[f"answer_{number}"].strip()
        )


class ChangeForm(forms.Form):
    """What may be changed in a booking."""

    name = NameField()

    def __init__(self, most: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"] = PeopleField(most)
