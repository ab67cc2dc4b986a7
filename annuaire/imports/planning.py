"""What is to be done of each line of a file: the same for a preview and for the import itself. Writes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from wagtail.models import Page

from annuaire.enums import ActorKind
from annuaire.facts import LISTS
from annuaire.imports.enums import Choice, Outcome
from annuaire.imports.identity import Finder, Match, Resembling
from annuaire.imports.knowledge import Knowledge
from annuaire.imports.lines import Line, LineReader
from annuaire.imports.merging import Change, is_address_kept_whole, is_empty, merge
from annuaire.imports.models import ImportedActor
from annuaire.imports.options import Options
from annuaire.imports.sheets import Record
from annuaire.imports.values import as_seen_by_a_source, facts_here, of_json
from annuaire.models import ActorPage
from annuaire.national_row import TYPOLOGY_OF_KIND
from annuaire.typologies import Typology

# What the type of a place surely says of its kind.
KINDS: Mapping[str, str] = {typology.value: kind.value for kind, typology in TYPOLOGY_OF_KIND.items()} | {
    **dict.fromkeys([Typology.MUNI, Typology.EPCI, Typology.CC], ActorKind.LOCAL_AUTHORITY.value),
    **dict.fromkeys(
        [Typology.CAF, Typology.CCAS, Typology.CD, Typology.CFP, Typology.CIAS, Typology.CPAM, Typology.FT,
         Typology.MSA, Typology.MDPH, Typology.PREF, Typology.REG],
        ActorKind.PUBLIC_BODY.value,
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Decision:
    """What an editor said of a line; `actor` is the one it is the same as."""

    choice: str = ""
    actor: int | None = None


@dataclass(frozen=True)
class Standing:
    """An actor as it is: `page` is its row; `shown` what is compared, which is its draft when it is not published."""

    page: ActorPage
    shown: ActorPage


@dataclass(frozen=True)
class Plan:
    """What is to be done of `line`. `values` is what its source says, to remember; `remembered` what it said before."""

    line: Line
    outcome: Outcome
    reason: str = ""
    changes: tuple[Change, ...] = ()
    standing: Standing | None = None
    resembling: tuple[Resembling, ...] = ()
    remembered: ImportedActor | None = None
    values: Mapping[str, Any] = field(default_factory=dict)


class Planner:
    """Plans the lines of one file, batch after batch, in their order."""

    def __init__(self, options: Options, knowledge: Knowledge, finder: Finder) -> None:
        self.options = options
        self.knowledge = knowledge
        self.finder = finder
        self.reader = LineReader(options, knowledge)

    def plan(
        self, records: Sequence[Record], decisions: Mapping[int, Decision] | None = None, *, writing: bool = False
    ) -> list[Plan]:
        """A plan for each of RECORDS; DECISIONS by number of line. A constant number of queries, but for drafts.

        WRITING, in a transaction, nobody else changes their actors until it ends.
        """
        said = decisions or {}
        lines = [self.reader.read(record) for record in records]
        matches = self.finder.find(lines)
        actors = {self._actor(line, match, said.get(line.number)) for line, match in zip(lines, matches, strict=True)}
        if writing:
            hold(actors - {None})
        standings = standings_of(actors - {None})
        told = ImportedActor.objects.filter(source=self.options.source, actor__in=list(standings))
        remembered = {row.actor_id: row for row in told}
        plans = []
        for line, match in zip(lines, matches, strict=True):
            decision = said.get(line.number, Decision())
            actor = self._actor(line, match, decision)
            standing = standings.get(actor) if actor else None
            plans.append(self._plan(line, match, decision, standing, remembered.get(actor) if actor else None))
        return plans

    def _actor(self, line: Line, match: Match, decision: Decision | None) -> int | None:
        if decision and decision.choice == Choice.SAME and match.actor is None and not match.refusal:
            return self.finder.follow(decision.actor)
        return match.actor

    def _plan(
        self,
        line: Line,
        match: Match,
        decision: Decision,
        standing: Standing | None,
        remembered: ImportedActor | None,
    ) -> Plan:
        if line.error or match.refusal:
            return Plan(line, Outcome.REFUSED, line.error or match.refusal)
        if decision.choice == Choice.SKIP:
            return Plan(line, Outcome.SKIPPED, _("Laissé de côté par l’équipe."), resembling=match.resembling)
        if standing:
            if earlier := self.finder.said.earlier(standing.page.pk, line.number):
                reason = _("La ligne %(line)s parle déjà de la même fiche.") % {"line": earlier}
                return Plan(line, Outcome.REFUSED, reason, standing=standing)
            return self._change(line, standing, remembered, decision)
        if line.is_outside and self.options.territory_only:
            return Plan(line, Outcome.SKIPPED, line.remarks[-1] if len(line.remarks) == 1 else _("Hors du territoire."))
        if match.resembling and decision.choice != Choice.ADD and not self.options.add_similar:
            nearest = match.resembling[0]
            reason = _("Ressemble à « %(name)s » : %(why)s.") % {"name": nearest.name, "why": nearest.why}
            return Plan(line, Outcome.UNDECIDED, reason, resembling=match.resembling)
        return self._add(line, match)

    def _add(self, line: Line, match: Match) -> Plan:
        if not line.facts.get("title"):
            return Plan(line, Outcome.REFUSED, _("Il faut un nom, en français."))
        values = dict(line.facts)
        values["kind"] = values.get("kind") or next(
            (KINDS[value] for value in values.get("typologies", ()) if value in KINDS), self.options.default_kind
        )
        changes = tuple(Change(name, None, value) for name, value in values.items() if not is_empty(value))
        return Plan(line, Outcome.ADDED, changes=changes, resembling=match.resembling, values=line.facts)

    def _change(self, line: Line, standing: Standing, remembered: ImportedActor | None, decision: Decision) -> Plan:
        if standing.page.locked:
            return Plan(line, Outcome.REFUSED, _("La fiche est verrouillée par l’équipe."), standing=standing)
        seen = as_seen_by_a_source(
            facts_here(standing.shown, self.knowledge), self.knowledge, is_national=self.options.is_national
        )
        theirs = dict(line.facts)
        if self.options.is_national and seen["sources"]:
            theirs.pop("sources", None)  # where this entry comes from is said already
        derived = TYPOLOGY_OF_KIND.get(seen["kind"])
        if not seen["typologies"] and theirs.get("typologies") == (derived,):
            theirs.pop("typologies")  # the file tells what the kind says, as ours does
        base = {name: of_json(name, value) for name, value in remembered.values.items()} if remembered else None
        take = decision.choice == Choice.THEIRS or (self.options.take_theirs and decision.choice != Choice.OURS)
        is_elsewhere = line.is_outside and bool(seen["commune"])
        changes = tuple(merge(theirs, seen, base, take_theirs=take, keep_address=is_elsewhere))
        theirs |= {change.name: change.after for change in changes if change.name not in theirs}
        outcome = Outcome.UNCHANGED
        if changes:
            outcome = Outcome.KEPT if all(change.is_kept for change in changes) else Outcome.CHANGED
        reason = _("L’adresse est gardée en entier, comme elle est ici.") if is_address_kept_whole(changes) else ""
        return Plan(line, outcome, reason, changes, standing, remembered=remembered, values=theirs)


def hold(keys: set[Any]) -> None:
    """Keeps others from changing the actors KEYS until the transaction ends, where the database knows how.

    Read them after: those that somebody was publishing are then as published.
    """
    if connection.features.has_select_for_update:
        list(Page.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))


def standings_of(keys: set[Any]) -> dict[int, Standing]:
    """The canonical actors KEYS, with what is needed to compare them."""
    found = ActorPage.objects.canonical().filter(pk__in=keys).select_related("commune", "locale", "latest_revision")
    return {
        page.pk: Standing(page, page if page.live else page.get_latest_revision_as_object())
        for page in found.prefetch_related(*LISTS)
    }
