"""What changed of a selection of actors since an instant: those it holds, and those that are no longer in it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from annuaire.listing import Found
from annuaire.versions import ActorChange
from core.open_data.since import written


@dataclass(frozen=True)
class Changes:
    """`actors` are those to write over the copy, in the order of FOUND; `retired` those to take away from it.

    Whoever changed and is not in the selection is among them, were they never in it: nothing says which actors a
    selection held then, and who has no such actor has nothing to take away.
    """

    actors: Found
    retired: Sequence[dict[str, str]]


def changes(found: Found, since: dt.datetime | None) -> Changes:
    """The changes of FOUND from SINCE on; all of it, and nothing to take away, when that is None."""
    if since is None:
        return Changes(found, ())
    rows = ActorChange.objects.filter(modified__gte=since).order_by("modified", "key")
    noted = list(rows.values_list("page_id", "key", "modified"))
    told = replace(found, bits=found.bits & found.actors.bits(pk for pk, _key, _modified in noted))
    kept = set(told)
    gone = [(key, modified) for pk, key, modified in noted if pk not in kept]
    return Changes(told, [{"id": str(key), "retire_le": written(modified)} for key, modified in gone])
