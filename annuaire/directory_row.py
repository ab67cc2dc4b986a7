"""A row of the directory's own table: every actor, place or not, with all that its entry says. Pure.

`/annuaire/annuaire.csv` is made of these rows, and `/annuaire/annuaire.schema.json` of this class.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from annuaire import phone
from annuaire.enums import AccessMode, ActorKind, Fee, Itinerancy, SpecialCare, SupportMode
from annuaire.facts import ActorFacts, programmes_in
from annuaire.national_row import INSEE, POSTCODE, without_spaces
from annuaire.typologies import Typology
from annuaire.validators import RNA, validate_opening_hours, validate_siret, validate_structure_email
from core.tables.columns import Kind, column

# As `phone.international` gives it: E.164, or a short number.
PHONE = r"^(\+[1-9]\d{6,14}|\d{2,6})$"
# What each column tells, by the names of `ActorFacts`: the row is no more than this, and what is computed below.
FACTS = {
    "id": "key",
    "nom": "title",
    "sigle": "acronym",
    "genre": "kind",
    "resume": "summary",
    "presentation": "body",
    "services": "services",
    "competences": "skills",
    "equipements": "equipment",
    "publics": "audiences",
    "actions": "actions",
    "adresse": "street",
    "complement_adresse": "complement",
    "code_postal": "postcode",
    "code_insee": "commune",
    "commune": "town",
    "latitude": "latitude",
    "longitude": "longitude",
    "territoire_action": "area_of_action",
    "horaires": "opening_hours",
    "accessibilite": "accessibility",
    "telephone": "phone",
    "courriel": "email",
    "site_web": "website",
    "siret": "siret",
    "rna": "rna",
    "structure_parente": "parent_structure",
    "labels_programmes": "programmes",
    "typologie": "typologies",
    "itinerance": "itinerancy",
    "frais_a_charge": "fees",
    "modalites_acces": "access_modes",
    "modalites_accompagnement": "support_modes",
    "prise_en_charge_specifique": "special_care",
    "fiche_acces_libre": "accessibility_url",
    "prise_rdv": "booking_url",
    "verifie_le": "verified_on",
    "sources": "sources",
    "exemple": "example",
    "langue": "language",
    "modifie_le": "published_on",
}
# Of the file, not of the actor: not to be imported.
COMPUTED = frozenset(["fiche", "lieu_mediation_numerique", "langue", "modifie_le", "commune"])


def with_scheme(address: str) -> str:
    """ADDRESS as a browser opens it, when people write it without https://."""
    return address if "://" in address else f"https://{address}"


def codes(title: str, what: str) -> Any:
    return column(title, f"Codes des {what}, séparés par |.", many=True)


