"""Brings a file of actors into the directory, or undoes one that was."""

from argparse import ArgumentTypeError
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from annuaire.enums import ActorKind
from annuaire.imports.columns import by_hand
from annuaire.imports.enums import ImportState, Outcome
from annuaire.imports.identity import Finder
from annuaire.imports.knowledge import Knowledge
from annuaire.imports.models import ActorImport, ImportLine
from annuaire.imports.opening import keep, opened
from annuaire.imports.planning import Planner
from annuaire.imports.report import sentences, summary
from annuaire.imports.running import Refused, preview, start, work
from annuaire.imports.sheets import UnreadableFile, open_sheet
from annuaire.imports.writing import line_of


def pair(text: str) -> tuple[str, str]:
    title, equal, name = text.rpartition("=")
    if not equal:
        raise ArgumentTypeError("écrivez TITRE=colonne")
    return title, name


class Command(BaseCommand):
    help = (
        "Importe des acteurs d’un fichier CSV ou XLSX : schéma national des lieux de médiation numérique, ou tableau."
        " Dit ce que devient chaque ligne, et pourquoi. Deux fois n’ajoute rien."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="Le fichier.")
        parser.add_argument("--source", help="D’où il vient : à redire pareil la fois suivante. Par défaut, son nom.")
        parser.add_argument(
            "--mapping", type=pair, action="append", default=[], metavar="TITRE=colonne",
            help="La colonne qu’est un titre non reconnu, ou rien après « = » pour la laisser ; se répète.",
        )  # fmt: skip
        parser.add_argument(
            "--kind", choices=ActorKind.values, help="Le genre des acteurs dont le fichier ne le dit pas."
        )
        parser.add_argument("--publish", action="store_true", help="Publier les nouveaux acteurs d’un tableau.")
        parser.add_argument(
            "--draft", action="store_true", help="En faire des brouillons, même ceux du fichier national."
        )
        parser.add_argument("--everywhere", action="store_true", help="Prendre aussi ce qui est hors du territoire.")
        parser.add_argument(
            "--take-file",
            action="store_true",
            help="Prendre ce que dit le fichier, même pour ce qui a été modifié ici.",
        )
        parser.add_argument("--add-similar", action="store_true", help="Ajouter aussi ce qui ressemble à un acteur.")
        parser.add_argument("--dry-run", action="store_true", help="Dire ce qui serait fait, sans rien écrire.")
        parser.add_argument("--undo", type=int, metavar="NUMÉRO", help="Annuler tout un import, par son numéro.")

    def handle(self, *, file: Path | None, undo: int | None, dry_run: bool, **options: Any) -> None:
        self.verbosity = options["verbosity"]
        if undo is not None:
            self._undo(undo, dry_run=dry_run)
        elif file is None:
            raise CommandError("Il faut un fichier, ou --undo.")
        else:
            self._import(file, options, dry_run=dry_run)

    def _import(self, file: Path, options: dict[str, Any], *, dry_run: bool) -> None:
        try:
            data = file.read_bytes()
            of = opened(data, file.name, options["source"] or file.stem)
        except OSError as error:
            raise CommandError(f"{file} : {error.strerror}") from None
        except UnreadableFile as error:
            raise CommandError(f"{file} : {error}") from None
        self._set(of, options)
        self._say(f"{file} : {of.about} ; {of.get_format_display()}")
        for title, name in zip(of.header, of.mapping, strict=True):
            self._say(f"  {title} → {name or '(laissée)'}", least=2)
        if dry_run:
            self._preview(of, data)
            return
        self._work(keep(of, data), ImportState.RUNNING)
        self._say(f"Import numéro {of.pk} : pour l’annuler, import_actors --undo {of.pk}")

    def _set(self, of: ActorImport, options: dict[str, Any]) -> None:
        try:
            of.mapping = by_hand(of.header, of.format, dict(options["mapping"]))
        except ValueError as error:
            raise CommandError(f"« {error} » n’est ni un titre du fichier, ni une colonne.") from None
        if "nom" not in of.mapping:
            raise CommandError("Aucune colonne ne donne le nom : dites laquelle par --mapping TITRE=nom.")
        of.default_kind = options["kind"] or of.default_kind
        of.publish = options["publish"] or (of.publish and not options["draft"])
        of.territory_only = not options["everywhere"]
        of.take_theirs, of.add_similar = options["take_file"], options["add_similar"]

    def _preview(self, of: ActorImport, data: bytes) -> None:
        """What would be done, said as it is found; no row is written."""
        knowledge = Knowledge.read()
        planner = Planner(of.options, knowledge, Finder(of.source))
        counts: Counter[str] = Counter()
        try:
            for plan in preview(planner, open_sheet(data)):
                counts[plan.outcome] += 1
                self._tell_line(line_of(of, plan, None), knowledge)
        except UnreadableFile as error:
            raise CommandError(str(error)) from None
        self._say(f"Rien n’est écrit. Ce serait : {', '.join(summary(counts)) or 'rien'}")

    def _work(self, of: ActorImport, state: ImportState) -> None:
        try:
            start(of, state)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        if not work(of, tell=self._progress):
            raise CommandError(f"Un autre processus fait l’import numéro {of.pk} : voyez où il en est dans l’admin.")
        if of.state == ImportState.FAILED:
            raise CommandError(of.error)
        knowledge = Knowledge.read()
        lines = of.lines.exclude(undone="") if state == ImportState.UNDOING else of.lines.all()
        for line in lines.iterator(chunk_size=500):
            self._tell_line(line, knowledge)
        self._say(", ".join(summary(of.counts)) or "Rien à faire")

    def _undo(self, number: int, *, dry_run: bool) -> None:
        of = ActorImport.objects.filter(pk=number).first()
        if of is None:
            raise CommandError(f"Il n’y a pas d’import numéro {number}.")
        if of.state == ImportState.UNDONE:
            self._say(f"L’import numéro {number} est déjà annulé.")
            return
        if not of.may_be_undone:
            raise CommandError(f"L’import numéro {number} n’est pas fini.")
        if dry_run:
            done = ", ".join(summary(of.counts))
            self._say(f"Rien n’est écrit. L’import numéro {number} ({of}) serait annulé : {done}")
            return
        self._work(of, ImportState.UNDOING)

    def _tell_line(self, line: ImportLine, knowledge: Knowledge) -> None:
        said = sentences(line, knowledge)
        if line.outcome != Outcome.UNCHANGED or said:
            undone = f" ({line.get_undone_display()})" if line.undone else ""
            why = f" – {' ; '.join(said)}" if said else ""
            self._say(f"ligne {line.number} : {line.get_outcome_display()}{undone} « {line.name} »{why}")

    def _progress(self, of: ActorImport) -> None:
        if self.verbosity > 0 and of.total > 1000:
            self.stderr.write(f"  {of.position} / {of.total}")

    def _say(self, sentence: str, least: int = 1) -> None:
        if self.verbosity >= least:
            self.stdout.write(sentence)
