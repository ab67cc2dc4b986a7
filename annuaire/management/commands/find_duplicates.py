"""Looks for entries and places that are there twice."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from annuaire.duplicates.finding import find_all


class Command(BaseCommand):
    help = "Cherche les doublons de tout l’annuaire et des lieux, et les propose aux éditeurs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Dire ce qui serait proposé, sans rien écrire.")

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        done = find_all(dry_run=dry_run)
        self.stdout.write(f"{done['new']} nouveaux doublons possibles, {done['gone']} qui n’en sont plus")
