"""Each fact of an actor, checked with a sentence an editor understands."""

import re

import phonenumbers
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from opening_hours import OpeningHours, ParserError
from stdnum.fr import siret as siret_rules

# What a structure calls its mailbox; anything of the form first.last is a person's (GDPR: STANDARDS, directory).
PERSONAL = re.compile(r"^[a-z]{2,}[._-][a-z]{2,}@", re.IGNORECASE)
SERVICE_WORDS = {
    "accueil", "administration", "agglo", "asso", "association", "bureau", "cci", "communication", "contact", "contacts",
    "direction", "donnees", "equipe", "fablab", "formation", "france", "info", "infos", "mairie", "maison", "mediatheque",
    "mediation", "numerique", "pole", "secretariat", "service", "services", "tiers", "ville", "atelier", "ateliers",
}  # fmt: skip


def validate_siret(value: str) -> None:
    """Fourteen digits whose key is right; fourteen zeros, which national files use for "unknown", are not a SIRET."""
    digits = value.replace(" ", "")
    if not digits.isdecimal() or len(digits) != 14:
        raise ValidationError(_("Un SIRET a quatorze chiffres."))
    if set(digits) == {"0"} or not siret_rules.is_valid(digits):
        raise ValidationError(_("Ce SIRET n’existe pas : sa clé est fausse. Vérifiez chaque chiffre."))


def validate_phone(value: str) -> None:
    try:
        number = phonenumbers.parse(value, settings.TERRITORY.phone_region)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        raise ValidationError(_("Ce numéro ne se lit pas. Écrivez par exemple 02 97 00 00 00 ou +33 2 97 00 00 00."))


def validate_opening_hours(value: str) -> None:
    try:
        OpeningHours(value)
    except ParserError:
        raise ValidationError(
            _("Ces horaires ne se lisent pas. Modèle : Mo-Fr 09:00-12:00,14:00-18:30; Sa 08:30-12:00; PH off")
        ) from None


def validate_structure_email(value: str) -> None:
    """Refuses an address that names a person (first.last@): the directory holds structures' addresses only."""
    local = value.split("@")[0]
    if PERSONAL.match(value) and not SERVICE_WORDS & set(re.split(r"[._-]", local.lower())):
        raise ValidationError(_("Cette adresse semble celle d’une personne. Donnez celle de la structure : contact@…"))
