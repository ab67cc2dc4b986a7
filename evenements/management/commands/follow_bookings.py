"""Passes on the seats offered and not accepted in time; reminds those who come in two days."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core.clock import now
from evenements.booking.schedule import expired_offers, follow_time, to_remind


class Command(BaseCommand):
    help = "Repropose les places restées sans réponse, rappelle les dates qui approchent."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Ne rien faire.")

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        if dry_run:
            self.stdout.write(f"{len(expired_offers(now()))} offres à reprendre, {len(to_remind(now()))} rappels")
            return
        done = follow_time(now())
        self.stdout.write(f"{done['expired']} offres reprises, {done['reminded']} rappels, {done['failed']} échecs")
