"""Each fact of an actor, checked with a sentence an editor understands."""

import datetime as dt
import re

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from opening_hours import OpeningHours, ParserError
from stdnum.fr import siret as siret_rules

from annuaire import phone
from annuaire.first_names import FIRST_NAMES
from core.clock import today

SIRET_LENGTH = 14
RNA_LENGTH = 10
RNA = re.compile(r"W[0-9]{9}")
# What a structure calls its mailbox: with one of these, « accueil.quai@ » is not Accueil Quai's.
SERVICE_WORDS = frozenset(
    """
    abonnement accueil action administration adherents agence agglo animation antenne archives asso association atelier
    ateliers bib bibliotheque billetterie boutique bureau cafe campus ccas cci centre club coeur college com comite
    commerce communaute communication communes conseil contact contacts coordination coworking culture cyber dechetterie
    departement developpement direction donnees dsi eco ecole emploi entreprise entreprises epn espace espaces eveil
    evenement evenements fab fablab faculte federation formation formations france groupe handicap hello hotel info
    information informations informatique infos innovation inscription inscriptions institut jeunes jeunesse kreiz lab
    laboratoire lieu ligue lycee mairie maison mediateur mediateurs mediatheque mediation mission mjc municipal
    numerique office open ouest partenaires pays pepiniere pij pole port presidence presse projet projets public quai
    rade relations relais reservation reservations reseau responsable rgpd rh saint sante secretariat service services
    social sport support tech technique telecentre territoire tiers tourisme tous universite ville visite
    """.split()
)
NOT_A_WEB_ADDRESS = _("Cette adresse ne se lit pas. Modèle : https://www.structure.fr/")


def validate_siret(value: str) -> None:
    """Fourteen digits whose key is right; fourteen zeros, which national files use for "unknown", are not a SIRET."""
    if not (value.isascii() and value.isdecimal()) or len(value) != SIRET_LENGTH:
        raise ValidationError(_("Un SIRET a quatorze chiffres."))
    if set(value) == {"0"} or not siret_rules.is_valid(value):
        raise ValidationError(_("Ce SIRET n’existe pas : sa clé est fausse. Vérifiez chaque chiffre."))


def validate_rna(value: str) -> None:
    """W and nine digits: the register of associations (répertoire national des associations)."""
    if not RNA.fullmatch(value):
        raise ValidationError(_("Un numéro RNA est un W suivi de neuf chiffres."))


def validate_phone(value: str) -> None:
    if phone.read(value) is None:
        raise ValidationError(_("Ce numéro ne se lit pas. Écrivez par exemple 01 23 45 67 89 ou +33 1 23 45 67 89."))


def validate_opening_hours(value: str) -> None:
    try:
        OpeningHours(value)
    except ParserError:
        raise ValidationError(
            _("Ces horaires ne se lisent pas. Modèle : Mo-Fr 09:00-12:00,14:00-18:30; Sa 08:30-12:00; PH off")
        ) from None


def validate_website(value: str) -> None:
    """What a browser opens; Django's own check, on the field, reads the rest."""
    if not value.lower().startswith(("http://", "https://")):
        raise ValidationError(NOT_A_WEB_ADDRESS)


def validate_structure_email(value: str) -> None:
    """Refuses an address that names a person: the directory holds those of structures (GDPR, article 4)."""
    if names_a_person(value):
        raise ValidationError(_("Cette adresse semble celle d’une personne. Donnez celle de la structure : contact@…"))


def names_a_person(address: str) -> bool:
    """Whether the mailbox bears a first name, or reads "first.last" without any word of a structure."""
    mailbox, _at, domain = address.lower().partition("@")
    parts = [part for part in re.split(r"[._+-]", mailbox) if part]
    names = set(parts)
    if names & SERVICE_WORDS:
        return False
    if parts and parts[0] in FIRST_NAMES:
        return True
    reads_first_last = re.fullmatch(r"[a-z]+(-[a-z]+)?[._][a-z]+(-[a-z]+)?", mailbox) is not None
    return reads_first_last and not names & _words(domain) and not _are_communes(names)


def _words(domain: str) -> set[str]:
    """The words of a domain's name, without its ending: « quai.numerique@quai-numerique.bzh » is a structure's."""
    return set(re.split(r"[.-]", domain.rpartition(".")[0]))


def _are_communes(names: set[str]) -> bool:
    """Whether all NAMES belong to a commune's name: « belle.ile@ »."""
    from core.models import Commune

    return any(names <= set(slugify(name).split("-")) for name in Commune.objects.values_list("name", flat=True))


def validate_not_in_the_future(value: dt.date) -> None:
    if value > today():
        raise ValidationError(_("Cette date n’est pas encore passée."))
