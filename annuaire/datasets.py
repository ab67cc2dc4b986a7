"""What the directory gives as open data."""

import json
from collections.abc import Iterable
from itertools import islice

from django.utils.translation import gettext as _

from annuaire import versions
from annuaire.changes import Changes
from annuaire.directory_row import DirectoryRow
from annuaire.exports import directory_geojson, directory_json, directory_rows, national_rows
from annuaire.listing import Found, read_directory
from annuaire.national_row import NationalRow
from annuaire.selection import FACETS
from annuaire.views import NATIONAL_SCHEMA, SCHEMA_PATH, document_heading
from core.languages import current
from core.open_data.datasets import Dataset, Distribution
from core.open_data.since import Reading
from core.tables.writing import csv_pieces

# As data.gouv.fr knows the schema.
NATIONAL_STANDARD = "https://schema.data.gouv.fr/schemas/LaMednum/standard-mediation-num/1.0.1/schema.json"
SEEN = 200


def directory_datasets() -> list[Dataset]:
    modified = versions.current().modified
    return [
        Dataset(
            code="acteurs",
            title=_("Acteurs du numérique"),
            description=_("Tous les acteurs de l’annuaire : ce qu’ils font, pour qui, où, et comment les joindre."),
            page="/annuaire/",
            keywords=[_("annuaire"), _("numérique"), _("associations"), _("entreprises"), _("tiers-lieux")],
            distributions=_actor_files(),
            modified=modified,
            row_class=DirectoryRow,
            parameters=("q", *FACETS, "pres", "tri"),
        ),
        Dataset(
            code="lieux-mediation",
            title=_("Lieux de médiation numérique"),
            description=_("Les lieux de l’annuaire où l’on est aidé, au schéma national (versions 1.0.1 et 1.0.2)."),
            page="/annuaire/",
            keywords=[_("médiation numérique"), _("inclusion numérique"), _("fablab")],
            distributions=[
                Distribution(
                    path="/annuaire/lieux-mediation-numerique.csv",
                    title=_("Lieux de médiation numérique (CSV)"),
                    about=_("Un lieu par ligne, en français. Un SIRET inconnu y est quatorze zéros."),
                    media_type="text/csv",
                    file_type="CSV",
                    schema=NATIONAL_SCHEMA,
                    conforms_to=NATIONAL_STANDARD,
                    example=_national_example,
                )
            ],
            modified=modified,
            row_class=NationalRow,
            parameters=("q", *FACETS, "pres", "tri"),
        ),
    ]


def _actor_files() -> list[Distribution]:
    return [
        Distribution(
            path="/annuaire/annuaire.csv",
            title=_("Acteurs (CSV)"),
            about=_("Un acteur par ligne ; pour un tableur."),
            media_type="text/csv",
            file_type="CSV",
            schema=SCHEMA_PATH,
            example=_table_example,
        ),
        Distribution(
            path="/annuaire/annuaire.json",
            title=_("Acteurs (JSON)"),
            about=_("Les mêmes colonnes, en objets : une liste reste une liste, ce qui n’est pas connu vaut null."),
            media_type="application/json",
            file_type="JSON",
            schema=SCHEMA_PATH,
            has_changes=True,
            example=lambda: _document_example("annuaire.json"),
        ),
        Distribution(
            path="/annuaire/annuaire.geojson",
            title=_("Acteurs (GeoJSON)"),
            about=_("Pour une carte : un point par acteur, sans géométrie quand on ne sait pas où il est."),
            media_type="application/geo+json",
            file_type="GEOJSON",
            schema=SCHEMA_PATH,
            has_changes=True,
            example=lambda: _document_example("annuaire.geojson"),
        ),
    ]


def _first() -> Found:
    """The first actor of the directory, were there any."""
    actors = read_directory().actors
    return Found(actors, actors.everybody & 1)


def _table_example() -> str:
    keys = _first()[:]
    return _text(csv_pieces(DirectoryRow, directory_rows(keys, current()))) if keys else ""


def _national_example() -> str:
    """The first place, looked for among the first actors."""
    actors = read_directory().actors
    rows = list(islice(national_rows(Found(actors, actors.everybody)[:SEEN]), 1))
    return _text(csv_pieces(NationalRow, rows)) if rows else ""


def _document_example(name: str) -> str:
    found, version = _first(), versions.current().modified
    if not len(found):
        return ""
    head = document_heading(name, Reading(None, None, version))
    write = directory_geojson if name.endswith(".geojson") else directory_json
    text = _text(write(head, Changes(found, ()), current()))
    return json.dumps(json.loads(text), ensure_ascii=False, indent=1)


def _text(pieces: Iterable[bytes]) -> str:
    return b"".join(pieces).decode()
