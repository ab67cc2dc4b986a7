"""Publishes the results of the contest at their instant, those of an edition together."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.clock import now as clock_now
from evenements.contest.letters import tell_blocked
from evenements.contest.results import NotPublished, due, publish_results


class Command(BaseCommand):
    help = "Publie les résultats du concours dont l’heure est venue."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Ne rien publier.")

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        now, number, failures = clock_now(), 0, []
        editions = list(due(now))
        if dry_run:
            self.stdout.write(f"{len(editions)} éditions à publier")
            return
        for edition in editions:
            try:
                number += publish_results(edition, now)
            except NotPublished as error:
                failures.append(str(error))
                tell_blocked(edition, error.reasons)
        self.stdout.write(f"{number} candidatures publiées")
        if failures:
            raise CommandError(" ; ".join(failures))
