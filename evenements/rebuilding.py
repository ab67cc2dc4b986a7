"""Rebuilds what is told of every event: brings the horizon forward, and heals whatever drifted."""

from collections.abc import Iterator

from django.db import transaction

from evenements.line_rules import skipped_days
from evenements.models import DateLine, EventBytes, EventPage, Occurrence
from evenements.publication import BATCH, Report, publish_many


def rebuild() -> Iterator[tuple[int, int, Report]]:
    """Tells every event again, by batches; after each, how many are done, of how many, and what was written so far."""
    ids = _all_ids()
    report = Report()
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        with transaction.atomic():
            _renew_skipped_days(batch)
            report.add(publish_many(batch))
        yield start + len(batch), len(ids), report


def _all_ids() -> list[int]:
    """The published events, and any other of which something is told."""
    ids = set(EventPage.objects.published().values_list("pk", flat=True))
    for model in (Occurrence, EventBytes):
        ids.update(model._base_manager.values_list("event_id", flat=True).distinct())
    return sorted(ids)


def _renew_skipped_days(event_ids: list[int]) -> None:
    """Lines that skip holidays learn those that calendars now know; what is known already stays."""
    lines = DateLine.objects.filter(page__in=event_ids).exclude(skip_public_holidays=False, skip_school_holidays=False)
    changed = []
    for line in lines:
        days = skipped_days(line)
        if days != line.excluded:
            line.excluded = days
            changed.append(line)
    DateLine.objects.bulk_update(changed, ["excluded"])
