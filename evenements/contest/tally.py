"""The ranking of an edition, read from the tables: by category, with who is late and who stood back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.models import ContestCategory
from evenements.contest.jury import applications_of, criteria_of, person_name
from evenements.contest.models import Application, ContestCriterion, Mark, Recusal
from evenements.contest.ranking import Panel, Standing, ranking
from evenements.models import ContestPage


@dataclass(frozen=True)
class Progress:
    """How far a juror is: of the applications they do not stand back from, those wholly and those partly marked."""

    juror: str
    expected: int
    whole: int
    partly: int
    recused: int

    @property
    def left(self) -> int:
        return self.expected - self.whole


@dataclass(frozen=True)
class Tally:
    """An edition, what its jury marked, and where each application stands, by category in the vocabulary's order."""

    edition: ContestPage
    criteria: Sequence[ContestCriterion]
    jurors: Mapping[int, Any]
    applications: Mapping[int, Application]
    recusals: Sequence[Recusal]
    by_category: Mapping[ContestCategory | None, Sequence[Standing]]

    @property
    def standings(self) -> list[Standing]:
        return [standing for group in self.by_category.values() for standing in group]

    @property
    def missing(self) -> int:
        """How many marks are still to be given."""
        return sum(len(left) for standing in self.standings for left in standing.missing.values())

    @property
    def ties(self) -> int:
        return sum(standing.tied for standing in self.standings)

    def progress(self) -> list[Progress]:
        """By juror, in the edition's order."""
        return [self._progress(juror) for juror in self.jurors]

    def _progress(self, juror: int) -> Progress:
        recused = sum(row.user_id == juror for row in self.recusals)
        late = [standing.missing[juror] for standing in self.standings if juror in standing.missing]
        expected = len(self.applications) - recused
        partly = sum(len(left) < len(self.criteria) for left in late)
        return Progress(person_name(self.jurors[juror]), expected, expected - len(late), partly, recused)


def tally_of(edition: ContestPage) -> Tally:
    """The tally of EDITION, in a constant number of queries."""
    criteria = criteria_of(edition)
    jurors = {row.user_id: row.user for row in edition.jurors.select_related("user").order_by("sort_order", "pk")}
    found = applications_of(edition).select_related("decision", "entry").prefetch_related("files")
    applications = {row.pk: row for row in found}
    for application in applications.values():
        application.edition = edition
    recusals = _recusals(applications, jurors)
    marks = Mark.objects.filter(application__in=applications_of(edition).values("pk"))
    rows = list(marks.values_list("application", "juror", "criterion", "value"))
    weights = {criterion.pk: criterion.weight for criterion in criteria}
    pairs = {(row.user_id, row.application_id) for row in recusals}
    by_category = {}
    for category, keys in _by_category(applications).items():
        by_category[category] = ranking(Panel(keys, list(jurors), weights, pairs), rows)
    return Tally(edition, criteria, jurors, applications, recusals, by_category)


def _recusals(applications: Mapping[int, Application], jurors: Mapping[int, Any]) -> list[Recusal]:
    """Those of the JURORS there are now, by application."""
    rows = Recusal.objects.filter(application__edition__in={row.edition_id for row in applications.values()})
    found = rows.filter(user__in=jurors).select_related("user", "application").order_by("application__number", "at")
    return [row for row in found if row.application_id in applications]


def _by_category(applications: Mapping[int, Application]) -> dict[ContestCategory | None, list[int]]:
    """The keys of APPLICATIONS by category, in the order of both."""
    found: dict[ContestCategory | None, list[int]] = {}
    for row in sorted(applications.values(), key=_category_order):
        found.setdefault(row.category, []).append(row.pk)
    return found


def _category_order(application: Application) -> tuple[int, str, int]:
    category = application.category
    order = (category.sort_order, category.label) if category else (1_000_000, "")
    return (*order, application.number or 0)
