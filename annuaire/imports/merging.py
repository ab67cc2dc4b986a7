"""What a file changes of an actor, fact by fact: what a person edited here is never taken for the file's. Pure.

Three values are compared: what is here (`ours`), what the file says (`theirs`), and what this source said last time
(`base`). A fact that is no longer what the source said was edited here: it stays, and that is said. An address is one
fact, of several parts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

# An actor has these whatever a file says.
NEVER_EMPTIED = frozenset(["title", "kind", "summary"])
NOTHING = object()
# Half of one address and half of another is nowhere: it is kept, or taken, whole.
ADDRESS = ("street", "complement", "postcode", "commune", "point")
# What is of no use once the address is elsewhere, with the parts that put it elsewhere.
FOLLOWING = {
    "complement": frozenset(["street", "commune"]),
    "postcode": frozenset(["commune"]),
    "point": frozenset(["street", "commune"]),
}


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
    theirs: Mapping[str, Any],
    ours: Mapping[str, Any],
    base: Mapping[str, Any] | None,
    *,
    take_theirs: bool,
    keep_address: bool = False,
) -> list[Change]:
    """What differs, in the order of THEIRS. BASE is None when this source never told of this actor.

    KEEP_ADDRESS: that of the file is one that an entry cannot hold whole.
    """
    known = base or {}
    found = []
    for name, value in theirs.items():
        change = _compare(name, value, ours[name], known.get(name, NOTHING), take_theirs=take_theirs)
        if change is not None:
            found.append(change)
    left = _left_of_another_place(found, theirs, ours)
    edited = not take_theirs and any(_was_edited(ours[name], known.get(name, NOTHING)) for name in left)
    if keep_address or edited or any(change.name in ADDRESS and change.is_kept for change in found):
        return [replace(change, is_kept=True) if change.name in ADDRESS else change for change in found]
    return [*found, *(Change(name, ours[name], () if name == "point" else "") for name in left)]


def _left_of_another_place(found: list[Change], theirs: Mapping[str, Any], ours: Mapping[str, Any]) -> list[str]:
    """The parts of our address of which the file says nothing, and that are not of the address it gives."""
    elsewhere = {change.name for change in found if not is_empty(change.before)}
    moved = [name for name, parts in FOLLOWING.items() if parts & elsewhere and is_empty(theirs.get(name))]
    said = {change.name for change in found}
    return [name for name in moved if name not in said and not is_empty(ours[name])]


def edited_names(before: Mapping[str, Any], now: Mapping[str, Any]) -> set[str]:
    """The facts of BEFORE that NOW says otherwise; all the parts of the address when one of them is."""
    found = {name for name, value in before.items() if not same(value, now[name])}
    return found | set(ADDRESS) if found & set(ADDRESS) else found


def is_address_kept_whole(changes: Iterable[Change]) -> bool:
    """Whether the file gives another address, of several parts, than the one that stays."""
    return len([change for change in changes if change.name in ADDRESS and change.is_kept]) > 1


def _compare(name: str, theirs: Any, ours: Any, base: Any, *, take_theirs: bool) -> Change | None:
    if same(theirs, ours) or (is_empty(theirs) and (name in NEVER_EMPTIED or is_empty(ours))):
        return None
    if is_empty(theirs) and (base is NOTHING or is_empty(base)):
        return None  # a source that never said anything of a fact has nothing against it
    return Change(name, ours, theirs, is_kept=_was_edited(ours, base) and not take_theirs)


def _was_edited(ours: Any, base: Any) -> bool:
    return not is_empty(ours) if base is NOTHING else not same(ours, base)
