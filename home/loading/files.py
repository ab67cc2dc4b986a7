"""Reads the data files of the folder that a territory replaces (settings.TERRITORY_DIR)."""

import json
from typing import Any

from django.conf import settings


def read(name: str) -> dict[str, Any]:
    """The content of TERRITORY_DIR/NAME.json. Raises FileNotFoundError when it is absent."""
    return json.loads((settings.TERRITORY_DIR / f"{name}.json").read_text(encoding="utf-8"))


def read_folder(name: str) -> dict[str, dict[str, Any]]:
    """Every file of TERRITORY_DIR/NAME, by its name without suffix, in order of name."""
    folder = settings.TERRITORY_DIR / name
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))}
