"""Comma files as people have them: any usual separator, UTF-8 with or without a mark, Windows-1252, UTF-16 of Excel."""

import codecs
import csv
import io
from collections.abc import Iterator
from itertools import islice

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annuaire.imports.sheets import Reader, Record, UnreadableFile

SEPARATORS = {";": gettext_lazy("points-virgules"), ",": gettext_lazy("virgules"), "\t": gettext_lazy("tabulations")}
MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
NAMES = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "utf-16": "UTF-16", "cp1252": "Windows-1252"}
SAMPLE = 20
# What a cell of a spreadsheet may hold.
MOST_IN_A_CELL = 32_767
# The limit of Python is one for the whole process: it is set once, and nothing else here reads comma files of others.
csv.field_size_limit(MOST_IN_A_CELL)


def read_csv(data: bytes) -> tuple[Reader, str]:
    """The lines of the text file DATA, and how they are read. Raises UnreadableFile for what is no text."""
    encoding = encoding_of(data)
    if data.lstrip()[:1] == b"<":
        raise UnreadableFile(_("Ce fichier est une page web ou du XML : enregistrez-le en .xlsx ou en CSV."))
    if encoding == "cp1252" and data.count(b"\0") > len(data) // 100:
        raise UnreadableFile(_("Ce fichier n’est pas un tableau : il faut un fichier CSV ou .xlsx."))
    separator = _separator(data, encoding)

    def lines() -> Iterator[Record]:
        return _lines(data, encoding, separator)

    about = _("CSV, %(encoding)s, séparé par des %(separator)s")
    return lines, about % {"encoding": NAMES[encoding], "separator": SEPARATORS[separator]}


def encoding_of(data: bytes) -> str:
    """How the text DATA is written: what its mark says, else what most of its accents are, in UTF-8 or as French
    Windows writes them: a line pasted from elsewhere does not garble the others.
    """
    for mark, encoding in MARKS.items():
        if data.startswith(mark):
            return encoding
    known = data.decode("utf-8", "ignore")
    lost = len(data) - len(known.encode())
    return "cp1252" if lost > len(known) - len(known.encode("ascii", "ignore")) else "utf-8"


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """The bytes that are not UTF-8, as French Windows writes them; U+FFFD for what it does not write either."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("as_windows", _as_windows)


def _text(data: bytes, encoding: str) -> io.TextIOWrapper:
    errors = "as_windows" if encoding.startswith("utf-8") else "replace"
    return io.TextIOWrapper(io.BytesIO(data), encoding=encoding, errors=errors, newline="")


def _separator(data: bytes, encoding: str) -> str:
    """The one that cuts the first lines in most columns, the same number in each."""

    def quality(separator: str) -> tuple[int, int]:
        widths = [len(record.cells) for record in islice(_lines(data, encoding, separator), SAMPLE)]
        first = widths[0] if widths else 0
        return (widths.count(first) if first > 1 else 0, first)

    return max(SEPARATORS, key=quality)


class _Physical:
    """The lines of a text, those of the row being read kept: it begins again after its first one when it is wrong."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self.text = text
        self.taken: list[str] = []
        self.given_back: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self.given_back.pop() if self.given_back else next(self.text)
        self.taken.append(line)
        return line

    def give_back(self) -> None:
        self.given_back += reversed(self.taken[1:])


def _lines(data: bytes, encoding: str, separator: str) -> Iterator[Record]:
    """Every row. A quote that is never closed spoils its own line alone: the next ones are read as they are."""
    physical = _Physical(_text(data, encoding))
    rows = csv.reader(physical, delimiter=separator, strict=True)
    number = 0
    while True:
        number += 1
        physical.taken.clear()
        try:
            cells = tuple(next(rows))
            if any("\ufffd" in cell for cell in cells):
                yield Record(number, error=_("Cette ligne a des lettres illisibles, écrites autrement que les autres."))
            else:
                yield Record(number, cells)
        except StopIteration:
            return
        except csv.Error:
            physical.give_back()
            yield Record(
                number, error=_("Cette ligne ne se lit pas : ses guillemets vont mal, ou une cellule est trop longue.")
            )
