"""What a juror has to read: the applications of their editions, once entries are closed and until the results.

A juror marks while the edition is closed and its jury reads; once it deliberates, marks are read and change no more.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from evenements.contest.anonymity import reader_of
from evenements.contest.models import Application, ContestCriterion, Mark, Recusal
from evenements.contest.stages import Stage
from evenements.editions import stage_of
from evenements.models import ContestPage

User = AbstractBaseUser | AnonymousUser
READING = (Stage.CLOSED, Stage.JURY)


def editions_of(user: User) -> QuerySet[ContestPage]:
    """The editions whose jury USER is in, the latest first."""
    if not user.is_authenticated:
        return ContestPage.objects.none()
    return ContestPage.objects.canonical().live().filter(jurors__user=user.pk).distinct().order_by("-year", "pk")


def edition_for(user: User, pk: int) -> ContestPage:
    """The edition PK, for someone in its jury while it reads; PermissionDenied for anyone else, and at other times."""
    edition = editions_of(user).filter(pk=pk).first()
    if edition is None or not is_reading(edition):
        raise PermissionDenied
    return edition


def is_reading(edition: ContestPage, now: dt.datetime | None = None) -> bool:
    return stage_of(edition, now=now) in READING


def is_marking(edition: ContestPage, now: dt.datetime | None = None) -> bool:
    """Whether marks are given in EDITION: its results, once published, are not made others by a later date."""
    return stage_of(edition, now=now) == Stage.CLOSED and not are_published(edition)


def are_published(edition: ContestPage) -> bool:
    """Whether results of EDITION were published from its applications."""
    return edition.applications.filter(entry__first_published_at__isnull=False).exists()


def application_for(user: User, pk: int, number: int) -> Application:
    """The application NUMBER of the edition PK, for someone in its jury."""
    edition = edition_for(user, pk)
    found = applications_of(edition).filter(number=number).prefetch_related("files").first()
    if found is None:
        raise Http404
    found.edition = edition
    return found


def applications_of(edition: ContestPage) -> QuerySet[Application]:
    """Those the jury of EDITION judges, by number."""
    related = ("category", "actor__commune", "proposed_commune")
    entered = edition.applications.entered().filter(purged_at=None).with_actor_titles()
    return entered.select_related(*related).order_by("number")


def criteria_of(edition: ContestPage) -> list[ContestCriterion]:
    return list(ContestCriterion.objects.filter(page=edition.pk).order_by("sort_order", "pk"))


def is_recused(user: User, application: Application) -> bool:
    return Recusal.objects.filter(user=user.pk, application=application).exists()


@dataclass(frozen=True)
class Task:
    """An application in a juror's list: how many of the CRITERIA they marked, or that they stand back."""

    application: Application
    marked: int
    criteria: int
    recused: bool

    @property
    def is_done(self) -> bool:
        return self.recused or (self.marked >= self.criteria > 0)


def tasks_of(user: User, edition: ContestPage) -> list[Task]:
    """What USER has to mark in EDITION, by number: a constant number of queries."""
    criteria = len(criteria_of(edition))
    applications = list(applications_of(edition).prefetch_related("files"))
    marked = dict.fromkeys((application.pk for application in applications), 0)
    for pk in Mark.objects.filter(juror=user.pk, application__edition=edition.pk).values_list("application", flat=True):
        marked[pk] = marked.get(pk, 0) + 1
    recused = set(Recusal.objects.filter(user=user.pk).values_list("application_id", flat=True))
    for application in applications:
        application.edition = edition
    return [Task(row, marked[row.pk], criteria, row.pk in recused) for row in applications]


def sits(user: User, edition: ContestPage) -> bool:
    """Whether USER is of the jury of EDITION."""
    return edition.jurors.filter(user=user.pk).exists()


def is_kept_from_names(user: User, edition: ContestPage) -> bool:
    """Whether USER judges EDITION blind: until its results, from before its applications are closed."""
    return edition.anonymous and stage_of(edition) != Stage.RESULTS and sits(user, edition)


def is_kept_from_marks(user: User, edition: ContestPage) -> bool:
    """Whether USER has marks to give in EDITION before they may know those of others."""
    if not edition.marks_hidden or stage_of(edition) in (Stage.JURY, Stage.RESULTS) or not sits(user, edition):
        return False
    return not all(task.is_done for task in tasks_of(user, edition))


def next_task(tasks: Sequence[Task], number: int) -> Task | None:
    """The first left to mark after the application NUMBER, else the first of all."""
    left = [task for task in tasks if not task.is_done and task.application.number != number]
    after = [task for task in left if (task.application.number or 0) > number]
    return next(iter(after or left), None)


def marks_of(user: User, application: Application) -> dict[int, Mark]:
    """What USER gave to APPLICATION, by criterion."""
    return {mark.criterion_id: mark for mark in Mark.objects.filter(juror=user.pk, application=application)}


def others_marks(
    user: User, application: Application, criteria: Sequence[ContestCriterion], own: Mapping[int, Mark]
) -> list[dict[str, Any]] | None:
    """What the other jurors gave, by juror; None while USER, who has given OWN, may not see it yet."""
    if application.edition.marks_hidden and any(criterion.pk not in own for criterion in criteria):
        return None
    but = {user.pk, *application.recusals.values_list("user_id", flat=True)}
    marks = Mark.objects.filter(application=application).exclude(juror__in=but)
    return by_juror(marks, criteria, reader_of(application))


def by_juror(
    marks: QuerySet[Mark], criteria: Sequence[ContestCriterion], text: Callable[[str], str] = str
) -> list[dict[str, Any]]:
    """MARKS in a row a juror: their name, and `cells` in the order of CRITERIA, None where there is no mark.

    TEXT is what may be read of a comment.
    """
    given: dict[int, dict[int, Mark]] = {}
    names: dict[int, str] = {}
    for mark in marks.select_related("juror").order_by("juror__last_name", "juror__username"):
        names[mark.juror_id] = person_name(mark.juror)
        mark.comment = text(mark.comment)
        given.setdefault(mark.juror_id, {})[mark.criterion_id] = mark
    return [
        {"juror": names[key], "cells": [row.get(criterion.pk) for criterion in criteria]} for key, row in given.items()
    ]


def person_name(user: Any) -> str:
    """How the admin calls USER."""
    return user.get_full_name() or user.get_username()
