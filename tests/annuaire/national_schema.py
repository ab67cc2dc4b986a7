"""The national schema of « lieux de médiation numérique » as its Table Schema says it, checked without a library.

`tests/data/national` holds both versions (LaMednum/standard-mediation-num, Licence Ouverte), cut down to its rules.
"""

import datetime as dt
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

VERSIONS = ("1.0.1", "1.0.2")
FOLDER = Path(__file__).parents[1] / "data" / "national"


def schema(version: str) -> dict:
    return json.loads((FOLDER / f"schema-{version}.json").read_text(encoding="utf-8"))


def faults(rows: Iterable[Mapping[str, str]]) -> list[str]:
    """What either version finds wrong in ROWS, cells by column."""
    rows = list(rows)
    return [
        f"{version} {field['name']}: {row[field['name']]!r}"
        for version in VERSIONS
        for field in schema(version)["fields"]
        for row in rows
        if not fits(row[field["name"]], field["type"], field["constraints"])
    ]


def fits(cell: str, kind: str, constraints: Mapping[str, object]) -> bool:
    if not cell:
        return not constraints.get("required")
    try:
        if kind == "number":
            float(cell)
        if kind == "date":
            dt.date.fromisoformat(cell)
    except ValueError:
        return False
    pattern = constraints.get("pattern")
    return (not pattern or re.match(str(pattern), cell) is not None) and len(cell) <= constraints.get("maxLength", 1e6)
