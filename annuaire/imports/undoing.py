"""Undoes a whole import: what it added goes, what it changed is put back, unless somebody came by since."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from annuaire.duplicates.models import Merge
from annuaire.duplicates.subjects import key_of
from annuaire.freshness.models import ConfirmationRequest
from annuaire.imports.adding import actors_written
from annuaire.imports.enums import Outcome, Undone
from annuaire.imports.history import DELETED, RESTORED, by_people
from annuaire.imports.knowledge import Knowledge
from annuaire.imports.merging import edited_names
from annuaire.imports.models import ActorImport, ImportedActor, ImportLine
from annuaire.imports.planning import Standing, hold, standings_of
from annuaire.imports.uses import Uses
from annuaire.imports.values import as_seen_by_a_source, facts_here, label, of_json
from annuaire.imports.writing import change
from annuaire.models import ActorPage
from core import gone
from core.addresses import french_path

TO_UNDO = (Outcome.ADDED, Outcome.CHANGED)


class Undoer:
    """Undoes lines of one import, those of a batch in a transaction. A line that was undone is left alone."""

    def __init__(self, of: ActorImport, knowledge: Knowledge) -> None:
        self.of = of
        self.knowledge = knowledge
        self.uses = Uses()
        self.about = {"user": of.undone_by, "data": {"import": of.pk, "file": of.file_name}}

    def undo(self, lines: Sequence[ImportLine]) -> None:
        """Call it in a transaction."""
        keys = {line.actor_id for line in lines} - {None}
        hold(keys)
        standings = standings_of(keys)
        used = self.uses.of(set(standings))
        leaving = []
        for line in lines:
            standing = standings.get(line.actor_id) if line.actor_id else None
            if standing is None:
                line.undone, line.undone_reason = Undone.KEPT, _("La fiche n’est plus là.")
            elif standing.page.locked:
                line.undone, line.undone_reason = Undone.KEPT, _("La fiche est verrouillée par l’équipe.")
            elif line.outcome != Outcome.ADDED:
                self._restore(line, standing)
            elif reason := self._why_kept(line, standing.page, used.get(standing.page.pk, "")):
                line.undone, line.undone_reason = Undone.KEPT, reason
            else:
                line.undone, line.actor = Undone.DELETED, None
                leaving.append(standing.page)
        self._delete(leaving)
        ImportLine.objects.bulk_update(lines, ["undone", "undone_reason", "actor"])

    def _delete(self, pages: Sequence[ActorPage]) -> None:
        """Withdraws PAGES, which nothing uses, all together: one by one, it would take a day for 50,000."""
        live = [page for page in pages if page.live]
        keys = {page.pk for page in pages}
        gone.withdraw(*filter(None, (french_path(page.url_path) for page in live)))
        Page.objects.filter(pk__in=keys).update(live=False)
        actors_written.send(sender=ActorPage, actor_ids=keys)
        for page in pages:
            log(instance=page, action=DELETED, deleted=True, **self.about)
        ActorPage.objects.filter(pk__in=keys).delete()

    def _why_kept(self, line: ImportLine, page: ActorPage, user: str) -> str:
        """Why the entry that LINE added, which USER uses, is no longer of the import alone; "" when it is."""
        if Merge.objects.standing().filter(Q(kept=key_of(page)) | Q(merged=key_of(page))).exists():
            return _("La fiche a été fusionnée avec une autre depuis.")
        if page.latest_revision_id != line.revision and self._was_edited(line, page):
            return _("La fiche a été modifiée depuis.")
        if Page.objects.filter(translation_key=page.translation_key).exclude(pk=page.pk).exists():
            return _("La fiche a été traduite depuis.")
        if ConfirmationRequest.objects.filter(actor=page).exclude(answer="").exists():
            return _("La structure a répondu au sujet de sa fiche.")
        if ImportedActor.objects.filter(actor=page).exclude(source=self.of.source).exists():
            return _("Un autre import parle aussi de cette fiche.")
        return _("La fiche sert à « %(user)s ».") % {"user": user} if user else ""

    def _was_edited(self, line: ImportLine, page: ActorPage) -> bool:
        """Whether PAGE is no longer what LINE added, or somebody saved it since; the site may have, and come back."""
        added = page.revisions.filter(pk=line.revision).first()
        if added is None or not page.latest_revision or by_people(page).exists():
            return True
        then, now = (facts_here(revision.as_object(), self.knowledge) for revision in (added, page.latest_revision))
        return then != now

    def _restore(self, line: ImportLine, standing: Standing) -> None:
        here = as_seen_by_a_source(
            facts_here(standing.shown, self.knowledge), self.knowledge, is_national=self.of.options.is_national
        )
        changes = {name: (before, after) for name, before, after, is_kept in line.changes if not is_kept}
        edited = edited_names({name: of_json(name, after) for name, (_before, after) in changes.items()}, here)
        values = {name: of_json(name, before) for name, (before, _after) in changes.items() if name not in edited}
        left = [label(name) for name in changes if name in edited]
        if values:
            self._put_back(line, standing, values)
        line.undone = Undone.RESTORED if values else Undone.KEPT
        if left:
            line.undone_reason = _("Modifié depuis, laissé tel quel : %(fields)s.") % {"fields": ", ".join(left)}

    def _put_back(self, line: ImportLine, standing: Standing, values: dict[str, Any]) -> None:
        """VALUES, and what the page held that facts tell in part."""
        raw = {name: value for name, value in (line.before or {}).get("raw", {}).items() if name in values}
        national = self.of.options.is_national
        change(standing.page, values, self.knowledge, is_national=national, action=RESTORED, raw=raw, **self.about)

    def forget(self, lines: Sequence[ImportLine]) -> None:
        """The source has said of the actors of LINES what it said before; what is written of them does not change."""
        for line in lines:
            told = ImportedActor.objects.filter(actor=line.actor_id, source=self.of.source, last_import=self.of)
            before = line.before or {}
            if before.get("said") is None:
                told.delete()
                continue
            back = {"values": before["said"]}
            if earlier := ActorImport.objects.filter(pk=before.get("last_import")).first():
                back["last_import"] = earlier  # undone in its turn, it takes its own words back
            if "identifier" in before and not self._is_anothers(before["identifier"], line):
                back["identifier"] = before["identifier"]
            told.update(**back)

    def _is_anothers(self, identifier: str, line: ImportLine) -> bool:
        known = ImportedActor.objects.exclude(identifier="").exclude(actor=line.actor_id)
        return known.filter(source=self.of.source, identifier=identifier).exists()
