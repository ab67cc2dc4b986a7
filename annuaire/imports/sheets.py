"""A file of rows, whatever it was saved with: CSV or XLSX, told by what is in it rather than by its name. Pure.

Limits keep a file, honest or not, from taking the site's memory. What cannot be read raises `UnreadableFile`, whose
message is a sentence for the person who sent the file.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from django.utils.translation import gettext as _

from annuaire.sorting import sort_key
from core.tables.writing import one_line

MOST_BYTES = 40 * 1024 * 1024
MOST_COLUMNS = 100
MOST_LINES = 100_000


class UnreadableFile(Exception):
    """The file is not one of rows, or is too large; the message says it to a person."""


@dataclass(frozen=True)
class Record:
    """A line. `number` is the one a spreadsheet shows (that of the headings is usually 1). `faults` are sentences, by
    the place of the cell; `error` one about the whole line, whose cells are then of no use.
    """

    number: int
    cells: tuple[str, ...] = ()
    faults: Mapping[int, str] = field(default_factory=dict)
    error: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.error and not self.faults and not any(cell.strip() for cell in self.cells)


Reader = Callable[[], Iterator[Record]]


@dataclass(frozen=True)
class Sheet:
    """The headings, how the file was read in words, and all its lines, headings and empty lines included."""

    header: tuple[str, ...]
    about: str
    lines: Reader

    def records(self) -> Iterator[Record]:
        """The lines under the headings that are not empty, read again at each call. Raises UnreadableFile."""
        found = (record for record in self.lines() if not record.is_empty)
        next(found, None)
        yield from map(self._within_the_headings, found)

    def _within_the_headings(self, record: Record) -> Record:
        """A line that is longer than the headings was cut at the wrong places."""
        width = len(self.header)
        if any(cell.strip() for cell in record.cells[width:]):
            sentence = _("%(found)s cellules pour %(expected)s titres : un séparateur est de trop dans cette ligne.")
            return replace(record, error=sentence % {"found": len(record.cells), "expected": width})
        return replace(record, cells=record.cells[:width])


def open_sheet(data: bytes) -> Sheet:
    """The rows of the file DATA. Raises UnreadableFile."""
    from annuaire.imports.csv_sheet import read_csv
    from annuaire.imports.xlsx_sheet import read_xlsx

    if len(data) > MOST_BYTES:
        raise UnreadableFile(
            _("Ce fichier dépasse %(limit)s Mo : partagez-le en plusieurs.") % {"limit": MOST_BYTES // 1024 // 1024}
        )
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableFile(
            _("Ce classeur est un ancien .xls, ou protégé. Enregistrez-le en .xlsx ou en CSV, sans mot de passe.")
        )
    lines, about = read_xlsx(data) if data.startswith(b"PK") else read_csv(data)
    bounded = partial(_bounded, lines)
    return Sheet(_header(bounded), about, bounded)


def _bounded(lines: Reader) -> Iterator[Record]:
    """LINES up to the limit, the headings left out of it. Empty lines are counted too: they also take time to read."""
    for place, record in enumerate(lines()):
        if place > MOST_LINES or (record.number > MOST_LINES + 1 and not record.is_empty):
            raise UnreadableFile(
                _("Ce fichier a plus de %(limit)s lignes, vides comprises : partagez-le en plusieurs.")
                % {"limit": MOST_LINES}
            )
        yield record


def _header(lines: Reader) -> tuple[str, ...]:
    first = next((record for record in lines() if not record.is_empty), None)
    if first is None:
        raise UnreadableFile(_("Ce fichier est vide."))
    if first.error:
        raise UnreadableFile(first.error)
    titles = [one_line(cell) for cell in first.cells]
    while titles and not titles[-1]:
        titles.pop()
    if len(titles) > MOST_COLUMNS:
        raise UnreadableFile(
            _("Ce fichier a plus de %(limit)s colonnes : gardez celles qui parlent des acteurs.")
            % {"limit": MOST_COLUMNS}
        )
    if len([title for title in titles if sort_key(title)]) < 2:
        raise UnreadableFile(
            _("La première ligne doit donner les titres des colonnes, entre points-virgules ou virgules.")
        )
    return tuple(titles)
