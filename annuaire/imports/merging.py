"""What a file changes of an actor, fact by fact: what a person edited here is never taken for the file's. Pure.

Three values are compared: what is here (`ours`), what the file says (`theirs`), and what this source said last time
(`base`). A fact that is no longer what the source said was edited here: it stays, and that is said.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# An actor has these whatever a file says.
NEVER_EMPTIED = frozenset(["title", "kind", "summary"])
NOTHING = object()


@dataclass(frozen=True)
class Change:
    """A fact that the file says otherwise. `is_kept`: it stays `before`, and `after` is only what the file said."""

    name: str
    before: Any
    after: Any
    is_kept: bool = False


def is_empty(value: Any) -> bool:
    return value is None or value is False or value in ("", ())


def same(left: Any, right: Any) -> bool:
    """Whether two values say the same; apostrophes and spaces, which are typography, do not count."""
    if isinstance(left, str) and isinstance(right, str):
        return " ".join(left.replace("’", "'").split()) == " ".join(right.replace("’", "'").split())
    return bool(left == right)


def merge(
    theirs: Mapping[str, Any], ours: Mapping[str, Any], base: Mapping[str, Any] | None, *, take_theirs: bool
) -> list[Change]:
    """What differs, in the order of THEIRS. BASE is None when this source never told of this actor."""
    known = base or {}
    found = []
    for name, value in theirs.items():
        change = _compare(name, value, ours[name], known.get(name, NOTHING), take_theirs=take_theirs)
        if change is not None:
            found.append(change)
    return found


def _compare(name: str, theirs: Any, ours: Any, base: Any, *, take_theirs: bool) -> Change | None:
    if same(theirs, ours) or (is_empty(theirs) and (name in NEVER_EMPTIED or is_empty(ours))):
        return None
    if is_empty(theirs) and (base is NOTHING or is_empty(base)):
        return None  # a source that never said anything of a fact has nothing against it
    was_edited = not is_empty(ours) if base is NOTHING else not same(ours, base)
    return Change(name, ours, theirs, is_kept=was_edited and not take_theirs)
