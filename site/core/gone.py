"""Withdrawn addresses: remembered, and forgotten when something is published there again."""

from core.languages import codes, prefix
from core.models import GonePath


def without_language(path: str) -> str:
    """The French form of PATH: an address withdrawn is withdrawn in every language."""
    for code in codes():
        head = prefix(code)
        if head and (path == head or path.startswith(f"{head}/")):
            return path[len(head) :] or "/"
    return path


def ancestors(path: str) -> list[str]:
    """PATH and each folder above it, root excluded: "/a/b/c.ics" gives "/a/b/c.ics", "/a/b/" and "/a/"."""
    parts = [part for part in path.split("/") if part]
    return [path, *("/" + "/".join(parts[:n]) + "/" for n in range(1, len(parts) + 1))]


def is_gone(path: str) -> bool:
    """Whether PATH, or a page above it, was withdrawn."""
    if len(path) > 500 or "\x00" in path:
        return False
    return GonePath.objects.filter(path__in=ancestors(without_language(path))).exists()


def withdraw(path: str) -> None:
    """From now on PATH and what is under it answer 410."""
    GonePath.objects.get_or_create(path=without_language(path))


def restore(path: str) -> None:
    """Something is published at PATH again."""
    GonePath.objects.filter(path=without_language(path)).delete()
