"""Which column of ours each heading of a file is: by its name, else by what people call it, else said by hand. Pure."""

from collections.abc import Mapping, Sequence

from annuaire.directory_row import COMPUTED, DirectoryRow
from annuaire.imports.enums import ImportFormat
from annuaire.national_row import NationalRow
from annuaire.sorting import sort_key
from core.tables.columns import columns

ROWS: Mapping[str, type] = {ImportFormat.NATIONAL: NationalRow, ImportFormat.DIRECTORY: DirectoryRow}
# A file that has all of these follows the national schema.
NATIONAL = ("id", "pivot", "nom", "commune", "code_postal", "adresse", "date_maj")
# Those that say nothing of the actor. The commune is read when there is no code for it, the language to know whose
# words they are.
LEFT_OUT = COMPUTED - {"commune", "langue"}
# What people write at the top of their own tables, by the column it is.
SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "id": ("identifiant", "id local", "référence", "uuid", "code interne"),
    "nom": (
        "nom de la structure", "structure", "raison sociale", "dénomination", "dénomination sociale", "entreprise",
        "société", "nom de l’entreprise", "nom de la société", "organisme", "organisation", "acteur", "établissement",
        "enseigne", "nom commercial", "name", "company", "association", "nom de l’association", "intitulé",
    ),
    "sigle": ("acronyme", "abréviation", "nom court"),
    "genre": ("type", "type d’acteur", "type de structure", "catégorie", "nature", "statut"),
    "resume": ("résumé", "présentation courte", "accroche", "activité", "objet", "description courte", "en bref"),
    "presentation": ("description", "présentation longue", "présentation détaillée", "détail", "à propos"),
    "services": ("service", "services proposés", "offre", "prestations"),
    "competences": ("compétence", "savoir-faire", "expertises", "expertise", "spécialités", "domaines", "skills"),
    "equipements": ("équipement", "matériel", "machines"),
    "publics": ("public", "public visé", "publics visés", "pour qui", "public cible", "cibles"),
    "actions": ("actions du schéma", "action du plan"),
    "adresse": ("rue", "voie", "numéro et rue", "adresse 1", "adresse postale", "address", "n° et voie"),
    "complement_adresse": ("complément", "adresse 2", "complément adresse", "bâtiment"),
    "code_postal": ("cp", "code post", "postal code", "zip"),
    "code_insee": ("insee", "code commune", "code insee commune", "code officiel commune", "codgeo"),
    "commune": ("ville", "localité", "nom commune", "city", "libellé commune"),
    "latitude": ("lat",),
    "longitude": ("lon", "lng", "long"),
    "territoire_action": ("territoire", "zone d’intervention", "périmètre", "rayon d’action"),
    "horaires": ("horaires d’ouverture", "ouverture", "heures d’ouverture"),
    "accessibilite": ("accessibilité pmr", "accès pmr", "accessibilité du lieu"),
    "telephone": ("tél", "tel", "n° de téléphone", "numéro de téléphone", "téléphone fixe", "phone", "standard"),
    "courriel": (
        "mail", "e-mail", "email", "adresse mail", "adresse e-mail", "mél", "courrier électronique", "courriels",
    ),
    "site_web": ("site", "site internet", "url", "web", "website", "adresse du site", "lien"),
    "siret": ("n° siret", "numéro siret", "siret établissement", "code siret", "pivot"),
    "rna": ("n° rna", "numéro rna", "rna association"),
    "structure_parente": ("groupe", "maison mère", "tête de réseau", "rattachement"),
    "labels_programmes": ("labels", "label", "programmes", "certifications"),
    "typologie": ("typologies", "types"),
    "frais_a_charge": ("frais", "tarif", "tarifs", "coût"),
    "modalites_acces": ("accès", "comment venir"),
    "modalites_accompagnement": ("accompagnement",),
    "prise_en_charge_specifique": ("prise en charge",),
    "fiche_acces_libre": ("acceslibre", "lien acceslibre"),
    "prise_rdv": ("rendez-vous", "prise de rendez-vous", "rdv", "rdv en ligne"),
    "verifie_le": ("date de vérification", "vérifié", "dernière vérification"),
    "sources": ("source", "origine", "provenance"),
}  # fmt: skip


def format_of(header: Sequence[str]) -> ImportFormat:
    """What the columns under HEADER are."""
    titles = set(map(sort_key, header))
    national = all(sort_key(name) in titles for name in NATIONAL)
    return ImportFormat.NATIONAL if national else ImportFormat.DIRECTORY


def choices(kind: str) -> dict[str, str]:
    """The columns that a file of this KIND may have, with their names for people."""
    return {name: str(known.title) for name, known in columns(ROWS[kind]).items() if name not in LEFT_OUT}


def recognise(header: Sequence[str], kind: str) -> list[str]:
    """For each heading the column it is, "" when it is none. The first of two headings for one column has it."""
    known = choices(kind)
    names: dict[str, str] = {}
    for name, title in known.items():
        for word in (name, title, *SYNONYMS.get(name, ())):
            names.setdefault(sort_key(word), name)
    names |= {sort_key(name): name for name in known}  # a column's own name is never another's synonym
    found: list[str] = []
    for title in header:
        name = names.get(sort_key(title), "")
        found.append("" if name in found else name)
    return found


def by_hand(header: Sequence[str], kind: str, said: Mapping[str, str]) -> list[str]:
    """`recognise`, except for the headings that SAID, heading → column, speaks of ("" for none).

    Raises ValueError with the heading, or the column, that does not exist.
    """
    titles = {sort_key(title): place for place, title in reversed(list(enumerate(header)))}
    found = recognise(header, kind)
    for title, name in said.items():
        if sort_key(title) not in titles:
            raise ValueError(title)
        if name and name not in choices(kind):
            raise ValueError(name)
    for title, name in said.items():
        if name:
            found = ["" if other == name else other for other in found]
        found[titles[sort_key(title)]] = name
    return found
