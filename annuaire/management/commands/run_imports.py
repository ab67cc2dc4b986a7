"""Goes on with the imports that editors asked for."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from annuaire.imports.retention import forget_old
from annuaire.imports.running import waiting, work


class Command(BaseCommand):
    help = "Continue les imports d’acteurs demandés dans l’administration, et efface les anciens fichiers."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seconds", type=float, default=45, help="Rendre la main après ce temps (45 par défaut).")
        parser.add_argument("--dry-run", action="store_true", help="Dire ce qui attend, sans rien écrire.")

    def handle(self, *, seconds: float, dry_run: bool, **options: Any) -> None:
        found = waiting()
        if dry_run:
            self.stdout.write(f"{len(found)} imports en attente")
            return
        until = time.monotonic() + seconds
        for of in found:
            if time.monotonic() < until:
                work(of, seconds=until - time.monotonic())
                self.stdout.write(f"{of} : {of.get_state_display()}, ligne {of.position}")
        forget_old(timezone.now())
