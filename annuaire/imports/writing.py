"""Writes what is planned of a batch of lines: actors, what their source said, and the lines of the report."""

from collections.abc import Mapping, Sequence
from typing import Any

from wagtail.log_actions import log
from wagtail.models import Revision

from annuaire.duplicates.following import left_to_the_night
from annuaire.imports.adding import Adder
from annuaire.imports.enums import Outcome
from annuaire.imports.history import CHANGED
from annuaire.imports.identity import likeness
from annuaire.imports.knowledge import Knowledge
from annuaire.imports.merging import edited_names
from annuaire.imports.models import ActorImport, ImportedActor, ImportLine
from annuaire.imports.planning import Decision, Plan, Standing
from annuaire.imports.values import as_json, as_seen_by_a_source, facts_here, give
from annuaire.models import ActorPage
from core import publication

# Fields that facts tell in part: undoing puts back what the page held.
RAW = ("body", "programmes", "sources", "phone")


def change(
    page: ActorPage,
    values: Mapping[str, Any],
    knowledge: Knowledge,
    *,
    is_national: bool,
    action: str,
    raw: Mapping[str, Any] | None = None,
    **about: Any,
) -> Revision:
    """Gives the facts VALUES to PAGE, an actor as the database has it, and keeps what ABOUT says in its history.

    Published, it is published again, with all that follows; a draft in the making stays one, still planned if it was,
    and takes what nobody had changed in it. Not published, its draft changes. RAW are fields of the page, given as they
    are in the place of their facts. ABOUT: `user` and `data`. Call it in a transaction.
    """
    before = facts_here(page if page.live else page.get_latest_revision_as_object(), knowledge)

    def given(version: ActorPage) -> ActorPage:
        here = before if version is page else facts_here(version, knowledge)
        edited = edited_names(before, here)
        wanted = {name: value for name, value in values.items() if name not in edited}
        _give(version, wanted, raw, knowledge, is_national=is_national)
        return version

    with left_to_the_night():
        revision = publication.change(page, given, about["user"])
    log(instance=page, action=action, revision=revision, content_changed=True, **about)
    return revision


def _give(
    page: ActorPage,
    values: Mapping[str, Any],
    raw: Mapping[str, Any] | None,
    knowledge: Knowledge,
    *,
    is_national: bool,
) -> None:
    give(page, values, knowledge, is_national=is_national)
    for name in set(raw or ()) & set(values):
        setattr(page, name, (raw or {})[name])


class Writer:
    """Writes the plans of one import, batch after batch, each in a transaction."""

    def __init__(self, of: ActorImport, knowledge: Knowledge) -> None:
        self.of = of
        self.knowledge = knowledge
        self.adder = Adder(of, knowledge)

    def write(self, plans: Sequence[Plan], decisions: Mapping[int, Decision]) -> Mapping[int, ActorPage]:
        """Does what PLANS say, and writes their lines; returns what was added, by number of line."""
        added = [plan for plan in plans if plan.outcome == Outcome.ADDED]
        pages = dict(zip((plan.line.number for plan in added), self.adder.add(added) if added else [], strict=True))
        lines: dict[int, ImportLine] = {}
        for plan in plans:
            line = line_of(self.of, plan, decisions.get(plan.line.number))
            if page := pages.get(plan.line.number):
                line.actor, line.revision, line.changes = page, page.latest_revision_id, []
            if plan.outcome == Outcome.CHANGED and plan.standing:
                self._change(plan, plan.standing, line)
            lines[line.number] = line
        self._remember(plans, pages, lines)
        replace_lines(self.of, list(lines.values()))
        return pages

    def _change(self, plan: Plan, standing: Standing, line: ImportLine) -> None:
        changes = {change.name: change.after for change in plan.changes if not change.is_kept}
        raw = {name: _raw(standing.shown, name) for name in RAW if name in changes}
        data = {"import": self.of.pk, "file": self.of.file_name, "fields": sorted(changes)}
        revision = change(
            standing.page,
            changes,
            self.knowledge,
            is_national=self.of.options.is_national,
            action=CHANGED,
            user=self.of.user,
            data=data,
        )
        line.before, line.revision = {"raw": raw}, revision.pk

    def _remember(self, plans: Sequence[Plan], pages: Mapping[int, ActorPage], lines: Mapping[int, ImportLine]) -> None:
        """What the source says of each actor, to know next time what was edited here; LINES keep what it said."""
        new: list[ImportedActor] = []
        changed: list[ImportedActor] = []
        identifiers = [plan.line.external_id for plan in plans if plan.line.external_id]
        held = dict(
            ImportedActor.objects.filter(source=self.of.source, identifier__in=identifiers).values_list(
                "identifier", "actor_id"
            )
        )
        for plan in plans:
            page = pages.get(plan.line.number) or (plan.standing.page if plan.standing and plan.values else None)
            if page is None:
                continue
            row = plan.remembered or ImportedActor(actor_id=page.pk, source=self.of.source)
            values = row.values | {name: as_json(value) for name, value in self._seen(plan).items()}
            identifier = plan.line.external_id or row.identifier
            if held.get(identifier, page.pk) != page.pk:
                identifier = row.identifier  # that of an entry merged into this one, which stays its own
            if row.pk and (values, identifier) == (row.values, row.identifier):
                continue
            line = lines[plan.line.number]
            said = {"said": row.values if row.pk else None, "identifier": row.identifier}
            line.before = (line.before or {}) | said | {"last_import": row.last_import_id}
            row.values, row.identifier, row.last_import = values, identifier, self.of
            (changed if row.pk else new).append(row)
        ImportedActor.objects.bulk_create(new)
        ImportedActor.objects.bulk_update(changed, ["values", "identifier", "last_import"])

    def _seen(self, plan: Plan) -> Mapping[str, Any]:
        return as_seen_by_a_source(plan.values, self.knowledge, is_national=self.of.options.is_national)


def _raw(page: ActorPage, name: str) -> Any:
    value = getattr(page, name)
    return list(value.raw_data) if name == "body" else value


def line_of(of: ActorImport, plan: Plan, decision: Decision | None) -> ImportLine:
    """The line of the report that says PLAN."""
    line = plan.line
    return ImportLine(
        of=of,
        number=line.number,
        name=line.name,
        town=line.town[:120],
        identifier=line.external_id,
        likeness="" if line.error else likeness(line),
        outcome=plan.outcome,
        reason=plan.reason,
        remarks=list(line.remarks),
        changes=[[each.name, as_json(each.before), as_json(each.after), each.is_kept] for each in plan.changes],
        resembles=[[each.pk, each.name, each.why] for each in plan.resembling],
        choice=decision.choice if decision else "",
        actor_id=plan.standing.page.pk if plan.standing else decision.actor if decision else None,
    )


def replace_lines(of: ActorImport, lines: Sequence[ImportLine]) -> None:
    """LINES take the place of those that the preview wrote."""
    ImportLine.objects.filter(of=of, number__in=[line.number for line in lines]).delete()
    ImportLine.objects.bulk_create(lines)
