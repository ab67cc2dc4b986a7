"""Every way of publishing, changing and withdrawing an event leaves what is told of it right."""

import datetime as dt
import io

import pytest
import time_machine
from django.core.management import call_command
from wagtail.models import GroupApprovalTask, Page, PageViewRestriction, Task, Workflow, WorkflowTask

from agenda.models import EventIndexPage
from core.models import Action, GonePath
from evenements import publication
from evenements.models import EventBytes, EventPage, FeedVersion, Occurrence, Publication
from tests.evenements.calendars import content_lines, told
from tests.factories.core import UserFactory, translate
from tests.factories.evenements import EventPageFactory, line

pytestmark = pytest.mark.django_db

JANUARY = "2027-01-15T12:00:00+00:00"
LATER = "2027-01-16T12:00:00+00:00"


@pytest.fixture(autouse=True)
def _january(settings):
    settings.FROZEN_NOW = JANUARY


def versions() -> dict[str, int]:
    return dict(FeedVersion.objects.values_list("language", "version"))


def moved(before: dict[str, int]) -> set[str]:
    """The languages whose version moved since BEFORE, by one or more."""
    return {code for code, version in versions().items() if version > before.get(code, 0)}


def everything(event: EventPage) -> tuple[object, ...]:
    """All that is told of an event."""
    dates = Occurrence.objects.filter(event=event).order_by("pk").values_list()
    return list(dates), list(EventBytes.objects.filter(event=event).order_by("pk").values_list())


def change(event: EventPage, **fields) -> None:
    """Edits and publishes, as an editor does."""
    page = event.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision(clean=False).publish()


def sequence(event: EventPage) -> int:
    return Publication.objects.get(event=event).sequence


def assert_withdrawn(event: EventPage) -> None:
    assert everything(event) == ([], [])


def test_what_is_published_is_told_in_every_language():
    before = versions()

    event = EventPageFactory()

    assert Occurrence.objects.filter(event=event).count() == 1
    assert set(EventBytes.objects.filter(event=event).values_list("language", flat=True)) == {"fr", "br", "en"}
    assert moved(before) == {"fr", "br", "en"}
    row = Publication.objects.get(event=event)
    assert (row.sequence, row.modified) == (0, dt.datetime.fromisoformat(JANUARY))
    assert row.created <= row.modified


def test_a_draft_tells_nothing():
    before = versions()
    event = EventPageFactory(draft=True)

    assert_withdrawn(event)
    assert versions() == before


def test_a_draft_of_a_published_event_changes_nothing_of_what_is_told():
    event = EventPageFactory()
    before, told_before = versions(), everything(event)

    page = event.get_latest_revision_as_object()
    page.title, page.date_lines = "Brouillon", [line(start_date=dt.date(2027, 6, 1))]
    page.save_revision()

    assert everything(event) == told_before
    assert versions() == before


def test_publishing_again_without_a_change_writes_nothing(settings):
    event = EventPageFactory()
    before, told_before = versions(), everything(event)
    settings.FROZEN_NOW = LATER

    event.get_latest_revision_as_object().save_revision().publish()

    assert everything(event) == told_before
    assert (versions(), sequence(event)) == (before, 0)


def test_a_published_change_moves_the_sequence_of_that_event_only(settings):
    event, other = EventPageFactory(), EventPageFactory()
    others, before = everything(other), versions()
    settings.FROZEN_NOW = LATER

    change(event, title="Nouveau titre")

    lines = content_lines(told(event.pk))
    assert "SUMMARY:Nouveau titre" in lines
    assert {"SEQUENCE:1", "DTSTAMP:20270116T120000Z", "LAST-MODIFIED:20270116T120000Z"} <= set(lines)
    assert everything(other) == others
    assert moved(before) == {"fr", "br", "en"}


def test_two_changes_in_the_same_second_are_told_apart():
    event = EventPageFactory()
    first = FeedVersion.objects.get(language="fr").modified

    change(event, title="Un")
    change(event, title="Deux")

    assert {"SEQUENCE:2", "LAST-MODIFIED:20270115T120002Z"} <= set(content_lines(told(event.pk)))
    assert FeedVersion.objects.get(language="fr").modified > first


def test_the_sequence_outlives_a_withdrawal_and_never_goes_back(settings):
    event = EventPageFactory()
    change(event, title="Autre")
    told_before = told(event.pk)

    event.refresh_from_db()
    event.unpublish()
    assert_withdrawn(event)
    settings.FROZEN_NOW = LATER
    event.save_revision().publish()

    assert told(event.pk) == told_before
    event.refresh_from_db()
    event.unpublish()
    change(event, title="Encore un autre")
    assert "SEQUENCE:2" in content_lines(told(event.pk))


