"""Does what must be done regularly until it is stopped, in the place of a crontab."""

import logging
import time
from io import StringIO
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import close_old_connections
from django.utils import timezone

logger = logging.getLogger(__name__)

# Commands of the site, with their options.
EVERY_MINUTE = (
    "publish_scheduled",
    "publish_results",
    "follow_bookings",
    "send_mail",
    "update_search --pending",
    "run_imports",
)
EVERY_DAY = (
    "rebuild_occurrences", "check_freshness", "find_duplicates", "update_search", "clearsessions",
    "searchpromotions_garbage_collect", "purge_personal_data",
)  # fmt: skip


class Command(BaseCommand):
    help = (
        "Exécute les tâches régulières : publications programmées, résultats du concours, réservations, courriels et "
        "imports chaque minute ; dates, recherche, fraîcheur et doublons de l’annuaire, données personnelles à effacer "
        "chaque jour."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Tout exécuter une fois, et s’arrêter.")

    def handle(self, *, once: bool, **options: Any) -> None:
        last_day = None
        try:
            while True:
                today = timezone.localdate()
                run_all(EVERY_MINUTE if today == last_day else EVERY_MINUTE + EVERY_DAY)
                last_day = today
                if once:
                    return
                time.sleep(60)
        except KeyboardInterrupt:
            return


def run_all(commands: tuple[str, ...]) -> None:
    """Runs commands one after the other; one that fails is logged, and the others run all the same."""
    for command in commands:
        name, *options = command.split()
        try:
            call_command(name, *options, verbosity=0, stdout=StringIO())
        except CommandError as error:
            logger.error("schedule: %s: %s", command, error)
        except Exception:
            logger.exception("schedule: %s failed", command)
    close_old_connections()
