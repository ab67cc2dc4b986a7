"""The cells of a row, none of which a spreadsheet would run."""

import csv
import datetime as dt
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from core.formulas import neutral
from core.tables.columns import SEPARATOR, Column, Kind, columns, header

BATCH = 500

# What French and Breton are written with: nothing in it is not a character.
USUAL = re.compile(r"[ -~\xa0-\xac\xae-\u024f\u2010-\u2027\u202f-\u205e\u20ac]*")
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")


def csv_pieces(row_class: type, rows: Iterable[Any]) -> Iterator[bytes]:
    """The table of ROWS by pieces: UTF-8, commas, lines ended as RFC 4180 says; the header first."""
    piece = io.StringIO(newline="")
    writer = csv.writer(piece, lineterminator="\r\n")
    writer.writerow(header(row_class))
    for number, row in enumerate(rows, start=1):
        writer.writerow(cells(row))
        if number % BATCH == 0:
            yield piece.getvalue().encode()
            piece.seek(0)
            piece.truncate()
    yield piece.getvalue().encode()


def cells(row: Any) -> list[str]:
    """The cells of ROW, in the order of its columns; none that a spreadsheet would run."""
    return [write(given, getattr(row, name)) for name, given in columns(type(row)).items()]


def write(given: Column, value: Any) -> str:
    """VALUE in a cell of the column GIVEN."""
    if value is None or value == given.empty:  # as most cells are
        return ""
    if given.kind is Kind.URI:
        return SEPARATOR.join(filter(None, map(_address, value if given.many else [value])))
    if given.many:
        text = SEPARATOR.join(filter(None, (one_line(part).replace(SEPARATOR, "/") for part in value)))
    else:
        text = _text_of(given.kind, value)
    return text if given.kind is not Kind.STRING or _is_closed(given, text) else _neutral(given, text)


def _is_closed(given: Column, text: str) -> bool:
    """Whether TEXT is one of those that the column alone may hold, and no formula then: a telephone begins with +."""
    if given.values:
        return set(text.split(SEPARATOR)) <= {"", *given.values}
    return bool(given.pattern) and re.search(given.pattern, text, re.ASCII) is not None


def _neutral(given: Column, text: str) -> str:
    """The apostrophes added may make a text of the greatest length too long: it loses its end."""
    return neutral(text)[: given.max_length].rstrip()


def _address(url: str) -> str:
    """URL without what a spreadsheet would run: an apostrophe would make another address of it."""
    text = one_line(url)
    return re.sub(r";(?=[\s\"]*[=+\-@])", "%3B", text).replace(SEPARATOR, "%7C") if SCHEME.match(text) else ""


def _text_of(kind: Kind, value: Any) -> str:
    if kind is Kind.BOOLEAN:
        return "true" if value else "false"
    if kind is Kind.NUMBER:
        return f"{value:.6f}".rstrip("0").rstrip(".")
    if kind is Kind.DATETIME:
        return moment_text(value)
    if kind is Kind.DATE:
        return value.isoformat()
    return readable(value)


def moment_text(moment: dt.datetime) -> str:
    """MOMENT in UTC, to the second."""
    return moment.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def readable(text: str) -> str:
    """TEXT without what is not a character; lines end with a line feed."""
    if USUAL.fullmatch(text):
        return text.strip()
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(char for char in lines if char == "\n" or unicodedata.category(char)[0] != "C").strip()


def one_line(text: str) -> str:
    return " ".join(readable(text).split())
