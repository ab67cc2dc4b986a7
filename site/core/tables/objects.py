"""A row as a JSON object: the names of its columns, each with its value, null where nothing is known."""

import datetime as dt
from typing import Any

from core.tables.columns import Column, Kind, columns
from core.tables.writing import moment_text, one_line, readable

Object = dict[str, Any]


def as_object(row: Any) -> Object:
    """Every column of ROW is there: lists are lists, empty when nothing is known; days and instants are texts.

    No program runs a JSON string: texts are as they were written, without what is not a character.
    """
    return {name: _value(given, getattr(row, name)) for name, given in columns(type(row)).items()}


def _value(given: Column, value: Any) -> Any:
    if given.many:
        return [one_line(part) for part in value]
    if value is None or value == "":
        return None
    if given.kind is Kind.NUMBER:
        return round(value, 6)
    if isinstance(value, dt.datetime):
        return moment_text(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return readable(value) if isinstance(value, str) else value
