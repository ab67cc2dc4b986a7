"""The agenda as files: its dates in order, read and written by batches, and what changed of them since an instant."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from agenda.dates import feed_window, midnight, selected, within
from agenda.event_row import EventRow
from agenda.selection import Scope, Selection
from core.addresses import absolute
from core.open_data.documents import document
from core.open_data.since import Reading, written
from core.open_data.terms import schema_licence
from core.tables.objects import as_object
from core.tables.schema import table_schema
from core.tables.writing import csv_pieces
from evenements.models import GoneDate, Occurrence, Publication
from evenements.querysets import OccurrenceQuerySet
from evenements.snapshots import load

BATCH = 500
SCHEMA_PATH = "/agenda/agenda.schema.json"


@dataclass(frozen=True)
class Question:
    """SELECTION in SCOPE, on the day TODAY; `q` is looked for in the words of LANGUAGE. The dates are the feed's."""

    selection: Selection
    scope: Scope
    language: str
    today: dt.date

    def dates(self, today: dt.date | None = None) -> OccurrenceQuerySet:
        """Those of today; or those that would be there if it were another day."""
        day = today or self.today
        dates = selected(self.selection, self.scope, self.language)
        return within(dates, feed_window(self.selection, day), day)

    def keys(self) -> list[int]:
        """The dates of today by primary key, in order."""
        return list(self.dates().order_by("start", "id").values_list("pk", flat=True))


@dataclass(frozen=True)
class Changes:
    """`dates`, by primary key, are those to write over the copy, in order; `retired` those to take away from it."""

    dates: Sequence[int]
    retired: Sequence[dict[str, str]]


def changes(question: Question, read: Reading) -> Changes:
    """What READ gets of QUESTION. Without a change, a date enters and leaves as days go by: that is told too."""
    found = question.keys()
    if read.since is None:
        return Changes(found, ())
    changed = dict(Occurrence.objects.filter(modified__gte=read.since).values_list("pk", "modified"))
    then, now = _by_day(question, read.since)
    kept = set(found)
    told = [pk for pk in found if pk in changed or pk in now]
    left = {pk: changed.get(pk) for pk in (*changed, *then) if pk not in kept}
    return Changes(told, [*_left(left, question.today), *_gone(read.since)])


def _by_day(question: Question, since: dt.datetime) -> tuple[set[int], set[int]]:
    """The dates that left, then those that came, because the day is no longer that of SINCE and for nothing else."""
    day = timezone.localtime(since, timezone.get_default_timezone()).date()
    if day >= question.today:
        return set(), set()
    before, after = (set(question.dates(today).values_list("pk", flat=True)) for today in (day, question.today))
    return before - after, after - before


def _left(dates: Mapping[int, dt.datetime | None], today: dt.date) -> list[dict[str, str]]:
    """Those still published that the selection has no longer; when only time passed, it is since today."""
    passed = midnight(today)
    rows = Occurrence.objects.in_bulk(list(dates))
    told = sorted((dates[pk] or passed, row.public_id) for pk, row in rows.items())
    return [retired(public_id, moment) for moment, public_id in told]


def _gone(since: dt.datetime) -> list[dict[str, str]]:
    """Those published no more; one that is there again is not among them."""
    again = Occurrence.objects.filter(line_uid=OuterRef("line_uid"), original_day=OuterRef("original_day"))
    rows = GoneDate.objects.filter(~Exists(again), modified__gte=since).order_by("modified", "pk")
    return [retired(row.public_id, row.modified) for row in rows]


def retired(public_id: str, moment: dt.datetime) -> dict[str, str]:
    return {"id": public_id, "retire_le": written(moment)}


def event_rows(keys: Sequence[int], language: str) -> Iterator[EventRow]:
    """The rows of the dates KEYS, in their order; those withdrawn meanwhile are left out. Constant queries a batch."""
    for start in range(0, len(keys), BATCH):
        batch = keys[start : start + BATCH]
        dates = Occurrence.objects.in_bulk(batch)
        events = {date.event_id for date in dates.values()}
        shots = load(events)
        modified = dict(Publication.objects.filter(event__in=events).values_list("event_id", "modified"))
        for key in batch:
            date = dates.get(key)
            if date is not None and date.event_id in shots:
                yield EventRow.from_date(date, shots[date.event_id], language, modified.get(date.event_id))


def agenda_csv(keys: Sequence[int], language: str) -> Iterator[bytes]:
    return csv_pieces(EventRow, event_rows(keys, language))


def agenda_json(head: Mapping[str, Any], told: Changes, language: str) -> Iterator[bytes]:
    """The dates of TOLD as objects with the names of the columns of agenda.csv; HEAD says what the document is."""
    dates = map(as_object, event_rows(told.dates, language))
    return document(head, {"dates": dates, "retires": told.retired})


def agenda_schema() -> dict[str, Any]:
    """The Table Schema of agenda.csv."""
    return table_schema(
        EventRow,
        name="agenda",
        title="Agenda du numérique",
        description="Les dates publiées dans l’agenda, une ligne par date.",
        homepage=absolute("/agenda/"),
        path=absolute("/agenda/agenda.csv"),
        licenses=[schema_licence()],
    )
