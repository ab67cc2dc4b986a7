"""Writes the entries of public search again: all, or those of pages changed since a day; sends what waits."""

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone
from wagtail.models import Page

from search.engines import ENGINE_ERRORS, uses_elasticsearch
from search.entries import finish_refreshing, refresh, searchable_ids
from search.lexicon import recount
from search.models import FacetSet, SearchEntry
from search.sending import is_whole, rebuild, send_all, waiting

# Pages written in one transaction: few enough for editors not to wait behind it.
BATCH = 100


class Command(BaseCommand):
    help = "Refait les entrées de la recherche : toutes, celles des pages changées depuis un jour, ou ce qui attend."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--since", type=dt.date.fromisoformat, help="Seulement les pages changées depuis ce jour (AAAA-MM-JJ)."
        )
        parser.add_argument(
            "--pending",
            action="store_true",
            help="Seulement finir ce qui attend : les entrées que beaucoup de pages ont à refaire, "
            "et ce qu’Elasticsearch n’a pas encore reçu.",
        )
        parser.add_argument("--dry-run", action="store_true", help="Ne rien écrire.")

    def handle(self, *, since: dt.date | None, pending: bool, dry_run: bool, verbosity: int, **options: Any) -> None:
        self.verbosity = verbosity
        if pending:
            self._catch_up(dry_run=dry_run)
            return
        searchable = searchable_ids()
        wanted = changed(searchable, since) if since else searchable
        orphans = list(SearchEntry.objects.exclude(page_id__in=searchable).values_list("page_id", flat=True).distinct())
        written = 0 if dry_run else self._write(wanted, orphans)
        if not dry_run and uses_elasticsearch():
            self._rebuild()
        self.stdout.write(
            f"update_search : {len(wanted)} pages, {written} entrées écrites, "
            f"{len(orphans)} pages {'à oublier' if dry_run else 'oubliées'}"
        )

    def _write(self, wanted: list[int], orphans: list[int]) -> int:
        written = 0
        for first in range(0, len(wanted), BATCH):
            written += refresh(wanted[first : first + BATCH], counting=False, send=False)
            self._progress("pages", min(first + BATCH, len(wanted)), len(wanted))
        for first in range(0, len(orphans), BATCH):
            refresh(orphans[first : first + BATCH], send=False)
        FacetSet.objects.filter(entries=None).delete()
        recount()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE search_searchentry")  # the planner of a table filled at once knows nothing of it
        return written

    def _rebuild(self) -> None:
        total = SearchEntry.objects.count()
        try:
            rebuild(lambda number: self._progress("entrées envoyées", number, total))
        except ENGINE_ERRORS as error:
            raise CommandError(f"Elasticsearch ne répond pas, la base de données répond pour lui : {error}") from error

    def _catch_up(self, *, dry_run: bool) -> None:
        """What a save left to do; what was written while Elasticsearch was away, and everything when it has lost it."""
        if not dry_run and (number := finish_refreshing()):
            self.stdout.write(f"update_search : {number} pages refaites")
        if not uses_elasticsearch():
            return
        try:
            whole = is_whole()
            if dry_run:
                self.stdout.write(f"update_search : {waiting()} changements attendent")
            elif whole:
                self.stdout.write(f"update_search : {send_all()} changements envoyés")
            else:
                self._rebuild()
                self.stdout.write("update_search : l’index n’était pas entier, il est refait")
        except ENGINE_ERRORS as error:
            raise CommandError(f"Elasticsearch ne répond pas, {waiting()} changements attendent : {error}") from error

    def _progress(self, what: str, done: int, total: int) -> None:
        if self.verbosity and total > BATCH:
            self.stderr.write(f"  {done} / {total} {what}")


def changed(page_ids: list[int], since: dt.date) -> list[int]:
    """Those of these canonical pages published since a day, in any language."""
    start = timezone.make_aware(dt.datetime.combine(since, dt.time.min))
    recent = Page.objects.filter(last_published_at__gte=start).values("translation_key")
    return list(Page.objects.filter(pk__in=page_ids, translation_key__in=recent).values_list("pk", flat=True))
