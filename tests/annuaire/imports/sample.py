"""Files to import, made from rows, and imports of them."""

import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from annuaire.imports.enums import ImportState
from annuaire.imports.models import ActorImport, ImportLine
from annuaire.imports.opening import keep, opened
from annuaire.imports.running import start, work
from annuaire.models import ActorPage
from core.tables.columns import header

NATIONAL_FILE = Path(__file__).parents[2] / "data" / "national" / "france-services-2022.csv"
SIRET, OTHER_SIRET = "73282932000074", "44306184100047"


def csv_of(*rows: Mapping[str, str], separator: str = ";") -> bytes:
    """A comma file whose headings are the keys of the first of ROWS."""
    lines = [separator.join(rows[0]), *(separator.join(row.values()) for row in rows)]
    return "\n".join(lines).encode()


def xlsx_of(*rows: Iterable[Any]) -> bytes:
    book, made = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(list(row))
    book.save(made)
    return made.getvalue()


def company(**cells: str) -> dict[str, str]:
    """A line of somebody's spreadsheet."""
    return {"Raison sociale": "Le Club", "Ville": "Lorient", "SIRET": "", "Téléphone": "", "Activité": ""} | cells


def prepared(data: bytes, source: str = "CCI", **options: Any) -> ActorImport:
    """An import of DATA that has done nothing yet."""
    of = opened(data, "fichier.csv", source)
    for name, value in options.items():
        setattr(of, name, value)
    return keep(of, data)


def imported(data: bytes, source: str = "CCI", **options: Any) -> ActorImport:
    """An import of DATA that is done; of a spreadsheet too, what it adds is published."""
    of = prepared(data, source, **{"publish": True} | options)
    start(of, ImportState.RUNNING)
    assert work(of)
    assert of.state == ImportState.DONE, of.error
    return of


def undone(of: ActorImport, user: Any = None) -> ActorImport:
    start(of, ImportState.UNDOING, user)
    assert work(of)
    assert of.state == ImportState.UNDONE, of.error
    return of


def outcomes(of: ActorImport) -> list[str]:
    return [line.outcome for line in of.lines.all()]


def line(of: ActorImport, number: int = 2) -> ImportLine:
    return of.lines.get(number=number)


def actor(title: str = "Le Club") -> ActorPage:
    return ActorPage.objects.canonical().get(title=title)


def national(**cells: str) -> dict[str, str]:
    """A line of the national file, for a place of Lorient."""
    from annuaire.national_row import NationalRow

    row = dict.fromkeys(header(NationalRow), "")
    known = {
        "id": "lieu-1", "pivot": SIRET, "nom": "Le Club", "commune": "Lorient", "code_postal": "56100",
        "code_insee": "56121", "adresse": "1 rue du Port", "date_maj": "2026-01-05",
        "services": "Aide aux démarches administratives",
    }  # fmt: skip
    return row | known | cells


def national_csv(*rows: Mapping[str, str]) -> bytes:
    return csv_of(*rows, separator=",")
