"""Several people at the same instant: each application has its own number, and a form sent twice is one."""

import pytest

from core.clock import now
from core.models import OutgoingMail
from evenements.contest.entering import start, submit
from evenements.contest.models import Application
from tests.evenements.booking.test_never_oversold import at_once
from tests.evenements.contest.sample import OPEN, draft, open_edition
from tests.factories.contest import category

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 6


@pytest.fixture(autouse=True)
def _november(settings):
    settings.FROZEN_NOW = OPEN


def test_those_submitted_together_have_numbers_of_their_own():
    edition = open_edition()
    drafts = [draft(edition, category=category("entreprise"), title=f"Projet {index}") for index in range(PEOPLE)]
    sent = [lambda row=row: submit(Application.objects.get(pk=row.pk), now()) for row in [*drafts, drafts[0]]]
    assert at_once(sent, len(sent)) == []
    numbers = Application.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, PEOPLE + 1))
    assert OutgoingMail.objects.count() == PEOPLE


def test_a_form_sent_several_times_together_begins_one():
    edition = open_edition()
    begun = [lambda: start(edition, "Enora", "enora@courriel.bzh", "a-form", "fr", now())] * 3
    begun += [lambda: start(edition, "Malo", "malo@courriel.bzh", "another", "fr", now())]
    assert at_once(begun, len(begun)) == []
    assert sorted(Application.objects.values_list("contact_name", flat=True)) == ["Enora", "Malo"]
    assert OutgoingMail.objects.count() == 2
