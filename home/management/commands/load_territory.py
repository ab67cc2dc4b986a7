"""Loads the territory: controlled lists, communes, the plan and the fixed pages of the site."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from home.loading.indexing import indexed_once
from home.loading.tree import build_tree
from home.loading.vocabulary import load_communes, load_lists, load_plan, load_synonyms


class Command(BaseCommand):
    help = "Charge le dossier du territoire ; crée ce qui manque, n’écrase rien. Deux passages ne font pas plus qu’un."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Dire ce qui serait créé, ne rien écrire.")

    def handle(self, *, dry_run: bool, verbosity: int, **options: Any) -> None:
        with transaction.atomic():
            with indexed_once():
                entries = load_lists() + load_communes() + load_plan() + load_synonyms()
                pages = build_tree()
            if dry_run:
                transaction.set_rollback(True)
        if verbosity:
            would = "à créer" if dry_run else "créées"
            self.stdout.write(f"load_territory : {entries} entrées et {pages} pages {would}.")
