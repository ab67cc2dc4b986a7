"""Forgets the names of those who booked, a set time after the date; drops the counts of requests."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core.clock import now
from core.rate_limit import forget_counts
from evenements.booking.retention import forget_old


class Command(BaseCommand):
    help = "Efface les données personnelles dont la durée de conservation est passée."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Ne rien effacer.")

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        names, counts = forget_old(now(), dry_run=dry_run), forget_counts(dry_run=dry_run)
        said = "à effacer" if dry_run else "effacées"
        self.stdout.write(f"{names} réservations {said}, {counts} compteurs")
