"""The ranking and the marks in files that a spreadsheet opens and runs nothing of.

Of an edition judged blind they have numbers, and texts as its jury reads them; of another, the author too. The marks
and the weights are enough to find the ranking again.
"""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from core.formulas import neutral
from core.tables.writing import one_line
from evenements.contest.anonymity import Heading, heading_of, reader_of
from evenements.contest.jury import User, criteria_of, person_name, tasks_of
from evenements.contest.models import Mark
from evenements.contest.ranking import Standing, rounded
from evenements.contest.tally import Tally
from evenements.models import ContestPage


def csv_answer(rows: Iterable[Sequence[Any]], name: str) -> HttpResponse:
    """ROWS in a file called NAME: UTF-8, commas, a line a row."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for row in rows:
        writer.writerow([neutral(one_line(str(cell))) for cell in row])
    response = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store, private"
    return response


def ranking_rows(tally: Tally) -> list[list[Any]]:
    """The header, then a row an application: where it stands, what it lacks, what was decided."""
    blind = tally.edition.anonymous
    author = [] if blind else [_("Candidat"), _("Commune")]
    means = [f"{criterion.label} (× {criterion.weight})" for criterion in tally.criteria]
    head = [
        _("Catégorie"), _("Rang"), _("Ex æquo"), _("Numéro"), _("Titre"), *author, _("Note sur 10"), *means,
        _("Jurés attendus"), _("Notes manquantes"), _("Récusations"), _("Décision"), _("Raison"),
    ]  # fmt: skip
    return [head, *(_ranking_row(tally, standing, blind) for standing in tally.standings)]


def _ranking_row(tally: Tally, standing: Standing, blind: bool) -> list[Any]:
    application = tally.applications[standing.application]
    heading, decision = heading_of(application), getattr(application, "decision", None)
    missing = sum(len(left) for left in standing.missing.values())
    return [
        heading.category, standing.rank or "", _("oui") if standing.tied else "", heading.number, heading.title,
        *([] if blind else [heading.author, heading.commune]), rounded(standing.score),
        *(rounded(standing.by_criterion.get(criterion.pk)) for criterion in tally.criteria),
        standing.expected, missing, sum(row.application_id == application.pk for row in tally.recusals),
        decision.get_outcome_display() if decision else "", reader_of(application)(decision.reason) if decision else "",
    ]  # fmt: skip


def marks_rows(tally: Tally) -> list[list[Any]]:
    """The header, then a row a mark of those that count, by application, juror and criterion."""
    recused = {(row.user_id, row.application_id) for row in tally.recusals}
    given = Mark.objects.filter(application__in=tally.applications, juror__in=tally.jurors).select_related("criterion")
    order = {criterion.pk: place for place, criterion in enumerate(tally.criteria)}
    jurors = list(tally.jurors)
    rows = [mark for mark in given if (mark.juror_id, mark.application_id) not in recused]
    rows.sort(
        key=lambda mark: (
            tally.applications[mark.application_id].number or 0,
            jurors.index(mark.juror_id),
            order[mark.criterion_id],
        )
    )
    head = [_("Numéro"), _("Juré"), _("Critère"), _("Poids"), _("Note"), _("Commentaire")]
    texts = {pk: reader_of(tally.applications[pk]) for pk in {mark.application_id for mark in rows if mark.comment}}
    return [head, *(_mark_row(tally, mark, texts.get(mark.application_id, str)) for mark in rows)]


def _mark_row(tally: Tally, mark: Mark, text: Callable[[str], str]) -> list[Any]:
    number = tally.applications[mark.application_id].number
    juror = person_name(tally.jurors[mark.juror_id])
    return [number, juror, mark.criterion.label, mark.criterion.weight, mark.value, text(mark.comment)]


def own_marks(user: User, edition: ContestPage) -> list[list[Any]]:
    """What USER gave in EDITION: the header, then a row an application of theirs."""
    criteria = criteria_of(edition)
    given: dict[int, dict[int, Mark]] = {}
    for mark in Mark.objects.filter(juror=user.pk, application__edition=edition.pk):
        given.setdefault(mark.application_id, {})[mark.criterion_id] = mark
    head = [_("Numéro"), _("Catégorie"), _("Titre"), *(criterion.label for criterion in criteria), _("Commentaires")]
    rows = []
    for task in tasks_of(user, edition):
        if not task.recused:
            marks = given.get(task.application.pk, {})
            rows.append(_own_row(heading_of(task.application), [marks.get(criterion.pk) for criterion in criteria]))
    return [head, *rows]


def _own_row(heading: Heading, marks: Sequence[Mark | None]) -> list[Any]:
    comments = " ; ".join(mark.comment for mark in marks if mark and mark.comment)
    values = ["" if mark is None else mark.value for mark in marks]
    return [heading.number, heading.category, heading.title, *values, comments]
