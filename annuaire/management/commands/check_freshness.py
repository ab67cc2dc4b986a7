"""Asks structures to confirm their entries, marks and hides those that nobody confirmed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from annuaire.freshness.checking import check_all
from annuaire.freshness.retention import forget_old_answers
from core.clock import today

WORDS = {
    "ask": "demandes",
    "remind": "rappels",
    "mark": "annonces de la mention « non confirmée »",
    "last": "derniers rappels",
    "hide": "annonces d’une fiche masquée",
    "editors": "fiches à joindre par l’équipe",
    "stale": "fiches marquées non confirmées",
    "hidden": "fiches masquées",
    "current": "fiches de nouveau à jour",
    "failed": "fiches en échec (voir le journal)",
}


class Command(BaseCommand):
    help = "Fait vivre l’annuaire : demande aux structures de confirmer leur fiche, marque et masque les autres."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Dire ce qui serait fait, sans rien écrire.")

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        done = check_all(today(), dry_run=dry_run)
        forgotten = forget_old_answers(dry_run=dry_run)
        for name, words in WORDS.items():
            if done[name]:
                self.stdout.write(f"{done[name]} {words}")
        if not done:
            self.stdout.write("Rien à faire")
        if forgotten:
            self.stdout.write(f"{forgotten} réponses anciennes effacées")
