"""Loads the territory: controlled lists, communes, the plan and the fixed pages of the site."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from wagtail.signal_handlers import disable_reference_index_auto_update

from home.loading.tree import build_tree
from home.loading.vocabulary import load_communes, load_lists, load_plan


class Command(BaseCommand):
    help = "Loads the territory's folder; creates what is missing, overwrites nothing. Runs twice without harm."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Say what would be created, write nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic(), disable_reference_index_auto_update():
            entries = load_lists() + load_communes() + load_plan()
            pages = build_tree()
            if options["dry_run"]:
                transaction.set_rollback(True)
        would = "would be created" if options["dry_run"] else "created"
        self.stdout.write(f"load_territory: {entries} entries and {pages} pages {would}")
