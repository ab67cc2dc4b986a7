"""Loads the demonstration: the directory, the agenda, the workshops and the contest."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from core.clock import today
from home.loading.actors import load_actors
from home.loading.bookings import load_bookings
from home.loading.contest import ContestBuilder
from home.loading.demo import DemoPages
from home.loading.events import EventBuilder, load_places
from home.loading.indexing import indexed_once
from home.loading.lines import LineReader
from home.models import HomePage


class Command(BaseCommand):
    help = "Charge le contenu de démonstration, là où il manque ; n’écrase rien. Deux passages ne font pas plus qu’un."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Dire ce qui serait créé, ne rien écrire.")

    def handle(self, *, dry_run: bool, verbosity: int, **options: Any) -> None:
        if not HomePage.objects.exists():
            raise CommandError("Chargez d’abord le territoire : manage.py load_territory")
        if not (settings.TERRITORY_DIR / "demo").is_dir():
            self.stdout.write("load_demo : ce territoire n’a pas de contenu de démonstration.")
            return
        with transaction.atomic():
            with indexed_once():
                created = load_demo()
            if dry_run:
                transaction.set_rollback(True)
        if verbosity:
            self.stdout.write(f"load_demo : {created} pages et lieux {'à créer' if dry_run else 'créés'}.")


def load_demo() -> int:
    """Adds what is missing of the folder demo/; returns how many pages and places that makes."""
    pages = DemoPages()
    actors = load_actors(pages, today())
    places = load_places(pages)
    lines = LineReader(today(), {slug: place.pk for slug, place in places.items()})
    events = EventBuilder(pages, actors, places, lines).load()
    load_bookings(events)
    ContestBuilder(pages, actors, events, lines).load()
    return pages.created
