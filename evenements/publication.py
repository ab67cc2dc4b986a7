"""Tells the outside of published events: their dates, their bytes in each language, the version of lists and feeds.

One direction only: from what is published to what is told. So every way of changing an event, or something it shows,
ends here, in the transaction of the change; what did not change is not written again.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.dispatch import Signal

from core.clock import now
from core.languages import codes
from evenements.building import build
from evenements.feed_bytes import Rendered, render
from evenements.ical import Stamp, stamped
from evenements.models import EventBytes, FeedVersion, Occurrence, Publication
from evenements.snapshots import Snapshot, load

# Sent in the publishing transaction with `event_ids`, the set of canonical events of which something told changed.
events_refreshed = Signal()

BATCH = 500
ONE_SECOND = dt.timedelta(seconds=1)


@dataclass(slots=True)
class Report:
    """What a publication wrote: dates, and events whose bytes changed, appeared or vanished."""

    created: int = 0
    updated: int = 0
    deleted: int = 0
    event_ids: set[int] = field(default_factory=set)

    def add(self, other: "Report") -> None:
        self.created += other.created
        self.updated += other.updated
        self.deleted += other.deleted
        self.event_ids |= other.event_ids


@dataclass(frozen=True, slots=True)
class Told:
    """What is stored of an event for feeds."""

    publication: Publication
    bodies: Mapping[str, bytes]
    last_end: dt.datetime | None

    @property
    def facts(self) -> tuple[dt.datetime, dt.datetime | None]:
        """What tells whether the stored row is this one: the bytes change with the modification."""
        return self.publication.modified, self.last_end

    def in_language(self, language: str) -> EventBytes:
        row = self.publication
        return EventBytes(
            event_id=row.event_id,
            language=language,
            data=stamped(self.bodies[language], Stamp(row.created, row.modified, row.sequence)),
            modified=row.modified,
            last_end=self.last_end,
        )


def publish(event_id: int) -> Report:
    """`publish_many`, of one event."""
    return publish_many([event_id])


def publish_many(event_ids: Iterable[int]) -> Report:
    """Makes what is told of these canonical events what is published of them now; nothing when they are not published.

    A constant number of queries per 500 events. Call it in the transaction of the change, with the change written.
    """
    report, ids = Report(), sorted(set(event_ids))
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        with transaction.atomic():
            versions = _locked_versions()
            report.add(_tell(batch, load(batch), versions))
    return report


def withdraw(event_ids: Iterable[int]) -> Report:
    """Tells nothing more of these events, whatever their pages say; their sequence is kept for their return."""
    with transaction.atomic():
        versions = _locked_versions()
        return _tell(sorted(set(event_ids)), {}, versions)


def _locked_versions() -> dict[str, FeedVersion]:
    """The versions by language, locked: publications wait for one another, and each reads what the last one wrote."""
    found = {row.language: row for row in FeedVersion.objects.select_for_update().order_by("language")}
    moment = _moment()
    missing = [FeedVersion(language=code, modified=moment, known_since=moment) for code in codes() if code not in found]
    FeedVersion.objects.bulk_create(missing, ignore_conflicts=True)
    return found | {row.language: row for row in missing}


def _tell(ids: Collection[int], snapshots: Mapping[int, Snapshot], versions: Mapping[str, FeedVersion]) -> Report:
    moment = _moment()
    told_at = max([moment, *(row.modified + ONE_SECOND for row in versions.values())])
    changes = build(ids, snapshots, told_at)
    rendered = {pk: render(snapshot) for pk, snapshot in snapshots.items()}
    publications, reselected = _write_publications(snapshots, rendered, moment)
    told = {pk: Told(publications[pk], rendered[pk].bodies, changes.ends[pk]) for pk in snapshots}
    languages, changed = _write_bytes(ids, told)
    relisted = changes.event_ids | reselected
    _move_versions(list(versions.values()) if relisted else [versions[code] for code in sorted(languages)], told_at)
    # What is told of an event is told of each of its dates.
    Occurrence.objects.filter(event__in=reselected | changed).update(modified=told_at)
    report = Report(changes.created, changes.updated, changes.deleted, relisted | changed)
    if report.event_ids:
        events_refreshed.send(sender=Publication, event_ids=report.event_ids)
    return report


def _write_publications(
    snapshots: Mapping[int, Snapshot], rendered: Mapping[int, Rendered], moment: dt.datetime
) -> tuple[dict[int, Publication], set[int]]:
    """The history of each event, moved where its bytes differ from the last told; the events selected otherwise."""
    known = Publication.objects.in_bulk(list(snapshots), field_name="event_id")
    publications = {pk: _publication(known.get(pk), shot, rendered[pk], moment) for pk, shot in snapshots.items()}
    selections = {pk: row.selection for pk, row in known.items()}
    reselected = {pk for pk, row in publications.items() if row.selection != selections.get(pk)}
    moved = [row for pk, row in publications.items() if pk in reselected or row.digest != known[pk].digest]
    Publication.objects.bulk_create(
        moved,
        update_conflicts=True,
        unique_fields=["event"],
        update_fields=["modified", "sequence", "digest", "selection"],
    )
    return publications, reselected


def _publication(known: Publication | None, snapshot: Snapshot, rendered: Rendered, moment: dt.datetime) -> Publication:
    """The history of an event with these bytes; its modification is later than the last, to the second that is told."""
    first = snapshot.event.first_published_at
    row = Publication(event_id=snapshot.event.pk, digest=rendered.digest, selection=rendered.selection)
    if known is None:
        row.created = min(moment, first.replace(microsecond=0)) if first else moment
        row.modified, row.sequence = moment, 0
    elif known.digest == rendered.digest:
        row.created, row.modified, row.sequence = known.created, known.modified, known.sequence
    else:
        row.created, row.sequence = known.created, known.sequence + 1
        row.modified = max(moment, known.modified + ONE_SECOND)
    return row


def _write_bytes(ids: Collection[int], told: Mapping[int, Told]) -> tuple[set[str], set[int]]:
    """Stores the bytes that changed, drops those of events no longer told; the languages and events concerned."""
    rows = EventBytes.objects.filter(event_id__in=ids)
    facts = rows.values_list("event_id", "language", "modified", "last_end")
    known = {(row[0], row[1]): row[2:] for row in facts}
    wanted = {(pk, language) for pk, event in told.items() for language, body in event.bodies.items() if body}
    written = [
        told[pk].in_language(language) for pk, language in sorted(wanted) if known.get((pk, language)) != told[pk].facts
    ]
    gone = known.keys() - wanted
    for language in {language for _, language in gone}:
        rows.filter(language=language, event_id__in=[pk for pk, code in gone if code == language]).delete()
    EventBytes.objects.bulk_create(
        written,
        update_conflicts=True,
        unique_fields=["event", "language"],
        update_fields=["data", "modified", "last_end"],
    )
    changed = gone | {(row.event_id, row.language) for row in written}
    return {language for _, language in changed}, {pk for pk, _ in changed}


def _move_versions(rows: Collection[FeedVersion], moment: dt.datetime) -> None:
    """MOMENT is later than any version: who reads one knows all that was told before it, and nothing after."""
    for row in rows:
        row.version += 1
        row.modified = moment
    FeedVersion.objects.bulk_update(rows, ["version", "modified"])


def _moment() -> dt.datetime:
    """Now, to the second: what calendars and HTTP can say."""
    return now().astimezone(dt.UTC).replace(microsecond=0)
