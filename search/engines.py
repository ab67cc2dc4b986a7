"""Which engine public search runs on, and what happens when it is away.

The database's index is always there; Elasticsearch, where SEARCH_BACKEND chooses it, gets the same entries.
"""

import logging
from functools import lru_cache
from typing import Any

from django.conf import settings
from elastic_transport import TransportError
from elasticsearch import ApiError
from elasticsearch.helpers import BulkIndexError
from wagtail.search.backends import get_search_backend
from wagtail.search.backends.base import BaseSearchBackend

from search.backends.asked import Asked, Found
from search.backends.elasticsearch import EntriesInElasticsearch, NotUnderstood
from search.breaker import Breaker
from search.models import SearchEntry

logger = logging.getLogger(__name__)
ENGINE_ERRORS = (TransportError, ApiError, BulkIndexError, NotUnderstood)
# Seconds during which nobody asks a server that has just failed.
REST = 10.0
# Seconds a request may take where nobody waits for it.
PATIENCE = 60.0
breaker = Breaker(REST)


def uses_elasticsearch() -> bool:
    return settings.SEARCH_BACKEND == "elasticsearch"


@lru_cache(maxsize=8)
def _kept(url: str, prefix: str, timeout: float) -> EntriesInElasticsearch:
    return get_search_backend("elasticsearch", TIMEOUT=timeout)


def elasticsearch(*, patient: bool = False) -> EntriesInElasticsearch:
    """The server's client, with its connections, kept from one request to the next; PATIENT where nobody waits."""
    of: dict[str, Any] = settings.WAGTAILSEARCH_BACKENDS["elasticsearch"]
    return _kept(",".join(of["URLS"]), of["INDEX_PREFIX"], PATIENCE if patient else of["TIMEOUT"])


def database() -> BaseSearchBackend:
    return get_search_backend("database")


def find(asked: Asked, start: int, stop: int | None) -> tuple[Found, bool]:
    """What is found, and whether the chosen engine was away: then the database's answer."""
    if uses_elasticsearch():
        found = _from_elasticsearch(asked, start, stop)
        if found is not None:
            return found, False
    return database().search(asked, SearchEntry)[start:stop].found, uses_elasticsearch()


def _from_elasticsearch(asked: Asked, start: int, stop: int | None) -> Found | None:
    if not breaker.lets_through():
        return None
    try:
        found = elasticsearch().search(asked, SearchEntry)[start:stop].found
    except ENGINE_ERRORS as error:
        away(error)
        return None
    if breaker.close():
        logger.warning("search: Elasticsearch answers again")
    return found


def away(error: Exception) -> None:
    """Notes that the server did not answer, and says so once."""
    if breaker.trip():
        logger.error("search: Elasticsearch is away, the database answers: %s", error)
