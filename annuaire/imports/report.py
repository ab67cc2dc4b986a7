"""The report of an import, line by line: in words, and as a file."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import get_language, ngettext_lazy, override
from django.utils.translation import gettext as _

from annuaire.imports.enums import Outcome, Undone
from annuaire.imports.knowledge import Knowledge
from annuaire.imports.models import ActorImport, ImportLine
from annuaire.imports.values import in_words, label, of_json
from core.formulas import neutral
from core.languages import DEFAULT_LANGUAGE

BATCH = 500
SHOWN = 120
COUNTED: Mapping[str, Any] = {
    Outcome.ADDED: ngettext_lazy("%(number)s ajouté", "%(number)s ajoutés", "number"),
    Outcome.CHANGED: ngettext_lazy("%(number)s modifié", "%(number)s modifiés", "number"),
    Outcome.KEPT: ngettext_lazy("%(number)s gardé comme ici", "%(number)s gardés comme ici", "number"),
    Outcome.UNCHANGED: ngettext_lazy("%(number)s inchangé", "%(number)s inchangés", "number"),
    Outcome.UNDECIDED: ngettext_lazy("%(number)s à décider", "%(number)s à décider", "number"),
    Outcome.SKIPPED: ngettext_lazy("%(number)s laissé de côté", "%(number)s laissés de côté", "number"),
    Outcome.REFUSED: ngettext_lazy("%(number)s refusé", "%(number)s refusés", "number"),
    f"undone-{Undone.DELETED}": ngettext_lazy("%(number)s fiche supprimée", "%(number)s fiches supprimées", "number"),
    f"undone-{Undone.RESTORED}": ngettext_lazy(
        "%(number)s remise comme avant", "%(number)s remises comme avant", "number"
    ),
    f"undone-{Undone.KEPT}": ngettext_lazy(
        "%(number)s laissée telle quelle", "%(number)s laissées telles quelles", "number"
    ),
}


def difference(change: list[Any], knowledge: Knowledge) -> str:
    """A change of a fact in a sentence."""
    name, before, after, is_kept = change
    here, there = (shortened(in_words(name, of_json(name, value), knowledge)) for value in (before, after))
    said = {"field": label(name), "here": here or _("rien"), "file": there or _("rien")}
    if is_kept:
        return _("%(field)s : gardé « %(here)s » ; le fichier dit « %(file)s »") % said
    return _("%(field)s : « %(here)s » devient « %(file)s »") % said


def shortened(text: str) -> str:
    """TEXT in one line, its beginning when it is long."""
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else f"{line[:SHOWN].rstrip()}…"


def sentences(line: ImportLine, knowledge: Knowledge) -> list[str]:
    """Why LINE is what it is: its reason, what differs, what was left out."""
    found = [line.reason] if line.reason else []
    if line.outcome != Outcome.ADDED:
        found += [difference(change, knowledge) for change in line.changes]
    return [*found, *line.remarks, *([line.undone_reason] if line.undone_reason else [])]


def summary(counts: Mapping[str, int]) -> list[str]:
    """COUNTS in words: "12 ajoutés", what undoing did after the rest."""
    return [counted(name, counts[name]) for name in COUNTED if counts.get(name)]


def counted(name: str, number: int) -> str:
    """NUMBER lines of an outcome, or of what undoing made of them."""
    return str(COUNTED[name] % {"number": number})


def report_csv(of: ActorImport) -> Iterator[bytes]:
    """The report of OF as a spreadsheet opens it, by pieces; no cell of it is a formula.

    It is in the language of whoever asks: the pieces are made once the answer is on its way, in that of the site.
    """
    language = get_language() or DEFAULT_LANGUAGE
    pieces = _pieces(of)

    def made() -> Iterator[bytes]:
        while True:
            with override(language):
                piece = next(pieces, None)
            if piece is None:
                return
            yield piece

    return made()


def _pieces(of: ActorImport) -> Iterator[bytes]:
    knowledge = Knowledge.read()
    titles = [
        _("ligne"),
        _("identifiant"),
        _("nom"),
        _("commune"),
        _("résultat"),
        _("fiche"),
        _("explications"),
        _("annulation"),
    ]
    yield b"\xef\xbb\xbf" + _row(titles)
    rows = of.lines.select_related("actor").iterator(chunk_size=BATCH)
    for line in rows:
        yield _row(
            [
                line.number,
                line.identifier,
                line.name,
                line.town,
                line.get_outcome_display(),
                line.actor.title if line.actor else "",
                " ; ".join(sentences(line, knowledge)),
                line.get_undone_display(),
            ]
        )


def _row(cells: Iterable[Any]) -> bytes:
    made = io.StringIO(newline="")
    csv.writer(made, delimiter=";", lineterminator="\r\n").writerow([neutral(str(cell)) for cell in cells])
    return made.getvalue().encode()
