"""Which engine public search runs on, and what happens when it is away.

The database's index is always kept; Elasticsearch, where SEARCH_BACKEND chooses it, gets the same entries.
"""

import logging

from django.conf import settings
from django.db import transaction
from django.db.models.signals import post_save
from elastic_transport import TransportError
from elasticsearch import ApiError
from wagtail.search.backends import get_search_backend
from wagtail.search.backends.base import BaseSearchBackend

from search.models import SearchEntry

logger = logging.getLogger(__name__)
# Entries written at once beyond which they are indexed together.
HANDFUL = 30
ENGINE_ERRORS = (TransportError, ApiError)


def uses_elasticsearch() -> bool:
    return settings.SEARCH_BACKEND == "elasticsearch"


def database() -> BaseSearchBackend:
    return get_search_backend("default")


def chosen() -> BaseSearchBackend:
    """The backend that answers the public."""
    return get_search_backend("public") if uses_elasticsearch() else database()


def rebuild_index() -> None:
    """Makes Elasticsearch's index anew from the table; the old one answers until the new one is whole."""
    backend = chosen()
    rebuilder = backend.rebuilder_class(backend.get_index_for_model(SearchEntry))
    index = rebuilder.start()
    index.add_model(SearchEntry)
    index.add_items(SearchEntry, SearchEntry.objects.iterator(chunk_size=1000))
    rebuilder.finish()


def store(entries: list[SearchEntry]) -> None:
    """Indexes ENTRIES, just written: in the database at once, in Elasticsearch when they are committed."""
    if not entries:
        return
    if len(entries) > HANDFUL:
        database().add_bulk(SearchEntry, entries)
    else:  # as any row that is saved, so that who loads many pages can put it off
        for entry in entries:
            post_save.send(SearchEntry, instance=entry, created=False, raw=False, using=None, update_fields=None)
    if uses_elasticsearch():
        transaction.on_commit(lambda: _send(entries))


def forget(entry: SearchEntry) -> None:
    """Takes ENTRY out of Elasticsearch; called before the row goes, while its key is known."""
    if uses_elasticsearch():
        try:
            chosen().delete(entry)
        except ENGINE_ERRORS:
            logger.warning("search: entry %s not removed, the next update_search will", entry.pk)


def _send(entries: list[SearchEntry]) -> None:
    """A server that is away never stops publishing."""
    try:
        if chosen().get_index_for_model(SearchEntry).exists():
            chosen().add_bulk(SearchEntry, entries)
        else:  # Elasticsearch would make one by itself, without the mapping
            rebuild_index()
    except ENGINE_ERRORS:
        logger.warning("search: %s entries not sent, the next update_search will", len(entries))
