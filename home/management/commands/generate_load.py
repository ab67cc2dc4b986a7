"""Fills a database with invented volume, for benchmarks."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection, transaction

from agenda.models import EventIndexPage
from annuaire import versions
from annuaire.models import DirectoryPage
from core.languages import DEFAULT_LANGUAGE
from evenements.publication import publish_many
from home.loading.volume import Volume


class Command(BaseCommand):
    help = "Ajoute des événements et des acteurs inventés, publiés. Pour mesurer, jamais sur un vrai site."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--events", type=int, default=0, help="Combien d’événements.")
        parser.add_argument("--actors", type=int, default=0, help="Combien d’acteurs.")
        parser.add_argument("--dry-run", action="store_true", help="Dire ce qui serait ajouté, ne rien écrire.")

    def handle(self, *args: Any, **options: Any) -> None:
        events, actors = options["events"], options["actors"]
        if options["dry_run"]:
            self.stdout.write(f"generate_load : {events} événements et {actors} acteurs seraient ajoutés")
            return
        begun = time.perf_counter()
        volume = Volume()
        directory = DirectoryPage.objects.get(locale__language_code=DEFAULT_LANGUAGE)
        folder = EventIndexPage.objects.get(locale__language_code=DEFAULT_LANGUAGE)
        with transaction.atomic():
            hosts = volume.actors(directory, actors) if actors else []
            versions.move()
        done = 0
        for pages in volume.events(folder, events, hosts):
            publish_many([page.pk for page in pages])
            done += len(pages)
            if done % 5000 == 0:
                self.stdout.write(f"  {done} événements")
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # the planner of a database filled at once knows nothing of it
        seconds = time.perf_counter() - begun
        self.stdout.write(f"generate_load : {events} événements, {actors} acteurs en {seconds:.0f} s")
