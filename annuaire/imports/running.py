"""The work of an import, batch by batch, each in one transaction: begun anywhere, it goes on from where it was.

The row of the import is its task: whoever does it takes a lease, renewed at each batch; one who stops loses it, and the
next one goes on.
"""

import datetime as dt
import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from annuaire.imports.enums import WORKING, ImportState, Outcome
from annuaire.imports.identity import Finder, Said
from annuaire.imports.knowledge import Knowledge
from annuaire.imports.models import ActorImport, ImportFile
from annuaire.imports.planning import Decision, Plan, Planner
from annuaire.imports.sheets import Record, Sheet, UnreadableFile, open_sheet
from annuaire.imports.undoing import TO_UNDO, Undoer
from annuaire.imports.writing import Writer, line_of, replace_lines

logger = logging.getLogger(__name__)
BATCH = 100
LEASE = dt.timedelta(minutes=5)
NEXT = {
    ImportState.CHECKING: ImportState.CHECKED,
    ImportState.RUNNING: ImportState.DONE,
    ImportState.UNDOING: ImportState.UNDONE,
}
T = TypeVar("T")
Tell = Callable[[ActorImport], None]


def batches(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, size)):
        yield batch


def start(of: ActorImport, state: ImportState, user: AbstractBaseUser | None = None) -> None:
    """Gives OF, which is at rest, work to do; USER is the one who undoes it."""
    of.state, of.position, of.error, of.stopped_in = state, 0, "", ""
    if state == ImportState.UNDOING:
        of.undone_by = user
    of.save(update_fields=["state", "position", "error", "stopped_in", "undone_by"])


def resume(of: ActorImport) -> None:
    """Goes on with what FAILED."""
    of.state, of.error, of.stopped_in = of.stopped_in, "", ""
    of.save(update_fields=["state", "error", "stopped_in"])


def waiting() -> list[ActorImport]:
    """The imports with work to do that nobody does."""
    free = Q(claimed_until=None) | Q(claimed_until__lt=timezone.now())
    return list(ActorImport.objects.filter(free, state__in=WORKING).order_by("pk"))


def work(of: ActorImport, *, seconds: float | None = None, tell: Tell | None = None) -> bool:
    """Works on OF, for about SECONDS when given; whether there is nothing left to do. TELL hears of each batch."""
    now = timezone.now()
    free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    taken = ActorImport.objects.filter(free, pk=of.pk, state__in=WORKING).update(claimed_until=now + LEASE)
    of.refresh_from_db()
    if not taken:
        return not of.is_working
    until = time.monotonic() + seconds if seconds is not None else None
    try:
        for _batch in _undo(of) if of.state == ImportState.UNDOING else _read(of):
            if tell:
                tell(of)
            if until is not None and time.monotonic() > until:
                return False
        _finish(of)
    except UnreadableFile as error:
        _stop(of, str(error))
    except Exception:
        logger.exception("import %s stopped", of.pk)
        _stop(of, _("Le site n’a pas pu continuer. Rien n’est perdu : reprenez, ou prévenez un administrateur."))
    finally:
        ActorImport.objects.filter(pk=of.pk).update(claimed_until=None)
    return True


def _read(of: ActorImport) -> Iterator[None]:
    """Reads the file, and writes what it says when that is asked."""
    sheet = open_sheet(bytes(ImportFile.objects.get(of=of).data))
    if not of.total:
        of.total = max((record.number for record in sheet.records()), default=0)
        ActorImport.objects.filter(pk=of.pk).update(total=of.total)
    if of.state == ImportState.CHECKING and not of.position:
        of.lines.all().delete()
    knowledge = Knowledge.read()
    planner = Planner(of.options, knowledge, Finder(of.source, Said.by(of)))
    writer = Writer(of, knowledge) if of.state == ImportState.RUNNING else None
    left = (record for record in sheet.records() if record.number > of.position)
    for records in batches(left, BATCH):
        with transaction.atomic():
            _do(of, planner, writer, records)
            _advance(of, records[-1].number)
        yield


def _do(of: ActorImport, planner: Planner, writer: Writer | None, records: Sequence[Record]) -> None:
    """A batch whole or, when something in it makes it fail, each of its lines alone."""
    try:
        with transaction.atomic():
            _write(of, planner, writer, records)
    except Exception as error:
        if len(records) > 1:
            for record in records:
                _do(of, planner, writer, [record])
            return
        reason = _("Le site n’a pas pu traiter cette ligne.")
        if isinstance(error, ValidationError):
            reason = _("La fiche ne peut pas être enregistrée : %(why)s") % {"why": " ".join(error.messages)}
        else:
            logger.exception("import %s: line %s", of.pk, records[0].number)
        line = planner.reader.read(records[0])
        refused = Plan(line, Outcome.REFUSED, reason)
        replace_lines(of, [line_of(of, refused, None)])


def _write(of: ActorImport, planner: Planner, writer: Writer | None, records: Sequence[Record]) -> None:
    decisions = decisions_on(of, records) if writer else {}
    plans = planner.plan(records, decisions)
    if writer:
        writer.write(plans, decisions)
    else:
        replace_lines(of, [line_of(of, plan, None) for plan in plans])


def decisions_on(of: ActorImport, records: Sequence[Record]) -> dict[int, Decision]:
    """What an editor said of these lines, on the preview."""
    lines = of.lines.filter(number__in=[record.number for record in records]).exclude(choice="")
    return {number: Decision(choice, actor) for number, choice, actor in lines.values_list("number", "choice", "actor")}


def _undo(of: ActorImport) -> Iterator[None]:
    undoer = Undoer(of, Knowledge.read())
    left = of.lines.filter(outcome__in=TO_UNDO, undone="").order_by("number")
    while lines := list(left[:BATCH]):
        with transaction.atomic():
            undoer.undo(lines)
            _advance(of, lines[-1].number)
        yield
    told = of.lines.filter(before__has_key="said").exclude(actor=None)
    for lines in batches(told.iterator(chunk_size=BATCH), BATCH):
        with transaction.atomic():
            undoer.forget(lines)
        yield


def _advance(of: ActorImport, number: int) -> None:
    of.position = number
    ActorImport.objects.filter(pk=of.pk).update(position=number, claimed_until=timezone.now() + LEASE)


def _finish(of: ActorImport) -> None:
    of.counts = counts_of(of)
    of.state = NEXT[ImportState(of.state)]
    if of.state == ImportState.DONE:
        of.finished_at = timezone.now()
    elif of.state == ImportState.UNDONE:
        of.undone_at = timezone.now()
    of.save(update_fields=["counts", "state", "finished_at", "undone_at"])


def _stop(of: ActorImport, reason: str) -> None:
    of.stopped_in, of.state, of.error = of.state, ImportState.FAILED, reason
    of.save(update_fields=["stopped_in", "state", "error"])


def counts_of(of: ActorImport) -> dict[str, int]:
    """How many lines by outcome, then by what undoing made of them."""
    found = of.lines.order_by().values_list("outcome").annotate(number=Count("pk"))
    undone = of.lines.exclude(undone="").order_by().values_list("undone").annotate(number=Count("pk"))
    return dict(found) | {f"undone-{name}": number for name, number in undone}


def preview(planner: Planner, sheet: Sheet) -> Iterator[Plan]:
    """What the lines of SHEET would do; nothing is written."""
    for records in batches(sheet.records(), BATCH):
        yield from planner.plan(records)
