"""Compiles the catalogues (.po to .mo) without GNU gettext."""

import os
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser


def is_stale(source: Path) -> bool:
    """Whether SOURCE.po has changed since SOURCE.mo was made."""
    target = source.with_suffix(".mo")
    return not target.exists() or target.stat().st_mtime < source.stat().st_mtime


def compile_catalogue(source: Path) -> None:
    """Writes SOURCE.mo beside SOURCE.po, all at once: test processes may compile at the same time."""
    unfinished = source.with_suffix(f".{os.getpid()}.mo")
    polib.pofile(str(source)).save_as_mofile(str(unfinished))
    unfinished.replace(source.with_suffix(".mo"))


class Command(BaseCommand):
    help = "Compile les traductions (.po vers .mo), sans GNU gettext."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Ne rien écrire.")

    def handle(self, *, dry_run: bool, verbosity: int, **options: Any) -> None:
        stale = [
            source
            for folder in settings.LOCALE_PATHS
            for source in sorted(Path(folder).glob("*/LC_MESSAGES/*.po"))
            if is_stale(source)
        ]
        if not dry_run:
            for source in stale:
                compile_catalogue(source)
        if verbosity:
            said = "à compiler" if dry_run else "compilés"
            self.stdout.write(f"Traductions : {len(stale)} catalogues {said}.")
