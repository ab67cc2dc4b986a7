"""Which pages some words find: for lists that have filters of their own."""

from search.backends.asked import Filters
from search.engines import find
from search.models import SearchEntry
from search.querying import asked_for, question_in

# Up to here rows are read by their keys, beyond by their kind: SQLite takes some hundreds of values in a query.
FEW = 500


def matching_pages(text: str, *, language: str, kind: str) -> list[int]:
    """The canonical pages of KIND that TEXT finds in LANGUAGE, best first; none when it has no word to look for."""
    asks = question_in(text, language)
    if not asks.groups:
        return []
    found, _ = find(asked_for(asks, language, Filters(type=(kind,))), 0, None)
    rows = SearchEntry.objects.filter(kind=kind)
    if len(found.keys) <= FEW:
        rows = rows.filter(pk__in=found.keys)
    pages = dict(rows.values_list("pk", "page_id"))
    return [pages[key] for key in found.keys if key in pages]
