"""Which version of the code runs: what a cache shared by several processes keeps belongs to one version."""

import hashlib
from pathlib import Path

FOLDERS = ("site", "annuaire", "evenements", "agenda", "home", "search", "locale")
SUFFIXES = (".py", ".html", ".mo", ".json", ".toml")


def release(root: Path, territory: Path) -> str:
    """A name for the code, templates and catalogues below ROOT and the folder TERRITORY: another when one changes."""
    digest = hashlib.sha256()
    for folder in (*(root / name for name in FOLDERS), territory):
        for path in sorted(path for path in folder.rglob("*") if path.suffix in SUFFIXES):
            digest.update(str(path.relative_to(folder)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
