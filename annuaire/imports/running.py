"""The work of an import, batch by batch, each in one transaction: begun anywhere, it goes on from where it was.

The row of the import is its task: whoever does it takes a lease, renewed at each batch; one who stops loses it, and the
next one goes on.
"""

import datetime as dt
import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from typing import Any, TypeVar

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from annuaire.imports.enums import WORKING, ImportState, Outcome, Undone
from annuaire.imports.identity import Finder, Said
from annuaire.imports.knowledge import Knowledge
from annuaire.imports.models import ActorImport, ImportFile, ImportLine
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


class Refused(Exception):
    """Nothing was done; the sentence says why."""


class Lost(Exception):
    """Another process took the lease of an import, whose work this one leaves."""


def start(of: ActorImport, state: ImportState, user: AbstractBaseUser | None = None) -> None:
    """Gives OF, which is as it was read and nobody works on, work to do; USER is the one who undoes it.

    Raises Refused when someone else started something of it meanwhile, or when there is nothing to undo it by.
    """
    was, reached = of.stopped_in or of.state, of.position
    if state == ImportState.UNDOING and was == ImportState.DONE and not of.lines.exists():
        raise Refused(_("Cet import n’a plus de lignes : le site ne sait plus ce qu’il a changé, et ne l’annule pas."))
    values = {"state": state, "position": 0, "error": "", "stopped_in": ""}
    if state == ImportState.UNDOING:
        values["undone_by"] = user
    with transaction.atomic():
        _go(of, values)
        if state == ImportState.UNDOING and was == ImportState.RUNNING:
            of.lines.filter(number__gt=reached).delete()  # the preview wrote them, nothing was done of them


def resume(of: ActorImport) -> None:
    """Goes on with what FAILED. Raises Refused when someone else does already."""
    _go(of, {"state": of.stopped_in, "error": "", "stopped_in": ""})


def _go(of: ActorImport, values: dict[str, Any]) -> None:
    """Gives VALUES to OF if it is still as it was read: of two requests at once, one does."""
    if not ActorImport.objects.filter(free(), pk=of.pk, state=of.state, position=of.position).update(**values):
        raise Refused(moved_on())
    for name, value in values.items():
        setattr(of, name, value)


def moved_on() -> str:
    """Why what was asked of an import is no longer to be done."""
    return _("Cet import a avancé entre-temps, ou quelqu’un d’autre s’en occupe : voici où il en est.")


def free() -> Q:
    """The imports that no process works on."""
    return Q(claimed_until=None) | Q(claimed_until__lt=timezone.now())


def waiting() -> list[ActorImport]:
    """The imports with work to do that nobody does."""
    return list(ActorImport.objects.filter(free(), state__in=WORKING).order_by("pk"))


def work(of: ActorImport, *, seconds: float | None = None, tell: Tell | None = None) -> bool:
    """Works on OF, for about SECONDS when given; whether there is nothing left to do. TELL hears of each batch."""
    lease = timezone.now() + LEASE
    taken = ActorImport.objects.filter(free(), pk=of.pk, state__in=WORKING).update(claimed_until=lease)
    of.refresh_from_db()
    if not taken:
        return not of.is_working
    of.claimed_until = lease
    until = time.monotonic() + seconds if seconds is not None else None
    try:
        for _batch in _undo(of) if of.state == ImportState.UNDOING else _read(of):
            if tell:
                tell(of)
            if until is not None and time.monotonic() > until:
                return False
        _finish(of)
    except Lost:
        return False
    except UnreadableFile as error:
        _stop(of, str(error))
    except Exception:
        logger.exception("import %s stopped", of.pk)
        _stop(of, _("Le site n’a pas pu continuer. Rien n’est perdu : reprenez, ou prévenez un administrateur."))
    finally:
        ActorImport.objects.filter(pk=of.pk, claimed_until=of.claimed_until).update(claimed_until=None)
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
    plans = planner.plan(records, decisions, writing=writer is not None)
    if writer:
        for number, page in writer.write(plans, decisions).items():
            planner.finder.said.earlier(page.pk, number)
    else:
        replace_lines(of, [line_of(of, plan, None) for plan in plans])


def decisions_on(of: ActorImport, records: Sequence[Record]) -> dict[int, Decision]:
    """What an editor said of these lines, on the preview."""
    lines = of.lines.filter(number__in=[record.number for record in records]).exclude(choice="")
    return {number: Decision(choice, actor) for number, choice, actor in lines.values_list("number", "choice", "actor")}


def _undo(of: ActorImport) -> Iterator[None]:
    undoer = Undoer(of, Knowledge.read())
    left = of.lines.filter(outcome__in=TO_UNDO, undone="").order_by("-number")
    while lines := list(left[:BATCH]):
        with transaction.atomic():
            _undo_lines(of, undoer, lines)
            _advance(of, max(0, of.total - lines[-1].number))
        yield
    told = of.lines.filter(before__has_key="said").exclude(actor=None)
    for lines in batches(told.iterator(chunk_size=BATCH), BATCH):
        with transaction.atomic():
            undoer.forget(lines)
        yield


def _undo_lines(of: ActorImport, undoer: Undoer, lines: Sequence[ImportLine]) -> None:
    """A batch whole or, when something in it makes it fail, each of its lines alone."""
    try:
        with transaction.atomic():
            undoer.undo(lines)
    except Exception:
        if len(lines) > 1:
            for line in of.lines.filter(pk__in=[line.pk for line in lines]).order_by("-number"):
                _undo_lines(of, undoer, [line])
            return
        logger.exception("import %s: line %s not undone", of.pk, lines[0].number)
        reason = _("Le site n’a pas pu annuler cette ligne.")
        of.lines.filter(pk=lines[0].pk).update(undone=Undone.KEPT, undone_reason=reason)


def _advance(of: ActorImport, number: int) -> None:
    _hold(of, position=number, claimed_until=timezone.now() + LEASE)


def _finish(of: ActorImport) -> None:
    state = NEXT[ImportState(of.state)]
    ended = {ImportState.DONE: "finished_at", ImportState.UNDONE: "undone_at"}.get(state)
    _hold(of, counts=counts_of(of), state=state, **({ended: timezone.now()} if ended else {}))


def _stop(of: ActorImport, reason: str) -> None:
    with suppress(Lost):
        _hold(of, stopped_in=of.state, state=ImportState.FAILED, error=reason)


def _hold(of: ActorImport, **values: Any) -> None:
    """Writes VALUES of OF, whose lease is still this process's. Raises Lost."""
    if not ActorImport.objects.filter(pk=of.pk, claimed_until=of.claimed_until).update(**values):
        raise Lost
    for name, value in values.items():
        setattr(of, name, value)


def counts_of(of: ActorImport) -> dict[str, int]:
    """How many lines by outcome, then by what undoing made of them."""
    found = of.lines.order_by().values_list("outcome").annotate(number=Count("pk"))
    undone = of.lines.exclude(undone="").order_by().values_list("undone").annotate(number=Count("pk"))
    return dict(found) | {f"undone-{name}": number for name, number in undone}


def preview(planner: Planner, sheet: Sheet) -> Iterator[Plan]:
    """What the lines of SHEET would do; nothing is written."""
    for records in batches(sheet.records(), BATCH):
        yield from planner.plan(records)
