"""Which pages some words find: for lists that have filters of their own."""

import logging

from search.analysis import query_tokens
from search.engines import ENGINE_ERRORS, chosen, database
from search.models import SearchEntry

logger = logging.getLogger(__name__)
# What Elasticsearch gives at most; no directory of a territory has as many entries.
MOST = 10_000


def matching_pages(text: str, *, language: str, kind: str) -> list[int]:
    """The canonical pages of KIND that TEXT finds in LANGUAGE, best first; none when it has no word to look for."""
    words = " ".join(query_tokens(text))
    if not words:
        return []
    entries = SearchEntry.objects.filter(language=language, kind=kind).only("page_id")
    try:
        return [entry.page_id for entry in chosen().search(words, entries, operator="and")[:MOST]]
    except ENGINE_ERRORS:
        logger.exception("search: the chosen engine is away, the database answers")
        return [entry.page_id for entry in database().search(words, entries, operator="and")[:MOST]]
