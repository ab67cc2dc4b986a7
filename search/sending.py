"""Elasticsearch gets what is written here: noted in the transaction of the change, and sent after it by a thread.

What could not be sent waits in PendingChange for `update_search --pending`. A change is known by its key, which is also
the version of the document: sent twice or late, it never undoes a later one.
"""

import datetime as dt
import logging
from collections.abc import Callable, Collection, Iterator
from typing import Any

from django.db import models, transaction
from django.db.models import Max
from django.utils import timezone
from elasticsearch import NotFoundError
from elasticsearch.helpers import BulkIndexError, streaming_bulk

from search.backends.elasticsearch import EntriesInElasticsearch, understood
from search.engines import ENGINE_ERRORS, away, breaker, elasticsearch, uses_elasticsearch
from search.models import PendingChange, SearchEntry
from search.sender import Sender

logger = logging.getLogger(__name__)
# Sent at once after a change, in one short request; the rest is for the worker.
AT_ONCE = 200
# Seconds after a change when it is sent: a server shows what it is told once a second anyway.
PAUSE = 0.1
BATCH = 500
# How long what was sent is kept: more than the longest rebuild.
KEPT = dt.timedelta(days=1)
# What a rebuild or a repeated sending finds done already.
DONE = {("index", 409), ("delete", 409), ("delete", 404)}


def note(entry_ids: Collection[int], *, send: bool = True) -> None:
    """Remembers that these entries were written or removed; sends them after the transaction, if SEND."""
    if not entry_ids or not uses_elasticsearch():
        return
    PendingChange.objects.bulk_create([PendingChange(entry_id=pk) for pk in entry_ids], batch_size=BATCH)
    if send:
        transaction.on_commit(sender.wake)


def send_at_once() -> None:
    """Sends what waits, bounded; a server that is away never stops nor slows who publishes."""
    if not breaker.lets_through():
        return
    try:
        _send(elasticsearch(), list(_waiting()[:AT_ONCE]))
    except ENGINE_ERRORS as error:
        away(error)
    else:
        breaker.close()


sender = Sender(send_at_once, PAUSE)


def _waiting() -> models.QuerySet[PendingChange]:
    return PendingChange.objects.filter(sent=False).order_by("pk")


def waiting() -> int:
    """How many changes wait to be sent."""
    return _waiting().count()


def send_all() -> int:
    """Sends everything that waits, however long it takes; gives how many changes. Raises when the server is away."""
    server, total = elasticsearch(patient=True), 0
    while rows := list(_waiting()[:BATCH]):
        _send(server, rows)
        total += len(rows)
    return total


def _send(server: EntriesInElasticsearch, rows: list[PendingChange]) -> None:
    """Tells the server what the entries of these changes are now. Raises when it did not take one of them."""
    if not rows:
        return
    versions = {row.entry_id: row.pk for row in rows}
    told = streaming_bulk(
        server.es, _actions(server, versions), index=server.alias, require_alias=True, raise_on_error=False
    )
    with understood():
        failed = [said for taken, said in told if not taken]
        real = [said for said in failed for action, why in said.items() if (action, why["status"]) not in DONE]
    if real:
        raise BulkIndexError(f"{len(real)} entries refused: {real[0]}", real)
    PendingChange.objects.filter(pk__in=[row.pk for row in rows]).update(sent=True)


def _actions(server: EntriesInElasticsearch, versions: dict[int, int]) -> Iterator[dict[str, Any]]:
    entries = SearchEntry.objects.filter(pk__in=versions).select_related("facets")
    found = {entry.pk: entry for entry in entries}
    for pk, version in versions.items():
        about = {"_id": str(pk), "_version": version, "_version_type": "external_gte"}
        if pk in found:
            yield {**about, **server.mapping_class(SearchEntry).get_document(found[pk])}
        else:
            yield {**about, "_op_type": "delete"}


def rebuild(told: Callable[[int], None] = lambda number: None) -> None:
    """Makes the index anew from the table; the old one answers until the new one is whole.

    What changes meanwhile goes to the old one, and is sent again to the new one at the end. TOLD(number) says progress.
    """
    server = elasticsearch(patient=True)
    last = PendingChange.objects.aggregate(last=Max("pk"))["last"] or 0
    rebuilder = server.rebuilder_class(server.get_index_for_model(SearchEntry))
    index = rebuilder.start()
    try:
        index.add_model(SearchEntry)
        for number, _ in enumerate(streaming_bulk(server.es, _documents(server, last), index=index.name), start=1):
            if number % BATCH == 0:
                told(number)
        rebuilder.finish()
    except BaseException:
        index.delete()
        raise
    while rows := list(PendingChange.objects.filter(pk__gt=last).order_by("pk")[:BATCH]):
        _send(server, rows)
        last = rows[-1].pk
    PendingChange.objects.filter(at__lt=timezone.now() - KEPT, sent=True).delete()


def _documents(server: EntriesInElasticsearch, version: int) -> Iterator[dict[str, Any]]:
    mapping = server.mapping_class(SearchEntry)
    for entry in SearchEntry.objects.select_related("facets").iterator(chunk_size=BATCH):
        about = {"_id": str(entry.pk), "_version": version, "_version_type": "external_gte"}
        yield {**about, **mapping.get_document(entry)}


def is_whole() -> bool:
    """Whether the server holds about as many entries as the table; raises when it is away."""
    server = elasticsearch()
    try:
        answer = server.es.count(index=server.alias)
    except NotFoundError:
        return False
    with understood():
        held = int(answer["count"])
    return held + waiting() >= SearchEntry.objects.count()
