"""The form an actor is entered with."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from annuaire.validators import SIRET_LENGTH
from core.forms import BasePageForm


class DigitsField(forms.CharField):
    """Digits, which people group by spaces, dots or dashes."""

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value) or ""
        return "".join(letter for letter in typed if letter not in ".-" and not letter.isspace())

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No limit on what is typed: the spaces count."""
        return {"inputmode": "numeric"}


class ActorPageForm(BasePageForm):
    siret = DigitsField(
        label=_("SIRET"), required=False, max_length=SIRET_LENGTH, help_text=_("Quatorze chiffres, espaces permis.")
    )
