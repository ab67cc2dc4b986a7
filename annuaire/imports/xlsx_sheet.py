"""Workbooks (.xlsx): the first sheet that is shown, its values as text. Formulas are never run: the value that the
spreadsheet kept of them is read, and one that has none is a fault of its cell.
"""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Collection, Iterator, Mapping
from itertools import repeat
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.cell.read_only import EmptyCell
from openpyxl.packaging.manifest import Manifest
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.xml.constants import WORKSHEET_TYPE
from openpyxl.xml.functions import fromstring

from annuaire.imports.sheets import MOST_COLUMNS, Reader, Record, UnreadableFile

# What is held in memory (the texts that cells share, the styles), and what is read piece by piece: the sheets.
MOST_HELD = 80 * 1024 * 1024
MOST_UNZIPPED = 600 * 1024 * 1024
MOST_PARTS = 2_000
MOST_ROWS = 1_048_576  # of the format itself
TYPES = "[Content_Types].xml"
SHEETS = "xl/worksheets/"
FORMULA = re.compile(rb"<f[ >/]")
PIECE = 1 << 20


def read_xlsx(data: bytes) -> tuple[Reader, str]:
    """The lines of the workbook DATA, and how they are read. Raises UnreadableFile."""
    has_formulas = _check(data)
    name = _sheet(data, values=True).title

    def lines() -> Iterator[Record]:
        return _lines(data, has_formulas=has_formulas)

    return lines, _("classeur XLSX, feuille « %(sheet)s »") % {"sheet": name}


def _check(data: bytes) -> bool:
    """Whether its sheets have formulas. Raises UnreadableFile for what is no workbook, or unzips to too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            infos = {info.filename: info for info in parts.infolist()}
            if "xl/workbook.xml" not in infos:
                raise UnreadableFile(_("Ce fichier n’est pas un classeur .xlsx : enregistrez-le en .xlsx ou en CSV."))
            if any(name.endswith("vbaProject.bin") for name in infos):
                raise UnreadableFile(_("Ce classeur contient des macros : enregistrez-le en .xlsx, sans macro."))
            if _is_too_heavy(parts, infos):
                raise UnreadableFile(_("Ce classeur est trop lourd une fois ouvert : enregistrez-le en CSV."))
            return any(_has_formulas(parts, name) for name in infos if name.startswith(SHEETS))
    except UnreadableFile:
        raise
    except Exception as error:  # what a broken file makes a library raise is anything
        raise UnreadableFile(_("Ce classeur est abîmé ou protégé : il ne s’ouvre pas.")) from error


def _is_too_heavy(parts: zipfile.ZipFile, infos: Mapping[str, zipfile.ZipInfo]) -> bool:
    """Whether a workbook asks for too much: what is held in memory is all but its sheets, whatever its name."""

    def size(names: Collection[str]) -> int:
        return sum(infos[name].file_size for name in names)

    held = {name for name in infos if not name.startswith(SHEETS)}
    if len(infos) > MOST_PARTS or size(infos) > MOST_UNZIPPED or size(held) > MOST_HELD:
        return True
    types = Manifest.from_tree(fromstring(parts.read(TYPES)))
    told = {each.PartName.removeprefix("/") for each in types.Override if each.ContentType != WORKSHEET_TYPE}
    return size(held | (told & infos.keys())) > MOST_HELD


def _has_formulas(parts: zipfile.ZipFile, name: str) -> bool:
    tail = b""
    with parts.open(name) as part:
        while piece := part.read(PIECE):
            if FORMULA.search(tail + piece):
                return True
            tail = piece[-2:]
    return False


def _sheet(data: bytes, *, values: bool) -> ReadOnlyWorksheet:
    """The first sheet shown, with the VALUES that formulas gave, or with the formulas themselves."""
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=values, keep_links=False)
        shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    except Exception as error:  # what a broken file makes a library raise is anything
        raise UnreadableFile(_("Ce classeur est abîmé ou protégé : il ne s’ouvre pas.")) from error
    if not shown:
        raise UnreadableFile(_("Ce fichier est vide."))
    shown[0].reset_dimensions()  # a file may say that it is empty, or a million columns wide
    return shown[0]


def _lines(data: bytes, *, has_formulas: bool) -> Iterator[Record]:
    sheet = _sheet(data, values=True)
    formulas: Iterator[Any] = repeat(())
    if has_formulas:
        formulas = _sheet(data, values=False).iter_rows(max_col=MOST_COLUMNS + 1)
    rows = zip(sheet.iter_rows(max_col=MOST_COLUMNS + 1), formulas, strict=False)
    number = 0
    before = None
    while True:
        number += 1
        try:
            cells, written = next(rows)
            if number > MOST_ROWS:
                raise ValueError(number)
        except StopIteration:
            return
        except Exception as error:
            raise UnreadableFile(
                _("Ce classeur est abîmé à partir de la ligne %(line)s.") % {"line": number}
            ) from error
        if cells is not before:  # the rows between two that the file has are given as one, again and again
            yield _record(number, cells, written)
        before = cells


def _record(number: int, cells: Any, written: Any) -> Record:
    faults = {}
    for place, cell in enumerate(written):
        if not isinstance(cell, EmptyCell) and cell.data_type == "f" and cells[place].value is None:
            faults[place] = _(
                "Une formule sans résultat : remplacez-la par sa valeur, ou ouvrez et enregistrez le classeur."
            )
    for place, cell in enumerate(cells):
        if not isinstance(cell, EmptyCell) and cell.data_type == "e":
            faults[place] = _("La cellule contient une erreur de tableur (%(error)s).") % {"error": cell.value}
    texts = ["" if place in faults else text_of(cell.value) for place, cell in enumerate(cells)]
    while texts and not texts[-1] and len(texts) - 1 not in faults:
        texts.pop()
    return Record(number, tuple(texts), faults)


def text_of(value: Any) -> str:
    """VALUE of a cell as a person would have typed it: whole numbers without a point, days as AAAA-MM-JJ."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value)
