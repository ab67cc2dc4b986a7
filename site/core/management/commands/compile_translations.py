"""Compiles the catalogues (.po to .mo) without GNU gettext."""

import os
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser


class Command(BaseCommand):
    help = "Compile les traductions (.po vers .mo), sans GNU gettext."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Ne rien écrire.")

    def handle(self, *, dry_run: bool, verbosity: int, **options: Any) -> None:
        stale = sum(compile_folder(Path(folder), dry_run=dry_run) for folder in settings.LOCALE_PATHS)
        if verbosity:
            self.stdout.write(f"Traductions : {stale} catalogues {'à compiler' if dry_run else 'compilés'}.")


def compile_folder(folder: Path, *, dry_run: bool = False) -> int:
    """Compiles what has changed in a folder of catalogues; returns how many did, or would.

    That of the source's language has the source's sentences as they are, and what its own .po says in others' words.
    """
    sources = sorted(folder.glob("*/LC_MESSAGES/django.po"))
    own = folder / settings.LANGUAGE_CODE / "LC_MESSAGES" / "django.po"
    others = [source for source in sources if source != own]
    stale = [source for source in others if is_stale(source.with_suffix(".mo"), [source])]
    own_is_stale = bool(sources) and is_stale(own.with_suffix(".mo"), sources)
    if not dry_run:
        for source in stale:
            write(polib.pofile(str(source)), source.with_suffix(".mo"))
        if own_is_stale:
            catalogue = source_language(others)
            catalogue.extend(polib.pofile(str(own)) if own.exists() else [])
            write(catalogue, own.with_suffix(".mo"))
    return len(stale) + own_is_stale


def is_stale(target: Path, sources: list[Path]) -> bool:
    """Whether one of SOURCES has changed since TARGET was made."""
    return not target.exists() or target.stat().st_mtime < max(source.stat().st_mtime for source in sources)


def source_language(sources: list[Path]) -> polib.POFile:
    """The catalogue of the language the source is written in: each sentence, as itself.

    Without it, a sentence that Django or Wagtail has too would be shown in their words, and zero would be a plural.
    """
    catalogue = polib.POFile()
    catalogue.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Language": settings.LANGUAGE_CODE,
        "Plural-Forms": "nplurals=2; plural=(n > 1);",
    }
    sentences = {(entry.msgctxt, entry.msgid): entry for source in sources for entry in polib.pofile(str(source))}
    for (context, msgid), entry in sentences.items():
        words = polib.POEntry(msgid=msgid, msgctxt=context)
        if entry.msgid_plural:
            words.msgid_plural = entry.msgid_plural
            words.msgstr_plural = {0: msgid, 1: entry.msgid_plural}
        else:
            words.msgstr = msgid
        catalogue.append(words)
    return catalogue


def write(catalogue: polib.POFile, target: Path) -> None:
    """Writes a compiled catalogue all at once: test processes may compile at the same time."""
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_suffix(f".{os.getpid()}.mo")
    catalogue.save_as_mofile(str(unfinished))
    unfinished.replace(target)
