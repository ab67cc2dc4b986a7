"""The form a seat is booked with, and that which changes a booking. No session, no cookie, no third party.

A form carries when and under which key it was shown, signed: sent twice it is one booking, sent at once by a program
or days later it is asked again.
"""

import datetime as dt
import secrets
import unicodedata
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner, b62_decode
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evenements.booking.questions import Question
from evenements.models.occurrences import Occurrence

SIGNER = TimestampSigner(sep=".", salt="evenements.booking.form")
SHORTEST = dt.timedelta(seconds=2)
LONGEST = dt.timedelta(hours=24)
TRAP = "site_web"
MAX_NAME = 120
MAX_ANSWER = 500


def new_token() -> str:
    """What a form just shown carries."""
    return SIGNER.sign(secrets.token_urlsafe(16))


def one_line(text: str) -> str:
    """TEXT without what is not written: it goes in mails, files and lists."""
    return " ".join("".join(letter if unicodedata.category(letter)[0] != "C" else " " for letter in text).split())


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


class PeopleField(forms.IntegerField):
    """How many come."""

    def __init__(self, most: int, **kwargs: Any) -> None:
        sentence = gettext_lazy("Écrivez un nombre de personnes, de 1 à %(most)s.") % {"most": most}
        messages = dict.fromkeys(("required", "invalid", "min_value", "max_value"), sentence)
        super().__init__(min_value=1, max_value=most, error_messages=messages, **kwargs)


class BookingForm(forms.Form):
    """What a visitor says; `occurrence`, `answers` and `form_key` once valid."""

    date = forms.TypedChoiceField(coerce=int, error_messages={"required": gettext_lazy("Choisissez une date.")})
    name = NameField()
    email = forms.EmailField(
        max_length=254,
        error_messages={
            "required": gettext_lazy("Écrivez votre adresse électronique."),
            "invalid": gettext_lazy("Écrivez une adresse comme nom@exemple.fr."),
        },
    )
    token = forms.CharField()
    site_web = forms.CharField(required=False)

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

    def clean_email(self) -> str:
        return self.cleaned_data["email"].casefold()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get(TRAP):
            raise forms.ValidationError(_("Laissez vide le champ « Site web » : il n’est là que pour les robots."))
        try:
            key = SIGNER.unsign(cleaned.get("token", ""), max_age=LONGEST)
        except SignatureExpired:
            sentence = _("Cette page est restée ouverte longtemps : vérifiez, puis renvoyez.")
            raise forms.ValidationError(sentence) from None
        except BadSignature:
            raise forms.ValidationError(_("Ce formulaire n’a pas pu être lu : vérifiez, puis renvoyez.")) from None
        if timezone.now() - _shown_at(cleaned["token"]) < SHORTEST:
            raise forms.ValidationError(_("C’était très rapide : vérifiez, puis renvoyez."))
        return cleaned | {"form_key": key}

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

    @property
    def next_token(self) -> str:
        """What the form shown again carries: the same key while it is good, so that what was sent stays one booking."""
        token = str(self.data.get("token", ""))
        try:
            SIGNER.unsign(token, max_age=LONGEST)
        except BadSignature:
            return new_token()
        return token


def _shown_at(token: str) -> dt.datetime:
    """The instant that `TimestampSigner` wrote in TOKEN, which is good: key, instant, signature."""
    return dt.datetime.fromtimestamp(b62_decode(token.split(SIGNER.sep)[1]), dt.UTC)


class ChangeForm(forms.Form):
    """What may be changed in a booking."""

    name = NameField()

    def __init__(self, most: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"] = PeopleField(most)
