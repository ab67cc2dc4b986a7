"""Looks for entries and places that are there twice."""

from typing import Any

from django.core.management.base import BaseCommand

from annuaire.duplicates.finding import find_all


class Command(BaseCommand):
    help = "Cherche les doublons de tout l’annuaire et des lieux, et les propose aux éditeurs."

    def handle(self, **options: Any) -> None:
        done = find_all()
        self.stdout.write(f"{done['new']} nouveaux doublons possibles, {done['gone']} qui n’en sont plus")
