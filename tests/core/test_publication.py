"""What the site changes of a page leaves what editors prepare of it, and the day it is planned for."""

import datetime as dt

import pytest
import time_machine
from django.core.management import call_command
from wagtail.models import Page

from annuaire.models import ActorPage
from core import publication
from tests.factories.annuaire import ActorPageFactory
from tests.factories.core import planned

pytestmark = pytest.mark.django_db


def phoned(page: ActorPage) -> ActorPage:
    page.phone = "02 97 00 00 01"
    return page


def changed(page: ActorPage) -> ActorPage:
    """PAGE as the database has it after a change."""
    publication.change(ActorPage.objects.get(pk=page.pk), phoned)
    return ActorPage.objects.get(pk=page.pk)


def facts(page: Page) -> tuple[str, str]:
    return page.summary, page.phone


def plans(page: ActorPage) -> list[tuple[dt.datetime, str, str]]:
    found = page.revisions.filter(approved_go_live_at__isnull=False)
    return [(revision.approved_go_live_at, *facts(revision.as_object())) for revision in found]


def test_a_planned_publication_stays_planned_with_what_changed():
    page = ActorPageFactory(summary="En ligne.")
    day = planned(page, summary="Bientôt.").approved_go_live_at

    page = changed(page)

    assert facts(page) == ("En ligne.", "02 97 00 00 01")
    assert plans(page) == [(day, "Bientôt.", "02 97 00 00 01")]
    assert page.latest_revision.approved_go_live_at == day
    assert page.has_unpublished_changes
    with time_machine.travel(day + dt.timedelta(hours=1)):
        call_command("publish_scheduled")
    assert facts(ActorPage.objects.get(pk=page.pk)) == ("Bientôt.", "02 97 00 00 01")


def test_what_is_written_after_a_planned_publication_stays_apart_from_it():
    page = ActorPageFactory(summary="En ligne.")
    day = planned(page, summary="Bientôt.").approved_go_live_at
    draft = ActorPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    draft.summary, draft.go_live_at = "Plus tard.", None
    draft.save_revision(clean=False)

    page = changed(page)

    assert facts(page) == ("En ligne.", "02 97 00 00 01")
    assert plans(page) == [(day, "Bientôt.", "02 97 00 00 01")]
    assert facts(page.get_latest_revision_as_object()) == ("Plus tard.", "02 97 00 00 01")


def test_what_was_never_published_is_published_on_its_day_with_what_changed():
    page = ActorPageFactory(summary="Un.", draft=True)
    day = planned(page).approved_go_live_at

    page = changed(page)

    assert not page.live
    assert plans(page) == [(day, "Un.", "02 97 00 00 01")]


def test_a_draft_that_nobody_planned_stays_one():
    page = ActorPageFactory(summary="En ligne.")
    draft = page.get_latest_revision_as_object()
    draft.summary = "En cours."
    draft.save_revision(clean=False)

    page = changed(page)

    assert (facts(page), plans(page)) == (("En ligne.", "02 97 00 00 01"), [])
    assert facts(page.get_latest_revision_as_object()) == ("En cours.", "02 97 00 00 01")


def test_what_is_published_now_is_not_planned_for_later():
    page = ActorPageFactory(summary="Un.", draft=True)
    day = planned(page).approved_go_live_at

    publication.publish(ActorPage.objects.get(pk=page.pk), phoned, has_draft=True)

    page = ActorPage.objects.get(pk=page.pk)
    assert page.live
    assert plans(page) == [(day, "Un.", "02 97 00 00 01")]
