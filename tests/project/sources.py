"""The files of the project, as the rules' tests read them."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("site", "annuaire", "evenements", "agenda", "home", "search")


@cache
def project_files() -> tuple[Path, ...]:
    """Every file git keeps, or would keep if it were added."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    return tuple(path for name in listed.split("\0") if name and (path := ROOT / name).is_file())


def name_of(path: Path) -> str:
    """A file's name from the root of the project, as failures show it."""
    return path.relative_to(ROOT).as_posix()


def texts(*suffixes: str, under: tuple[str, ...] = ()) -> dict[str, str]:
    """Texts by name, of the files with these suffixes (all when none), in these top folders (all when none)."""
    found = {}
    for path in project_files():
        name = name_of(path)
        if (suffixes and path.suffix not in suffixes) or (under and name.split("/")[0] not in under):
            continue
        try:
            found[name] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
    return found