@dataclass(frozen=True)
class DirectoryRow:
    """An actor. Text is "" and a list () where nothing is known; numbers and days are None.

    What `read` finds wrong: a name that is missing (blocking), a kind, a postcode, a number, a day… that is none (read
    as empty), a value outside of a closed list (the others are kept). Codes of vocabularies are any text here: who
    imports looks for them in the vocabulary. A file of someone else has other columns, or fewer: those that are not
    there are read as empty, and `facts` tells those asked for alone.
    """

    id: str = column("Identifiant", "Ne change jamais, même si l’acteur change de nom.", required=True, unique=True)
    nom: str = column("Nom", "Dans la langue du fichier où une traduction existe.", required=True, max_length=255)
    sigle: str = column("Sigle", max_length=40)
    genre: str = column("Genre", "Ce qu’est l’acteur.", required=True, values=tuple(ActorKind.values))
    resume: str = column("En une phrase", max_length=280)
    presentation: str = column("Présentation", "Texte simple ; une ligne vide sépare deux paragraphes.")
    services: tuple[str, ...] = codes("Services", "services proposés")
    competences: tuple[str, ...] = codes("Compétences", "compétences")
    equipements: tuple[str, ...] = codes("Équipements", "équipements")
    publics: tuple[str, ...] = codes("Publics", "publics visés")
    actions: tuple[str, ...] = codes("Actions du plan", "actions du plan servies")
    adresse: str = column("Numéro et voie", max_length=200)
    complement_adresse: str = column("Complément d’adresse", max_length=200)
    code_postal: str = column("Code postal", pattern=POSTCODE)
    code_insee: str = column("Code INSEE de la commune", pattern=INSEE)
    commune: str = column("Commune")
    latitude: float | None = column("Latitude", "WGS 84, en degrés.", kind=Kind.NUMBER)
    longitude: float | None = column("Longitude", "WGS 84, en degrés.", kind=Kind.NUMBER)
    territoire_action: str = column("Territoire d’action", max_length=160)
    horaires: str = column(
        "Horaires d’ouverture",
        "Syntaxe d’OpenStreetMap.",
        max_length=400,
        check=validate_opening_hours,
        example="Mo-Fr 09:00-12:00,14:00-18:30; Sa 08:30-12:00; PH off",
    )
    accessibilite: str = column("Accessibilité du lieu", max_length=400)
    telephone: str = column(
        "Téléphone", "Forme internationale.", pattern=PHONE, tidy=phone.international, example="+33123456789"
    )
    courriel: str = column("Courriel de la structure", max_length=254, check=validate_structure_email)
    site_web: str = column("Site web", kind=Kind.URI, max_length=200, tidy=with_scheme)
    siret: str = column("SIRET", pattern=r"^\d{14}$", tidy=without_spaces, check=validate_siret)
    rna: str = column("Numéro RNA", pattern=f"^{RNA.pattern}$", tidy=without_spaces)
    structure_parente: str = column("Structure parente", max_length=200)
    labels_programmes: tuple[str, ...] = column("Labels et programmes", "Séparés par |.", many=True)
    typologie: tuple[str, ...] = column(
        "Types de structure", "Liste du schéma national.", many=True, values=tuple(Typology.values)
    )
    itinerance: tuple[str, ...] = column("Itinérance", many=True, values=tuple(Itinerancy.values))
    frais_a_charge: tuple[str, ...] = column("Frais à charge", many=True, values=tuple(Fee.values))
    modalites_acces: tuple[str, ...] = column("Modalités d’accès", many=True, values=tuple(AccessMode.values))
    modalites_accompagnement: tuple[str, ...] = column(
        "Modalités d’accompagnement", many=True, values=tuple(SupportMode.values)
    )
    prise_en_charge_specifique: tuple[str, ...] = column(
        "Prise en charge spécifique", many=True, values=tuple(SpecialCare.values)
    )
    fiche_acces_libre: str = column("Fiche Acceslibre", kind=Kind.URI, max_length=200)
    prise_rdv: str = column("Prise de rendez-vous en ligne", kind=Kind.URI, max_length=200)
    verifie_le: dt.date | None = column("Vérifié le", "Le jour où la structure a confirmé sa fiche.", kind=Kind.DATE)
    sources: tuple[str, ...] = column("Sources", "D’où viennent les faits, séparées par |.", many=True)
    exemple: bool | None = column("Exemple", "Vrai pour un contenu inventé, à ne pas reprendre.", kind=Kind.BOOLEAN)
    lieu_mediation_numerique: bool | None = column(
        "Lieu de médiation numérique",
        "Vrai quand l’acteur est aussi dans lieux-mediation-numerique.csv.",
        kind=Kind.BOOLEAN,
    )
    langue: str = column("Langue", "Celle du nom et des textes de la ligne.", example="fr")
    fiche: str = column("Fiche", "L’adresse de la page de l’acteur.", kind=Kind.URI)
    modifie_le: dt.datetime | None = column("Modifié le", "La dernière publication, en UTC.", kind=Kind.DATETIME)

    @classmethod
    def from_facts(cls, facts: ActorFacts, *, url: str, is_place: bool) -> "DirectoryRow":
        """The row of an actor whose page is at URL; IS_PLACE when it is in the national file too."""
        told = {name: getattr(facts, fact) for name, fact in FACTS.items()}
        return cls(**told, fiche=url, lieu_mediation_numerique=is_place)

    def facts(self, columns: frozenset[str] = frozenset(FACTS)) -> dict[str, Any]:
        """What COLUMNS, those the file has, tell of an actor, by the names of `ActorFacts`; see `model_values`.

        `key` is that of the actor when the file comes from this site.
        """
        told = {FACTS[name]: getattr(self, name) for name in FACTS if name in columns and name not in COMPUTED}
        if "commune" in columns:
            told["town"] = self.commune
        if "programmes" in told:
            told["programmes"] = programmes_in(told["programmes"])
        if "example" in told:
            told["example"] = bool(told["example"])
        return told
