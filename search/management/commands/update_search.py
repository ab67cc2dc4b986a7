"""Writes the entries of public search again: all of them, or those of pages changed since a day."""

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from wagtail.models import Page

from search.engines import rebuild_index, uses_elasticsearch
from search.entries import refresh, remove, searchable_ids
from search.models import SearchEntry

# Pages written in one transaction: few enough for editors not to wait behind it.
BATCH = 100


class Command(BaseCommand):
    help = "Refait les entrées de la recherche : toutes, ou celles des pages changées depuis un jour."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--since", type=dt.date.fromisoformat, help="Seulement les pages changées depuis ce jour (AAAA-MM-JJ)."
        )
        parser.add_argument("--dry-run", action="store_true", help="Ne rien écrire.")

    def handle(self, *, since: dt.date | None, dry_run: bool, verbosity: int, **options: Any) -> None:
        searchable = searchable_ids()
        wanted = changed(searchable, since) if since else searchable
        orphans = list(SearchEntry.objects.exclude(page_id__in=searchable).values_list("page_id", flat=True).distinct())
        written = 0
        if not dry_run:
            for first in range(0, len(wanted), BATCH):
                written += refresh(wanted[first : first + BATCH])
                if verbosity and len(wanted) > BATCH:
                    self.stderr.write(f"  {min(first + BATCH, len(wanted))} / {len(wanted)}")
            remove(orphans)
            if uses_elasticsearch():
                rebuild_index()
        self.stdout.write(
            f"update_search: {len(wanted)} pages, {written} entries written, "
            f"{len(orphans)} pages {'to forget' if dry_run else 'forgotten'}"
        )


def changed(page_ids: list[int], since: dt.date) -> list[int]:
    """Those of these canonical pages published since a day, in any language."""
    start = timezone.make_aware(dt.datetime.combine(since, dt.time.min))
    recent = Page.objects.filter(last_published_at__gte=start).values("translation_key")
    return list(Page.objects.filter(pk__in=page_ids, translation_key__in=recent).values_list("pk", flat=True))
