"""The questions of the forms of applications, as their pages show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _

from core.parts import Problem


@dataclass(frozen=True)
class Field:
    """A question (evenements/application_field.html): `value` is what was typed, `error` what is wrong with it.

    `type` is that of the control: an input's, "textarea" or "checkbox". `most` is in characters.
    """

    name: str
    label: str
    value: str = ""
    error: str = ""
    hint: str = ""
    type: str = "text"
    most: int | None = None
    autocomplete: str = "off"
    checked: bool = False
    list: str = ""


TYPES = {"contact_email": "email", "actor_email": "email", "video_url": "url"}
TYPES |= dict.fromkeys(("summary", "what_was_done", "results"), "textarea")
TYPES |= dict.fromkeys(("consent_rules", "consent_shown"), "checkbox")
COMPLETED = {"contact_name": "name", "contact_email": "email", "actor": "organization"}


def labels() -> dict[str, str]:
    """What the questions are called."""
    return {
        "contact_name": _("Votre nom"),
        "contact_email": _("Votre adresse électronique"),
        "title": _("Titre de la candidature"),
        "actor": _("Qui candidate ?"),
        "commune": _("Sa commune"),
        "actor_email": _("Son adresse électronique publique"),
        "category": _("Catégorie"),
        "summary": _("En une phrase ou deux"),
        "what_was_done": _("Ce qui a été fait"),
        "results": _("Les résultats mesurés"),
        "video_url": _("Lien vers une vidéo"),
        "consent_rules": _("J’ai lu le règlement et je l’accepte."),
        "consent_shown": _("Ma candidature peut être montrée sur ce site même si elle n’est pas retenue."),
    }


def hints(*, is_blind: bool = False) -> dict[str, str]:
    """What helps to answer them, in an edition that IS_BLIND or not."""
    return {
        "contact_name": _("La personne à joindre. Jamais publié."),
        "contact_email": _("Pour vous envoyer le lien de votre candidature. Jamais publiée."),
        "actor": _("Choisissez dans la liste si la structure est dans l’annuaire ; sinon, écrivez son nom."),
        "commune": _("Pour une structure qui n’est pas encore dans l’annuaire."),
        "actor_email": _("Facultatif. Pour une structure qui n’est pas encore dans l’annuaire."),
        "what_was_done": _("Avant, après, pour qui."),
        "results": _("Facultatif. Ce qui a changé, en chiffres si vous en avez."),
        "video_url": _blind_video()
        if is_blind
        else _("Facultatif. Le jury la voit ; si vous êtes retenu, votre page la montre."),
        "consent_shown": _("Facultatif."),
    }


def _blind_video() -> str:
    return _("Facultatif. Le jury juge à l’aveugle et ne la voit pas ; si vous êtes retenu, votre page la montre.")


def fields_of(form: forms.Form, values: Mapping[str, str], names: Sequence[str]) -> dict[str, Field]:
    """The questions NAMES of FORM, whose answers so far are VALUES."""
    called, helped = labels(), hints(is_blind=getattr(form, "is_blind", False))
    return {
        name: Field(
            name,
            called[name],
            values.get(name, ""),
            error_of(form, name),
            helped.get(name, ""),
            TYPES.get(name, "text"),
            getattr(form.fields[name], "max_length", None),
            COMPLETED.get(name, "off"),
            checked=bool(values.get(name)),
            list="acteurs" if name == "actor" else "",
        )
        for name in names
    }


def problems_of(form: forms.Form) -> list[Problem]:
    """What is wrong with what was sent, each leading to its field."""
    if not form.is_bound:
        return []
    called = labels()
    return [
        Problem(called.get(name, ""), " ".join(map(str, sentences)), f"c-{name}" if name in called else "")
        for name, sentences in form.errors.items()
    ]


def error_of(form: forms.Form, name: str) -> str:
    return " ".join(map(str, form.errors.get(name, []))) if form.is_bound else ""
