"""The ranking of an edition, read from the tables: by category, with who is late and who stood back."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.models import ContestCategory
from evenements.contest.jury import criteria_of, person_name
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
    """An edition, what its jury marked, and where each application stands, by category in the vocabulary's order.

    `jurors` are those of the edition, then those who marked it and left: `former`. Applications that were purged are
    there, by their number: without them the others would have other ranks.
    """

    edition: ContestPage
    criteria: Sequence[ContestCriterion]
    jurors: Mapping[int, Any]
    former: Collection[int]
    applications: Mapping[int, Application]
    recusals: Sequence[Recusal]
    by_category: Mapping[ContestCategory | None, Sequence[Standing]]
    given: Mapping[int, int]

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
        """By juror, in the edition's order, then those who left."""
        return [self._progress(juror) for juror in self.jurors]

    def _progress(self, juror: int) -> Progress:
        recused = sum(row.user_id == juror for row in self.recusals)
        late = [standing.missing[juror] for standing in self.standings if juror in standing.missing]
        if juror in self.former:
            name = _("%(name)s (n’est plus du jury, ses notes comptent)") % {"name": person_name(self.jurors[juror])}
            return Progress(name, self.given[juror], self.given[juror], 0, recused)
        expected = len(self.applications) - recused
        partly = sum(len(left) < len(self.criteria) for left in late)
        return Progress(person_name(self.jurors[juror]), expected, expected - len(late), partly, recused)


def tally_of(edition: ContestPage) -> Tally:
    """The tally of EDITION, in a constant number of queries."""
    criteria = criteria_of(edition)
    seated = {row.user_id: row.user for row in edition.jurors.select_related("user").order_by("sort_order", "pk")}
    applications = {row.pk: row for row in _judged(edition)}
    for application in applications.values():
        application.edition = edition
    recusals = list(
        Recusal.objects.filter(application__in=applications)
        .select_related("user", "application")
        .order_by("application__number", "at")
    )
    rows = list(
        Mark.objects.filter(application__in=applications).values_list("application", "juror", "criterion", "value")
    )
    former = _users({juror for _application, juror, _criterion, _value in rows} - seated.keys())
    jurors = seated | former
    weights = {criterion.pk: criterion.weight for criterion in criteria}
    pairs = {(row.user_id, row.application_id) for row in recusals}
    by_category = {}
    for category, keys in _by_category(applications).items():
        by_category[category] = ranking(Panel(keys, list(jurors), weights, pairs, former.keys()), rows)
    given = Counter(juror for juror, _application in {(row[1], row[0]) for row in rows} - pairs)
    return Tally(edition, criteria, jurors, former.keys(), applications, recusals, by_category, given)


def _judged(edition: ContestPage) -> QuerySet[Application]:
    """What the jury of EDITION has, or had, to judge, by number; purged since or not."""
    related = ("category", "actor__commune", "proposed_commune", "decision", "entry__latest_revision")
    found = edition.applications.entered().with_actor_titles()
    return found.select_related(*related).prefetch_related("files").order_by("number")


def _users(keys: Iterable[int]) -> dict[int, Any]:
    """The accounts of KEYS, by name."""
    return {user.pk: user for user in get_user_model().objects.filter(pk__in=keys).order_by("last_name", "username")}


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
