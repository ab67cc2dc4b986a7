"""Which version of the code runs: what a cache shared by several processes keeps belongs to one version."""

import hashlib
from pathlib import Path

FOLDERS = ("site", "annuaire", "evenements", "agenda", "home", "search", "locale")
SUFFIXES = (".py", ".html", ".mo", ".json", ".toml")


def release(root: Path) -> str:
    """A name for the code, templates, catalogues and territory below ROOT: another as soon as one of them changes."""
    digest = hashlib.sha256()
    for path in sorted(path for folder in FOLDERS for path in (root / folder).rglob("*") if path.suffix in SUFFIXES):
        digest.update(str(path.relative_to(root)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
