"""A row of the national schema of « lieux de médiation numérique », versions 1.0.1 and 1.0.2 (LaMednum).

Valid for both Table Schemas and for the npm library @gouvfr-anct/lieux-de-mediation-numerique 2.3.0, which do not catch
the same faults. Pure: facts in, cells out; cells in (`core.tables.reading.read`), facts out.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

from annuaire import phone
from annuaire.enums import (
    AccessMode,
    ActorKind,
    Fee,
    Itinerancy,
    NationalProgramme,
    SpecialCare,
    SupportMode,
    TrainingLabel,
)
from annuaire.facts import ActorFacts, national_programmes, other_programmes, programmes_in, training_labels
from annuaire.typologies import Typology
from annuaire.validators import RNA, SIRET_LENGTH, validate_siret
from core.tables.columns import Kind, column
from core.tables.writing import one_line

# "Unknown", in national files.
NO_SIRET = "0" * SIRET_LENGTH
POSTCODE = r"^\d{5}$"
INSEE = r"^([013-9]\d|2[AB1-9])\d{3}$"
PIVOT = r"^[a-zA-Z0-9]{9,14}$"
# What the schema and the library both take: the schema alone counts the digits, the library alone their groups.
PHONE = r"^\+(33|590|594|262|596|269|687|689|508|681)([1-9]\d{8}|\d{6})$"
LINK = (
    r"^[A-Za-z]{3,9}:(?://)?(?:[;:&=+$,\w-]+@)?[A-Za-z0-9.-]+"
    r"(?:(?:/[+~,%@/.\w_-]*)?\??[-+=&;%@.\w_]*#?[.!/\\\w]*)?$"
)
# What the library takes in a street, and in a commune.
STREET_SIGNS = frozenset("-,()°.&:+–|;'’/ ")
TOWN_SIGNS = frozenset("-'’ ")
SERVICES = (
    "Aide aux démarches administratives", "Maîtrise des outils numériques du quotidien",
    "Insertion professionnelle via le numérique", "Utilisation sécurisée du numérique",
    "Parentalité et éducation avec le numérique", "Loisirs et créations numériques",
    "Compréhension du monde numérique", "Accès internet et matériel informatique",
    "Acquisition de matériel informatique à prix solidaire",
)  # fmt: skip
AUDIENCES = ("Jeunes", "Étudiants", "Familles et/ou enfants", "Seniors", "Femmes")
TYPOLOGY_OF_KIND = {
    ActorKind.FABLAB: Typology.FABLAB,
    ActorKind.THIRD_PLACE: Typology.TIERS_LIEUX,
    ActorKind.ASSOCIATION: Typology.ASSO,
    ActorKind.TRAINING: Typology.OF,
}


@dataclass(frozen=True)
class NationalLabels:
    """What the national schema calls the services and the publics of this site, by code; those it knows only."""

    services: Mapping[str, str]
    audiences: Mapping[str, str]


def without_spaces(text: str) -> str:
    return re.sub(r"[\s.\-]", "", text)


def link(text: str) -> str:
    """The address TEXT in plain ASCII, as the library wants it."""
    return iri_to_uri(text)


def check_pivot(value: str) -> None:
    """Fourteen zeros say that the SIRET is unknown; a SIREN passes the schema, but not the library."""
    if RNA.fullmatch(value) or value == NO_SIRET:
        return
    if len(value) != SIRET_LENGTH:
        raise ValidationError(_("Ni un SIRET (quatorze chiffres), ni un numéro RNA (W et neuf chiffres)."))
    validate_siret(value)


def closed(title: str, values: Any) -> Any:
    """A column of several values of a closed list."""
    return column(title, many=True, values=tuple(values))


@dataclass(frozen=True)
class NationalRow:
    """A place. Text is "" and a list () where the file says nothing; `latitude` and `longitude` are None.

    What `read` finds wrong: a required cell that is empty or malformed (blocking), a value outside of a closed list
    (the others are kept), a false SIRET, a malformed optional cell (read as empty).
    """

    id: str = column("Identifiant", required=True, unique=True)
    pivot: str = column(
        "SIRET ou RNA", required=True, pattern=PIVOT, tidy=without_spaces, check=check_pivot, example="55217862900132"
    )
    nom: str = column("Nom", required=True)
    commune: str = column("Commune", required=True)
    code_postal: str = column("Code postal", required=True, pattern=POSTCODE)
    code_insee: str = column("Code INSEE", pattern=INSEE)
    adresse: str = column("Numéro et voie", required=True)
    complement_adresse: str = column("Complément d’adresse")
    latitude: float | None = column("Latitude", kind=Kind.NUMBER)
    longitude: float | None = column("Longitude", kind=Kind.NUMBER)
    typologie: tuple[str, ...] = closed("Types de structure", Typology.values)
    telephone: str = column("Téléphone", pattern=PHONE, tidy=phone.international)
    courriels: tuple[str, ...] = column("Courriels", many=True)
    site_web: tuple[str, ...] = column("Sites web", kind=Kind.URI, many=True)
    horaires: str = column("Horaires, dans la syntaxe d’OpenStreetMap")
    presentation_resume: str = column("Présentation en une phrase", max_length=280)
    presentation_detail: str = column("Présentation")
    source: str = column("Source")
    itinerance: tuple[str, ...] = closed("Itinérance", Itinerancy.values)
    structure_parente: str = column("Structure parente")
    date_maj: dt.date | None = column("Mise à jour", kind=Kind.DATE, required=True)
    services: tuple[str, ...] = closed("Services", SERVICES)
    publics_specifiquement_adresses: tuple[str, ...] = closed("Publics", AUDIENCES)
    prise_en_charge_specifique: tuple[str, ...] = closed("Prise en charge spécifique", SpecialCare.values)
    frais_a_charge: tuple[str, ...] = closed("Frais à charge", Fee.values)
    dispositif_programmes_nationaux: tuple[str, ...] = closed("Programmes nationaux", NationalProgramme.values)
    formations_labels: tuple[str, ...] = closed("Formations et labels", TrainingLabel.values)
    autres_formations_labels: tuple[str, ...] = column("Autres formations et labels", many=True)
    modalites_acces: tuple[str, ...] = closed("Modalités d’accès", AccessMode.values)
    modalites_accompagnement: tuple[str, ...] = closed("Modalités d’accompagnement", SupportMode.values)
    fiche_acces_libre: str = column("Fiche Acceslibre", kind=Kind.URI, pattern=LINK, tidy=link)
    prise_rdv: str = column("Prise de rendez-vous", kind=Kind.URI, pattern=LINK, tidy=link)

    @classmethod
    def from_facts(cls, facts: ActorFacts, labels: NationalLabels) -> "NationalRow | None":
        """The row of an actor; None when it is no place of the national file.

        Its words are French. What the schema or the library would refuse in a column that may be empty is left out.
        """
        if not is_place(facts, labels):
            return None
        has_point = facts.latitude is not None and facts.longitude is not None
        return cls(
            id=facts.key,
            pivot=facts.siret or facts.rna or NO_SIRET,
            nom=one_line(facts.title),
            commune=allowed(facts.town, TOWN_SIGNS),
            code_postal=facts.postcode,
            code_insee=facts.commune if re.search(INSEE, facts.commune) else "",
            adresse=allowed(facts.street, STREET_SIGNS),
            complement_adresse=one_line(facts.complement),
            latitude=facts.latitude if has_point else None,
            longitude=facts.longitude if has_point else None,
            typologie=facts.typologies or typologies_of(facts),
            telephone=facts.phone if re.search(PHONE, facts.phone, re.ASCII) else "",
            courriels=(facts.email,) if facts.email[:1].isalnum() else (),
            site_web=(facts.website,) if facts.website else (),
            horaires=one_line(facts.opening_hours),
            presentation_resume=one_line(facts.summary)[:280],
            presentation_detail=facts.body,
            source=", ".join(facts.sources),
            itinerance=facts.itinerancy,
            structure_parente=one_line(facts.parent_structure),
            date_maj=updated_on(facts),
            services=national(SERVICES, labels.services, facts.services),
            publics_specifiquement_adresses=national(AUDIENCES, labels.audiences, facts.audiences),
            prise_en_charge_specifique=facts.special_care,
            frais_a_charge=facts.fees,
            dispositif_programmes_nationaux=national_programmes(facts.programmes),
            formations_labels=training_labels(facts.programmes),
            autres_formations_labels=other_programmes(facts.programmes),
            modalites_acces=facts.access_modes,
            modalites_accompagnement=facts.support_modes,
            fiche_acces_libre=safe_link(facts.accessibility_url),
            prise_rdv=safe_link(facts.booking_url),
        )

    def facts(self, labels: NationalLabels) -> dict[str, Any]:
        """What the row tells of an actor, by the names of `ActorFacts`; `model_values` makes page fields of it.

        Its id, its date and its source are of the file, not of the actor: who imports reads them from the row. Of
        several mailboxes or sites, the first is kept. Publics and services are added to those of the site that the
        schema does not know, which it cannot tell.
        """
        return {
            "title": self.nom,
            "siret": self.pivot if len(self.pivot) == SIRET_LENGTH and self.pivot != NO_SIRET else "",
            "rna": self.pivot if RNA.fullmatch(self.pivot) else "",
            "commune": self.code_insee,
            "town": self.commune,
            "postcode": self.code_postal,
            "street": self.adresse,
            "complement": self.complement_adresse,
            "latitude": self.latitude,
            "longitude": self.longitude,
            "typologies": self.typologie,
            "phone": self.telephone,
            "email": next(iter(self.courriels), ""),
            "website": next(iter(self.site_web), ""),
            "opening_hours": self.horaires,
            "summary": self.presentation_resume,
            "body": self.presentation_detail,
            "itinerancy": self.itinerance,
            "parent_structure": self.structure_parente,
            "services": codes_of(labels.services, self.services),
            "audiences": codes_of(labels.audiences, self.publics_specifiquement_adresses),
            "special_care": self.prise_en_charge_specifique,
            "fees": self.frais_a_charge,
            "programmes": programmes_in(
                (*self.dispositif_programmes_nationaux, *self.formations_labels, *self.autres_formations_labels)
            ),
            "access_modes": self.modalites_acces,
            "support_modes": self.modalites_accompagnement,
            "accessibility_url": self.fiche_acces_libre,
            "booking_url": self.prise_rdv,
        }


def is_place(facts: ActorFacts, labels: NationalLabels) -> bool:
    """Whether an actor is a place of the national file: it has a whole address, and a service that the schema knows,
    without which the library forgets its publics and fees. What is invented is never one.
    """
    if facts.example or not national(SERVICES, labels.services, facts.services):
        return False
    parts = one_line(facts.title), allowed(facts.street, STREET_SIGNS), allowed(facts.town, TOWN_SIGNS)
    return all(parts) and re.search(POSTCODE, facts.postcode, re.ASCII) is not None


def national(values: tuple[str, ...], labels: Mapping[str, str], codes: tuple[str, ...]) -> tuple[str, ...]:
    """What the schema calls the entries CODES, in its own order."""
    found = {labels.get(code) for code in codes}
    return tuple(value for value in values if value in found)


def codes_of(labels: Mapping[str, str], told: tuple[str, ...]) -> tuple[str, ...]:
    """The entries of this site that the schema calls as TOLD."""
    return tuple(code for code, label in labels.items() if label in told)


def typologies_of(facts: ActorFacts) -> tuple[str, ...]:
    """What its kind says of its type, where an editor has not said it."""
    typology = TYPOLOGY_OF_KIND.get(ActorKind(facts.kind)) if facts.kind in ActorKind.values else None
    return (typology.value,) if typology else ()


def updated_on(facts: ActorFacts) -> dt.date:
    """When the entry was last published or confirmed."""
    days = [facts.verified_on, facts.published_on.date() if facts.published_on else None]
    return max(filter(None, days), default=dt.date(1970, 1, 1))


def allowed(text: str, signs: frozenset[str]) -> str:
    """TEXT with Latin letters, figures and SIGNS only: a letter that is none of them gives its base, others a space."""
    found = []
    for char in unicodedata.normalize("NFC", one_line(text)):
        for candidate in (char, *unicodedata.normalize("NFKD", char)):
            if candidate in signs or is_latin(candidate):
                found.append(candidate)
                break
        else:
            found.append(" ")
    return " ".join("".join(found).split())


def is_latin(char: str) -> bool:
    """A letter or figure as the library knows them."""
    plain = char.isascii() and char.isalnum()
    return plain or ("À" <= char <= "ÿ" and char not in "×÷") or "œ" <= char <= "Ÿ" or char == "Œ"


def safe_link(url: str) -> str:
    """URL where the library takes it, else nothing."""
    found = link(url)
    return found if re.search(LINK, found, re.ASCII) else ""