def test_withdrawing_moves_the_versions():
    event = EventPageFactory()
    before = versions()

    event.unpublish()

    assert moved(before) == {"fr", "br", "en"}


def test_deleting_tells_nothing_more():
    event = EventPageFactory()
    before, pk = versions(), event.pk

    event.delete()

    assert not Occurrence.objects.filter(event_id=pk).exists()
    assert not EventBytes.objects.filter(event_id=pk).exists()
    assert not Publication.objects.filter(event_id=pk).exists()
    assert moved(before) == {"fr", "br", "en"}


def test_deleting_a_folder_tells_nothing_more_of_its_events():
    folder = EventIndexPage.objects.get(locale__language_code="fr")
    event = EventPageFactory(parent=folder)

    Page.objects.get(pk=folder.pk).delete()

    assert not EventBytes.objects.filter(event_id=event.pk).exists()
    assert GonePath.objects.filter(path=f"/evenements/{event.slug}/").exists()


def test_restoring_an_old_revision_restores_its_uids_and_goes_on_counting():
    event = EventPageFactory(title="Premier")
    first = event.latest_revision
    change(event, title="Second", date_lines=[line(start_date=dt.date(2027, 6, 1))])

    first.as_object().save_revision(previous_revision=first).publish(previous_revision=first)

    uid = first.content["date_lines"][0]["uid"]
    lines = content_lines(told(event.pk))
    assert {"SUMMARY:Premier", "SEQUENCE:2", f"UID:{uid}"} <= set(lines)
    assert [row.line_uid for row in Occurrence.objects.filter(event=event)] == [uid]


def test_a_scheduled_publication_tells_when_its_time_comes():
    event = EventPageFactory(draft=True)
    event.go_live_at = dt.datetime(2027, 2, 1, tzinfo=dt.UTC)
    with time_machine.travel(JANUARY):
        event.save_revision().publish()
        assert_withdrawn(event)
        assert not EventPage.objects.get(pk=event.pk).live
    with time_machine.travel("2027-02-01T00:01:00+00:00"):
        call_command("publish_scheduled", stdout=io.StringIO())

    assert told(event.pk)


def test_a_scheduled_change_tells_the_former_state_until_its_time():
    event = EventPageFactory(title="Avant")
    with time_machine.travel(JANUARY):
        change(event, title="Après", go_live_at=dt.datetime(2027, 2, 1, tzinfo=dt.UTC))
        assert "SUMMARY:Avant" in content_lines(told(event.pk))
    with time_machine.travel("2027-02-01T00:01:00+00:00"):
        call_command("publish_scheduled", stdout=io.StringIO())

    assert "SUMMARY:Après" in content_lines(told(event.pk))


def test_an_event_that_expires_is_withdrawn():
    with time_machine.travel(JANUARY):
        event = EventPageFactory(expire_at=dt.datetime(2027, 2, 1, tzinfo=dt.UTC))
        assert told(event.pk)
    with time_machine.travel("2027-02-01T00:01:00+00:00"):
        call_command("publish_scheduled", stdout=io.StringIO())

    assert_withdrawn(event)
    assert GonePath.objects.filter(path=f"/evenements/{event.slug}/").exists()


def test_a_workflow_tells_when_it_ends():
    event, editor = EventPageFactory(draft=True), UserFactory(administrator=True)
    workflow = Workflow.objects.create(name="Relecture")
    task = GroupApprovalTask.objects.create(name="Relire")
    WorkflowTask.objects.create(workflow=workflow, task=Task.objects.get(pk=task.pk), sort_order=0)
    event.save_revision()
    state = workflow.start(event, editor)
    assert_withdrawn(event)

    state.current_task_state.approve(user=editor)

    assert told(event.pk)


def test_a_translation_gives_its_words_and_its_address_to_its_language():
    event = EventPageFactory(title="Découpe")
    assert "URL:http://testserver/br/evenements/" + event.slug + "/" in content_lines(told(event.pk, "br"))

    translate(event, "br", title="Troc’hañ")

    assert "SUMMARY:Troc’hañ" in content_lines(told(event.pk, "br"))
    assert "SUMMARY:Découpe" in content_lines(told(event.pk, "fr"))
    assert Occurrence.objects.count() == 1
    assert sequence(event) == 1


def test_a_draft_translation_says_nothing():
    event = EventPageFactory(title="Découpe")

    translate(event, "br", live=False, title="Troc’hañ")

    assert "SUMMARY:Découpe" in content_lines(told(event.pk, "br"))
    assert sequence(event) == 0


