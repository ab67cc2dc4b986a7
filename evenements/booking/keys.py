"""The keys of rows as addresses and forms write them: no longer than a database reads."""

from django.urls import register_converter
from django.urls.converters import IntConverter

LONGEST = 18  # digits: all that many are below 2⁶³


class RowKey(IntConverter):
    """The part `<row:name>` of an address."""

    regex = f"[0-9]{{1,{LONGEST}}}"


register_converter(RowKey, "row")


def row_key(text: str) -> int:
    """The key TEXT writes; 0, that of no row, when it writes none."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST else 0
