"""Sends the mails that wait, and forgets those settled long ago."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from core.mail.sending import due, forget_old, send_waiting


class Command(BaseCommand):
    help = "Envoie les courriels qui attendent, efface ceux qui sont réglés depuis longtemps."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Ne rien envoyer ni effacer.")

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        now = timezone.now()
        if dry_run:
            self.stdout.write(f"{len(due(now))} à envoyer, {forget_old(now, dry_run=True)} à effacer")
            return
        done, forgotten = send_waiting(), forget_old(now)
        self.stdout.write(
            f"{done.sent} envoyés, {done.postponed} remis à plus tard, {done.failed} en échec, {forgotten} effacés"
        )
