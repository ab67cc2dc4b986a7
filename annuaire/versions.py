"""The version of what the directory shows: it moves in the transaction of each change, and never comes back.

Whoever keeps something read from the directory (its facets in a process, a file in a client) keeps the version it was
read at, and reads one row to know whether it is still good. The version is read first, so that what is kept is never
older than it says. `annuaire.signals` moves it for whatever is saved or deleted; who writes many rows at once
(`update`, `bulk_create`) calls `move`.

Who has a copy of the directory asks for what changed since. Each change of an actor is noted with the version that it
made (`note`); of a change that may be of anybody (`move`), nothing is noted: a copy from before is to be made again.
"""

import datetime as dt
import threading
import uuid
from collections.abc import Mapping
from typing import NamedTuple

from django.db import models, transaction

from core.clock import now

ONLY = 1
BATCH = 500


class DirectoryVersion(models.Model):
    """One row. The token is drawn at random: one that a transaction drew and took back is never seen again."""

    token = models.UUIDField(default=uuid.uuid4)
    modified = models.DateTimeField()
    # Of the changes made from this instant on, each is noted.
    known_since = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.token} ({self.modified:%Y-%m-%d %H:%M:%S})"


class ActorChange(models.Model):
    """The last change of an actor that is or was public; it outlives its page, so that its withdrawal is told."""

    key = models.UUIDField(unique=True)
    page_id = models.PositiveBigIntegerField()
    modified = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.key} ({self.modified:%Y-%m-%d %H:%M:%S})"


class Version(NamedTuple):
    """Without the row, `token` is empty and nothing is kept."""

    token: str
    modified: dt.datetime | None
    known_since: dt.datetime | None = None


NO_VERSION = Version("", None)


def current() -> Version:
    """The version of now; one read by primary key."""
    row = DirectoryVersion.objects.filter(pk=ONLY).values_list("token", "modified", "known_since").first()
    return Version(str(row[0]), *row[1:]) if row else NO_VERSION


def move() -> None:
    """Says that what the directory shows changes, and that anybody's entry may. Call it in the transaction of the
    change.
    """
    with transaction.atomic():
        row = _next()
        row.known_since = row.modified
        row.save()


def note(keys: Mapping[int, uuid.UUID]) -> None:
    """Says that these actors change, and they alone: KEYS are their translation keys by primary key. Likewise."""
    with transaction.atomic():
        row = _next()
        row.known_since = row.known_since or row.modified
        row.save()
        ActorChange.objects.bulk_create(
            [ActorChange(key=key, page_id=pk, modified=row.modified) for pk, key in keys.items()],
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["key"],
            update_fields=["page_id", "modified"],
        )


class _Made(threading.local):
    """The last version that this thread made, and the transaction it made it in: None once that is over."""

    token: uuid.UUID | None = None
    block: object = None

    def forget(self) -> None:
        self.token = self.block = None


_made = _Made()


def _next() -> DirectoryVersion:
    """The next version, locked, not saved. Dates are told to the second in HTTP: no two are of the same second.

    Changes of one transaction are seen together, so they share a date, or many of them would take it hours ahead of the
    clock. The row tells whether it is still the one written here: a savepoint taken back takes it, and its lock, away.
    """
    moment = now().astimezone(dt.UTC).replace(microsecond=0)
    row = DirectoryVersion.objects.select_for_update().filter(pk=ONLY).first() or DirectoryVersion(pk=ONLY)
    block = _transaction()
    if row.token != _made.token or block is not _made.block:
        row.modified = max(moment, row.modified + dt.timedelta(seconds=1)) if row.modified else moment
        transaction.on_commit(_made.forget, robust=True)
    row.token = uuid.uuid4()
    _made.token, _made.block = row.token, block
    return row


def _transaction() -> object:
    """The outermost block of the transaction under way; those that Django's tests are run in are none."""
    return next(block for block in transaction.get_connection().atomic_blocks if not block._from_testcase)
