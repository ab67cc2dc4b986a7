"""Forgets those who booked and those who applied, a set time after; drops the counts of requests."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core.clock import now
from core.rate_limit import forget_counts
from evenements.booking.retention import forget_old as forget_old_bookings
from evenements.contest.retention import forget_old as forget_old_applications


class Command(BaseCommand):
    help = "Efface les données personnelles dont la durée de conservation est passée."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Ne rien effacer.")

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        names, counts = forget_old_bookings(now(), dry_run=dry_run), forget_counts(dry_run=dry_run)
        entered = forget_old_applications(now(), dry_run=dry_run)
        said = "à effacer" if dry_run else "effacées"
        self.stdout.write(f"{names} réservations {said}, {entered} candidatures {said}, {counts} compteurs")
