"""The Table Schema of a table (specs.frictionlessdata.io, version 1), generated from the class of its rows."""

import hashlib
import json
import re
from typing import Any

from core.tables.columns import SEPARATOR, Column, Kind, columns

PROFILE = "https://frictionlessdata.io/schemas/table-schema.json"


def table_schema(row_class: type, **about: Any) -> dict[str, Any]:
    """The schema of the table of ROW_CLASS; ABOUT (name, title, version…) comes first, as it is."""
    known = columns(row_class)
    schema = {"$schema": PROFILE, **about, "fields": [_field(name, given) for name, given in known.items()]}
    keys = [name for name, given in known.items() if given.unique]
    return schema | ({"primaryKey": keys[0]} if keys else {}) | {"missingValues": [""]}


def columns_digest(row_class: type) -> str:
    """What changes when the columns of a table do."""
    return hashlib.sha256(json.dumps(table_schema(row_class), ensure_ascii=False).encode()).hexdigest()[:16]


def _field(name: str, given: Column) -> dict[str, Any]:
    field: dict[str, Any] = {"name": name, "title": given.title}
    if given.description:
        field["description"] = given.description
    if given.example:
        field["example"] = given.example
    field["type"] = "string" if given.kind is Kind.URI else given.kind.value
    if given.kind is Kind.URI and not given.many:
        field["format"] = "uri"
    return field | {"constraints": _constraints(given)}


def _constraints(given: Column) -> dict[str, Any]:
    found: dict[str, Any] = {"required": given.required}
    if given.unique:
        found["unique"] = True
    if given.pattern:
        found["pattern"] = given.pattern
    if given.max_length:
        found["maxLength"] = given.max_length
    if given.values:
        found |= {"pattern": many_of(given.values)} if given.many else {"enum": list(given.values)}
    return found


def many_of(values: tuple[str, ...]) -> str:
    """The pattern of some of VALUES, separated."""
    one = "|".join(re.escape(value).replace(r"\ ", " ").replace(r"\-", "-") for value in values)
    separator = re.escape(SEPARATOR)
    return f"^(?:{one})(?:{separator}(?:{one}))*$"