@pytest.mark.parametrize("withdraw", [EventPage.unpublish, EventPage.delete])
def test_without_its_translation_a_language_says_the_french_words(withdraw):
    event = EventPageFactory(title="Découpe")
    translation = translate(event, "br", title="Troc’hañ")

    withdraw(translation)

    assert "SUMMARY:Découpe" in content_lines(told(event.pk, "br"))
    assert sequence(event) == 2


def test_facts_of_a_translation_are_not_told():
    event = EventPageFactory()
    translate(event, "br", title="Troc’hañ", date_lines=[line(start_date=dt.date(2030, 1, 1))])

    assert [row.first_day for row in Occurrence.objects.all()] == [dt.date(2027, 4, 7)]


def test_private_events_are_not_told():
    event = EventPageFactory()

    restriction = PageViewRestriction.objects.create(page=event, restriction_type="login")
    assert_withdrawn(event)

    restriction.delete()
    assert told(event.pk)


def test_a_private_folder_hides_what_is_in_it():
    event = EventPageFactory()
    folder = event.get_parent()

    restriction = PageViewRestriction.objects.create(page=folder, restriction_type="password", password="x")
    assert_withdrawn(event)
    change(event, title="Autre")
    assert_withdrawn(event)

    restriction.delete()
    assert "SUMMARY:Autre" in content_lines(told(event.pk))


def test_moving_an_event_changes_its_address_and_keeps_its_uid():
    event = EventPageFactory()
    uid = event.date_lines.get().uid
    folder = EventIndexPage(title="Autre", slug="autre", locale=event.locale)
    event.get_parent().get_parent().add_child(instance=folder)

    event.move(folder, pos="last-child")

    lines = content_lines(told(event.pk))
    assert {f"URL:http://testserver/autre/{event.slug}/", f"UID:{uid}", "SEQUENCE:1"} <= set(lines)


def test_moving_an_event_into_a_private_folder_withdraws_it():
    event = EventPageFactory()
    folder = EventIndexPage(title="Autre", slug="autre", locale=event.locale)
    event.get_parent().get_parent().add_child(instance=folder)
    PageViewRestriction.objects.create(page=folder, restriction_type="login")

    event.move(folder, pos="last-child")

    assert_withdrawn(event)


def test_a_new_slug_is_a_new_address():
    event = EventPageFactory()

    change(event, slug="nouveau")

    assert "URL:http://testserver/evenements/nouveau/" in content_lines(told(event.pk))


def test_a_new_slug_of_the_folder_is_a_new_address(django_capture_on_commit_callbacks):
    event = EventPageFactory()
    folder = event.get_parent().specific

    with django_capture_on_commit_callbacks(execute=True):
        change(folder, slug="sorties")

    assert f"URL:http://testserver/sorties/{event.slug}/" in content_lines(told(event.pk))


def test_a_full_date_moves_the_lists_and_not_the_calendar():
    noted = {"original": "2027-04-07", "note": "Entrée par la cour."}
    event = EventPageFactory(date_lines=[line(changes=(noted,))])
    data, before = told(event.pk), versions()
    assert "Entrée par la cour." in data.decode()

    change(event, state="full", state_note="Liste d’attente ouverte.")

    assert told(event.pk) == data
    assert moved(before) == {"fr", "br", "en"}
    assert Occurrence.objects.get(event=event).state == "full"


def test_what_only_lists_select_by_moves_the_lists_and_not_the_calendar():
    event = EventPageFactory()
    data, before = told(event.pk), versions()

    change(event, actions=Action.objects.filter(code="4"))

    assert told(event.pk) == data
    assert moved(before) == {"fr", "br", "en"}


def test_publishing_fails_whole(monkeypatch):
    """The page is not published when what follows cannot be written: one transaction."""
    event = EventPageFactory(title="Avant")
    data = told(event.pk)

    def fail(*args):
        raise RuntimeError

    monkeypatch.setattr(publication, "_move_versions", fail)
    with pytest.raises(RuntimeError):
        change(event, title="Après")
    with pytest.raises(RuntimeError):
        Page.objects.get(pk=event.pk).unpublish()
    with pytest.raises(RuntimeError):
        PageViewRestriction.objects.create(page=event, restriction_type="login")

    stored = EventPage.objects.get(pk=event.pk)
    assert (stored.title, stored.live, told(event.pk)) == ("Avant", True, data)
    assert not PageViewRestriction.objects.exists()


def test_what_hears_of_a_publication_is_told_which_events_changed():
    heard: list[set[int]] = []

    def hear(sender, event_ids, **kwargs):
        heard.append(set(event_ids))

    publication.events_refreshed.connect(hear)
    try:
        event = EventPageFactory()
        event.save_revision().publish()
        event.unpublish()
    finally:
        publication.events_refreshed.disconnect(hear)

    assert heard == [{event.pk}, {event.pk}]
