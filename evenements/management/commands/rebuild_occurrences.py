"""Rebuilds the table of published dates and the bytes of feeds; run each night, it brings the horizon forward."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from evenements.publication import BATCH, Report
from evenements.rebuilding import rebuild


class Command(BaseCommand):
    help = "Rebuilds the dates and feeds of every published event; writes only what differs. Runs twice without harm."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Say what would change, write nothing.")

    def handle(self, *args: Any, dry_run: bool, verbosity: int, **options: Any) -> None:
        if dry_run:
            with transaction.atomic():
                events, report = self._rebuild(verbosity)
                transaction.set_rollback(True)
        else:
            events, report = self._rebuild(verbosity)
        would = "would be " if dry_run else ""
        self.stdout.write(
            f"rebuild_occurrences: {events} events, {len(report.event_ids)} {would}told again; "
            f"dates {would}created {report.created}, updated {report.updated}, deleted {report.deleted}"
        )

    def _rebuild(self, verbosity: int) -> tuple[int, Report]:
        events, report = 0, Report()
        for done, total, so_far in rebuild():
            events, report = done, so_far
            if verbosity and total > BATCH:
                self.stderr.write(f"  {done} / {total}")
        return events, report
