"""The version of what the directory shows: it moves in the transaction of each change, and never comes back.

Whoever keeps something read from the directory (its facets in a process, a file in a client) keeps the version it was
read at, and reads one row to know whether it is still good. The version is read first, so that what is kept is never
older than it says. `annuaire.signals` moves it for whatever is saved or deleted; who writes many rows at once
(`update`, `bulk_create`) calls `move`.
"""

import datetime as dt
import uuid
from typing import NamedTuple

from django.db import models, transaction

from core.clock import now

ONLY = 1


class DirectoryVersion(models.Model):
    """One row. The token is drawn at random: one that a transaction drew and took back is never seen again."""

    token = models.UUIDField(default=uuid.uuid4)
    modified = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.token} ({self.modified:%Y-%m-%d %H:%M:%S})"


class Version(NamedTuple):
    """Without the row, `token` is empty and nothing is kept."""

    token: str
    modified: dt.datetime | None


NO_VERSION = Version("", None)


def current() -> Version:
    """The version of now; one read by primary key."""
    row = DirectoryVersion.objects.filter(pk=ONLY).values_list("token", "modified").first()
    return Version(str(row[0]), row[1]) if row else NO_VERSION


def move() -> None:
    """Says that what the directory shows changes. Call it in the transaction of the change.

    Dates are told to the second in HTTP: two versions are never of the same second.
    """
    moment = now().astimezone(dt.UTC).replace(microsecond=0)
    with transaction.atomic():
        row = DirectoryVersion.objects.select_for_update().filter(pk=ONLY).first() or DirectoryVersion(pk=ONLY)
        row.modified = max(moment, row.modified + dt.timedelta(seconds=1)) if row.modified else moment
        row.token = uuid.uuid4()
        row.save()
