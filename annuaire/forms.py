"""The form an actor is entered with."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from annuaire.validators import NOT_A_WEB_ADDRESS, SIRET_LENGTH
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
    """What the model refuses is refused here too, in the same words."""

    siret = DigitsField(
        label=_("SIRET"), required=False, max_length=SIRET_LENGTH, help_text=_("Quatorze chiffres, espaces permis.")
    )

    asked = {"kind": _("Choisissez un genre dans la liste : ce qu’est cet acteur.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "summary" in self.fields:
            # An entry imported without one may be confirmed or changed by another import; whoever edits it writes it.
            self.fields["summary"].required = True
        if "website" in self.fields:
            self.fields["website"].error_messages["invalid"] = NOT_A_WEB_ADDRESS
