"""What is measured of the jury's ranking inside a process of the site.

python -m tests.benchmarks.inside_contest APPLICATIONS:JURORS
    ms of the ranking read and computed, ms of it computed alone, queries, ms of the organiser's page, ms of names
    masked in a long text and in the worst one
"""

import random
import sys
import time
from collections.abc import Callable
from typing import Any

import django

django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402

from core.clock import now  # noqa: E402
from core.models import ContestCategory  # noqa: E402
from evenements.contest.anonymity import Mask  # noqa: E402
from evenements.contest.enums import ApplicationState  # noqa: E402
from evenements.contest.models import Application, ContestCriterion, Juror, Mark  # noqa: E402
from evenements.contest.ranking import Panel, ranking  # noqa: E402
from evenements.contest.tally import tally_of  # noqa: E402
from evenements.models import ContestIndexPage, ContestPage  # noqa: E402

CRITERIA, TURNS = 5, 5


def edition_of(applications: int, jurors: int) -> ContestPage:
    """An edition of that many APPLICATIONS, nine marks of ten given."""
    chance, moment = random.Random(165), now()  # invented content, not a secret
    index = ContestIndexPage.objects.canonical().get()
    edition: ContestPage = index.add_child(
        instance=ContestPage(title="Mesure", slug="mesure", year=2090, summary="Mesure", closes_at=moment)
    )
    criteria = [
        ContestCriterion.objects.create(page=edition, label=f"Critère {number}", weight=number + 1, sort_order=number)
        for number in range(CRITERIA)
    ]
    users = [User.objects.create(username=f"juror-{number}") for number in range(jurors)]
    Juror.objects.bulk_create(Juror(page=edition, user=user, sort_order=order) for order, user in enumerate(users))
    categories = list(ContestCategory.objects.all())
    rows = Application.objects.bulk_create(
        Application(
            edition=edition, number=number + 1, state=ApplicationState.SUBMITTED, language="fr",
            title=f"Projet {number}", category=categories[number % len(categories)], created_at=moment,
            changed_at=moment,
        )
        for number in range(applications)
    )  # fmt: skip
    marks = [
        Mark(application=row, juror=user, criterion=criterion, value=chance.randint(0, 10), changed_at=moment)
        for row in rows for user in users for criterion in criteria if chance.random() < 0.9
    ]  # fmt: skip
    Mark.objects.bulk_create(marks, batch_size=5_000)
    return edition


# 20,000 letters each; the second is nothing but beginnings of addresses.
LONG_TEXT = ("À l’atelier du port, l’équipe a tout câblé : 35 % de moins, dit-on, à la Biscuiterie. " * 300)[:20_000]
WORST_TEXT = "a." * 10_000


def median(measured: Callable[[], Any]) -> float:
    """ms of MEASURED, the median of some turns."""
    spent = []
    for _turn in range(TURNS):
        begun = time.perf_counter()
        measured()
        spent.append((time.perf_counter() - begun) * 1000)
    return sorted(spent)[TURNS // 2]


def main() -> None:
    applications, jurors = map(int, sys.argv[1].split(":"))
    edition = edition_of(applications, jurors)
    rows = list(Mark.objects.values_list("application", "juror", "criterion", "value"))
    keys, users = (sorted({row[place] for row in rows}) for place in (0, 1))
    panel = Panel(keys, users, dict(ContestCriterion.objects.values_list("pk", "weight")))
    with CaptureQueriesContext(connection) as captured:
        tally_of(edition)
    asked = len(captured)
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(User.objects.create(username="organiser", is_superuser=True))
    path = reverse("deliberation:edition", args=[edition.pk])
    whole, pure = median(lambda: tally_of(edition)), median(lambda: ranking(panel, rows))
    page = median(lambda: client.get(path))
    mask = Mask([f"Biscuiterie du port {number}" for number in range(30)])
    usual, worst = (median(lambda text=text: mask(text)) for text in (LONG_TEXT, WORST_TEXT))
    print(f"{whole:.0f} {pure:.0f} {asked} {page:.0f} {usual:.0f} {worst:.0f}")  # noqa: T201


if __name__ == "__main__":
    main()
