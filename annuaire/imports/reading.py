"""An import as an editor reads it: what it counts, its lines and what may be chosen of each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from annuaire.imports.enums import Choice, Outcome
from annuaire.imports.knowledge import Knowledge
from annuaire.imports.models import ActorImport, ImportLine
from annuaire.imports.report import counted, shortened
from annuaire.imports.values import in_words, label, of_json

# What an editor looks at first.
ORDER = (
    Outcome.UNDECIDED, Outcome.KEPT, Outcome.REFUSED, Outcome.ADDED, Outcome.CHANGED, Outcome.SKIPPED,
    Outcome.UNCHANGED,
)  # fmt: skip


@dataclass(frozen=True)
class Count:
    """How many lines of an outcome, in words; `value` filters the list."""

    value: str
    words: str


@dataclass(frozen=True)
class Difference:
    """A fact that the file says otherwise. For what is added, `here` is empty."""

    field: str
    here: str
    file: str
    is_kept: bool


@dataclass(frozen=True)
class ReadLine:
    """`options` are what may be chosen of it, each (value, words); `chosen` is one of them."""

    line: ImportLine
    differences: tuple[Difference, ...]
    options: tuple[tuple[str, str], ...]
    chosen: str

    @property
    def field(self) -> str:
        return f"choice-{self.line.number}"


def counts(found: Mapping[str, int]) -> list[Count]:
    return [Count(value.value, counted(value, found[value])) for value in ORDER if found.get(value)]


def read_lines(of: ActorImport, lines: Iterable[ImportLine], *, choosing: bool) -> list[ReadLine]:
    """LINES of OF in words; with what may be chosen when CHOOSING."""
    knowledge = Knowledge.read()
    return [
        ReadLine(line, _differences(line, knowledge), _options(of, line) if choosing else (), _chosen(line))
        for line in lines
    ]


def _differences(line: ImportLine, knowledge: Knowledge) -> tuple[Difference, ...]:
    def words(name: str, value: Any) -> str:
        return shortened(in_words(name, of_json(name, value), knowledge))

    return tuple(
        Difference(label(name), words(name, before), words(name, after), is_kept)
        for name, before, after, is_kept in line.changes
    )


def _options(of: ActorImport, line: ImportLine) -> tuple[tuple[str, str], ...]:
    if line.outcome == Outcome.UNDECIDED or line.choice in (Choice.ADD, Choice.SAME, Choice.SKIP):
        same = [
            (f"{Choice.SAME.value}:{pk}", _("C’est « %(name)s » : la mettre à jour") % {"name": name})
            for pk, name, _reason in line.resembles
            if pk
        ]
        add = (Choice.ADD.value, _("C’est un autre acteur : l’ajouter"))
        return (("", _("Laisser à décider")), *same, add, (Choice.SKIP.value, _("Laisser de côté")))
    if line.kept or line.choice:
        said = _("prendre le fichier") if of.take_theirs else _("garder")
        usual = _("Comme tout l’import (%(choice)s)") % {"choice": said}
        return (
            ("", usual),
            (Choice.OURS.value, _("Garder ce qui est ici")),
            (Choice.THEIRS.value, _("Prendre ce que dit le fichier")),
        )
    return ()


def _chosen(line: ImportLine) -> str:
    return f"{Choice.SAME.value}:{line.actor_id}" if line.choice == Choice.SAME else line.choice


def choose(line: ImportLine, said: str) -> bool:
    """Keeps what an editor SAID of LINE; false when it was said already, or is none of what may be said."""
    choice, _colon, actor = said.partition(":")
    options = {value for value, _words in _options(line.of, line)}
    if said not in options or said == _chosen(line):
        return False
    line.choice = choice
    if choice == Choice.SAME:
        line.actor_id = int(actor)
    elif line.outcome == Outcome.UNDECIDED:
        line.actor = None
    line.save(update_fields=["choice", "actor"])
    return True
