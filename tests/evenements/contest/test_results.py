"""What is retained becomes drafts in one click; they are published together, at the hour, and not before."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import connection
from django.dispatch import Signal
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.hooks import get_hooks
from wagtail.images import get_image_model
from wagtail.models import GroupApprovalTask, PageLogEntry, Task, Workflow, WorkflowTask
from wagtail.signals import page_published
from wagtail_localize.models import TranslationSource

from annuaire.models import ActorPage
from core.groups import editors_name
from core.models import OutgoingMail
from core.territory import territory
from evenements.contest.desk import desk_url
from evenements.contest.enums import FileKind, Outcome
from evenements.contest.models import Application, Decision
from evenements.contest.preparing import follow, prepare
from evenements.contest.results import obstacles
from evenements.models import ContestEntryPage, ContestEntryPicture, ContestPage
from tests.evenements.contest.jury_sample import DELIBERATING, applied, filed, jury_edition
from tests.factories.annuaire import ActorPageFactory
from tests.factories.contest import ContestEntryPageFactory
from tests.factories.core import UserFactory, translate
from tests.reading import ReadPage

pytestmark = pytest.mark.django_db
BEFORE, AT_THE_HOUR = "2027-03-20T17:59", "2027-03-20T18:00"


@pytest.fixture(autouse=True)
def _march(settings, tmp_path):
    settings.FROZEN_NOW = DELIBERATING
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = settings.STORAGES | {
        "private": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    }


@pytest.fixture
def edition():
    return jury_edition()


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(groups=[editors_name()], username="lena"))
    return client


def decided(edition: ContestPage, number: int, outcome: Outcome, words: str = "", **facts) -> Application:
    application = applied(edition, number, **facts)
    Decision.objects.create(application=application, outcome=outcome, jury_words=words, at="2027-03-02T09:00Z")
    return application


def entry_of(application: Application) -> ContestEntryPage | None:
    application.refresh_from_db()
    return application.entry


def publish() -> str:
    out = io.StringIO()
    call_command("publish_results", stdout=out)
    return out.getvalue().strip()


@contextmanager
def catch_signal(signal: Signal, receiver: Callable[..., None]) -> Iterator[None]:
    """RECEIVER hears SIGNAL meanwhile."""
    signal.connect(receiver)
    yield
    signal.disconnect(receiver)


class TestPreparing:
    def test_makes_a_draft_of_all_that_is_retained_in_one_click(self, editor, edition):
        laureate = decided(edition, 1, Outcome.LAUREATE, "Simple et juste.", what_was_done="Un.\n\nDeux\ntrois <b>.")
        finalist, declined = decided(edition, 2, Outcome.FINALIST), decided(edition, 3, Outcome.DECLINED)
        editor.post(desk_url(edition, "prepare"))
        page = entry_of(laureate).get_latest_revision_as_object()
        assert (page.title, page.distinction, page.jury_words) == (laureate.title, "laureat", "Simple et juste.")
        assert page.what_was_done[0].value.source == (
            "<p>Un.</p><p>Deux<br/>trois &lt;b&gt;.</p>"
            '<p><a href="https://video.example/secret-video">Voir la vidéo</a></p>'
        )
        assert entry_of(finalist).distinction == "finaliste"
        assert entry_of(declined) is None
        assert not ContestEntryPage.objects.filter(live=True).exists()
        assert {application.state for application in edition.applications.all()} == {"retained", "declined"}

    def test_is_done_once(self, edition):
        decided(edition, 1, Outcome.LAUREATE)
        assert (prepare(edition).made, prepare(edition).made) == (1, 0)
        assert ContestEntryPage.objects.count() == 1

    def test_shows_who_agreed_to_be_though_not_retained(self, edition):
        application = decided(edition, 1, Outcome.DECLINED, consent_shown=True)
        prepare(edition)
        assert entry_of(application).distinction == ""

    def test_drafts_the_actor_that_was_proposed_and_takes_the_one_that_is_known(self, edition):
        proposed = decided(edition, 1, Outcome.LAUREATE)
        known = ActorPageFactory()
        other = decided(edition, 2, Outcome.FINALIST, actor=known, proposed_name="")
        prepare(edition)
        actor = ActorPage.objects.get(title="Biscuiterie Kerlann")
        assert (actor.live, actor.kind, actor.commune.name) == (False, "entreprise", "Locmalo-sur-Mer")
        assert actor.email == "contact@kerlann.bzh"
        assert entry_of(proposed).actor.pk == actor.pk
        assert entry_of(other).actor.pk == known.pk

    def test_drafts_one_actor_for_all_that_it_sends(self, edition):
        rows = [decided(edition, number, Outcome.FINALIST) for number in (1, 2)]
        prepare(edition)
        assert len({entry_of(row).actor.pk for row in rows}) == 1

    def test_goes_without_what_has_no_actor_or_lost_a_picture_and_says_so(self, editor, edition):
        whole, orphan, lost = (decided(edition, number, Outcome.FINALIST) for number in (1, 2, 3))
        Application.objects.filter(pk=whole.pk).update(actor=ActorPageFactory(), proposed_name="")
        Application.objects.filter(pk=orphan.pk).update(proposed_name="")
        row = filed(lost)
        row.file.storage.delete(row.file.name)
        response = editor.post(desk_url(edition, "prepare"), follow=True)
        assert "Une page est préparée." in response.content.decode()
        assert [entry_of(each) is not None for each in (whole, orphan, lost)] == [True, False, False]
        [no_actor, no_picture] = obstacles(edition)
        assert no_actor.startswith("La candidature n° 2 n’a pas d’acteur")
        assert no_picture.startswith("Une image de la candidature n° 3 est perdue")
        assert "La candidature n° 2 n’a pas d’acteur" in response.content.decode()

    def test_publishes_no_address_of_a_person(self, edition):
        decided(edition, 1, Outcome.LAUREATE, proposed_email="rozenn.legall@kerlann.bzh")
        prepare(edition)
        assert ActorPage.objects.get(title="Biscuiterie Kerlann").email == ""

    def test_takes_pictures_with_their_alternatives_under_names_nobody_guesses(self, edition):
        application = decided(edition, 1, Outcome.LAUREATE)
        filed(application, alternative="Le four ouvert")
        filed(application, FileKind.DOCUMENT)
        prepare(edition)
        [picture] = entry_of(application).pictures.all()
        assert picture.alternative == "Le four ouvert"
        assert "kerlann" not in picture.image.file.name
        assert len(picture.image.file.name) > 32

    def test_gives_two_of_one_title_two_addresses(self, edition):
        rows = [decided(edition, number, Outcome.FINALIST, title="Four") for number in (1, 2)]
        prepare(edition)
        assert [entry_of(row).slug for row in rows] == ["four", "four-2"]

    def test_follows_a_decision_that_changes(self, edition):
        application = decided(edition, 1, Outcome.FINALIST)
        prepare(edition)
        Decision.objects.update(outcome=Outcome.LAUREATE, jury_words="Finalement.")
        assert follow(edition).changed == 1
        page = entry_of(application).get_latest_revision_as_object()
        assert (page.distinction, page.jury_words) == ("laureat", "Finalement.")
        assert follow(edition).changed == 0

    def test_takes_all_away_when_it_is_no_longer_retained(self, edition):
        application, _other = (decided(edition, number, Outcome.FINALIST) for number in (1, 2))
        filed(application)
        prepare(edition)
        Decision.objects.update(outcome=Outcome.DECLINED)
        assert follow(edition).removed == 2
        assert entry_of(application) is None
        assert not ContestEntryPage.objects.exists()
        assert not ActorPage.objects.filter(title="Biscuiterie Kerlann").exists()
        assert not get_image_model().objects.exists()

    def test_goes_with_the_application_when_its_time_is_over(self, edition, settings):
        """Retained, and never published: its page, in every language, its picture and its actor are its author's."""
        application = decided(edition, 1, Outcome.LAUREATE)
        filed(application)
        prepare(edition)
        page = entry_of(application)
        translate(edition, "br")
        translate(page, "br", live=False)
        TranslationSource.get_or_create_from_instance(page)
        settings.FROZEN_NOW = "2027-09-20T18:01"
        call_command("purge_personal_data", stdout=io.StringIO())
        application.refresh_from_db()
        assert (application.title, application.entry, application.purged_at is None) == ("", None, False)
        assert not ContestEntryPage.objects.exists()
        assert not ActorPage.objects.filter(title="Biscuiterie Kerlann").exists()
        assert not get_image_model().objects.exists()
        assert not TranslationSource.objects.filter(object_id=page.translation_key).exists()

    def test_keeps_an_actor_that_somebody_else_made(self, edition):
        known = ActorPageFactory()
        decided(edition, 1, Outcome.FINALIST, actor=known, proposed_name="")
        prepare(edition)
        Decision.objects.all().delete()
        assert follow(edition).removed == 1
        assert ActorPage.objects.filter(pk=known.pk).exists()

    def test_keeps_a_draft_actor_that_an_organiser_chose_for_one_that_proposed_its_own(self, edition):
        chosen = ActorPageFactory(draft=True)
        rows = [decided(edition, number, Outcome.FINALIST) for number in (1, 2)]
        Application.objects.filter(pk=rows[0].pk).update(actor=chosen)
        prepare(edition)
        Decision.objects.all().delete()
        assert follow(edition).removed == 2
        assert ActorPage.objects.filter(pk=chosen.pk).exists()

    def test_keeps_what_it_made_as_long_as_something_else_shows_it(self, edition):
        application = decided(edition, 1, Outcome.FINALIST)
        filed(application)
        prepare(edition)
        entry = entry_of(application)
        [picture] = entry.pictures.all()
        other = ContestEntryPageFactory(parent=edition, actor=entry.actor)
        other.pictures = [ContestEntryPicture(image=picture.image, alternative="Le four")]
        other.save()
        Decision.objects.all().delete()
        assert follow(edition).removed == 1
        assert get_image_model().objects.filter(pk=picture.image_id).exists()
        assert ActorPage.objects.filter(pk=other.actor_id).exists()


class TestPublication:
    def test_is_of_all_together_at_the_minute_with_distinctions_and_words(self, edition, settings, client):
        laureate = decided(edition, 1, Outcome.LAUREATE, "Simple et juste.")
        finalist = decided(edition, 2, Outcome.FINALIST)
        prepare(edition)
        settings.FROZEN_NOW = BEFORE
        assert publish() == "0 candidatures publiées"
        assert client.get(entry_of(laureate).url).status_code == 404
        settings.FROZEN_NOW = AT_THE_HOUR
        assert publish() == "2 candidatures publiées"
        page = ReadPage.at(client, entry_of(laureate).url)
        assert "Simple et juste." in page.html
        assert entry_of(finalist).live
        assert ReadPage.at(client, ActorPage.objects.get(title="Biscuiterie Kerlann").url)
        assert "Simple et juste." in client.get(edition.url).content.decode()
        assert PageLogEntry.objects.filter(action="evenements.contest.published", page=edition.pk).count() == 1

    def test_is_done_once_and_leaves_alone_what_was_taken_offline_since(self, edition, settings):
        application = decided(edition, 1, Outcome.LAUREATE)
        prepare(edition)
        settings.FROZEN_NOW = AT_THE_HOUR
        publish()
        entry_of(application).unpublish()
        assert publish() == "0 candidatures publiées"
        assert not entry_of(application).live

    def test_follows_the_hour_when_it_is_put_off(self, edition, settings):
        application = decided(edition, 1, Outcome.LAUREATE)
        prepare(edition)
        ContestPage.objects.filter(pk=edition.pk).update(results_at="2027-03-21T10:00Z")
        settings.FROZEN_NOW = AT_THE_HOUR
        publish()
        assert not entry_of(application).live

    def test_leaves_out_what_a_later_decision_declines(self, edition, settings):
        application = decided(edition, 1, Outcome.LAUREATE)
        prepare(edition)
        Decision.objects.update(outcome=Outcome.DECLINED)
        settings.FROZEN_NOW = AT_THE_HOUR
        publish()
        assert not entry_of(application).live

    def test_ignores_a_date_of_its_own_that_an_editor_gave_to_one(self, edition, settings):
        application = decided(edition, 1, Outcome.LAUREATE)
        prepare(edition)
        page = entry_of(application).get_latest_revision_as_object()
        page.go_live_at = "2027-04-30T10:00Z"
        page.save_revision()
        settings.FROZEN_NOW = AT_THE_HOUR
        publish()
        assert entry_of(application).live

    def test_is_of_all_or_of_none(self, edition, settings):
        first, second = (decided(edition, number, Outcome.FINALIST) for number in (1, 2))
        prepare(edition)
        page = entry_of(second).get_latest_revision_as_object()
        page.summary = ""
        page.save_revision(clean=False)
        assert [sentence.startswith("« Projet 2") for sentence in obstacles(edition)] == [True]
        settings.FROZEN_NOW = AT_THE_HOUR
        with pytest.raises(CommandError, match="Candidature n° 2"):
            publish()
        assert not entry_of(first).live
        assert not ActorPage.objects.filter(title="Biscuiterie Kerlann", live=True).exists()

    def test_checks_all_before_publishing_any_and_tells_the_organiser_once(self, edition, settings):
        """What two drafts say of their address is known only when both are read."""
        rows = [decided(edition, number, Outcome.FINALIST, proposed_name="") for number in (1, 2)]
        Application.objects.update(actor=ActorPageFactory())
        prepare(edition)
        for row in rows:
            page = entry_of(row).get_latest_revision_as_object()
            page.slug = "four"
            page.save_revision(clean=False)
        settings.FROZEN_NOW, published = AT_THE_HOUR, []
        with catch_signal(page_published, lambda sender, instance, **kwargs: published.append(instance)):
            for _minute in range(2):
                with pytest.raises(CommandError, match=r"Candidature n° 1\. .*Une autre page a la même adresse"):
                    publish()
        assert not published
        mail = OutgoingMail.objects.get(key__startswith=f"results/{edition.pk}/")
        assert mail.recipient == territory().email
        assert "Candidature n° 2. « Projet 2" in mail.text
        assert desk_url(edition, "deliberation") in mail.text

    def test_an_actor_deleted_since_is_an_obstacle_and_no_error(self, editor, edition, settings):
        application = decided(edition, 1, Outcome.LAUREATE)
        prepare(edition)
        other = ActorPageFactory()
        page = entry_of(application).get_latest_revision_as_object()
        page.actor = other
        page.save_revision()
        other.delete()
        page = editor.get(desk_url(edition, "deliberation")).content.decode().replace("\N{NO-BREAK SPACE}", " ")
        assert "acteur : Ce champ ne peut pas" in page
        settings.FROZEN_NOW = AT_THE_HOUR
        with pytest.raises(CommandError, match="acteur"):
            publish()

    def test_obstacles_cost_as_many_queries_for_2_drafts_as_for_20(self, editor, edition, django_assert_num_queries):
        def add(*numbers: int) -> None:
            for number in numbers:
                filed(decided(edition, number, Outcome.FINALIST, proposed_name=f"Four {number % 6}"), alternative="")
            prepare(edition)

        add(1, 2)
        url = desk_url(edition, "deliberation")
        editor.get(url)
        with CaptureQueriesContext(connection) as before:
            assert len(obstacles(edition)) == 2
        with CaptureQueriesContext(connection) as shown:
            editor.get(url)
        add(*range(3, 21))
        with django_assert_num_queries(len(before)):
            assert len(obstacles(edition)) == 20
        with django_assert_num_queries(len(shown)):
            editor.get(url)

    def test_a_picture_that_says_nothing_is_an_obstacle_and_waits(self, edition, settings):
        application = decided(edition, 1, Outcome.LAUREATE)
        filed(application, alternative="")
        prepare(edition)
        assert [sentence.endswith("pour qui ne la voit pas.") for sentence in obstacles(edition)] == [True]
        settings.FROZEN_NOW = AT_THE_HOUR
        with pytest.raises(CommandError):
            publish()
        assert not entry_of(application).live

    def test_counts_without_publishing_when_asked_to(self, edition, settings):
        application = decided(edition, 1, Outcome.LAUREATE)
        prepare(edition)
        settings.FROZEN_NOW = AT_THE_HOUR
        call_command("publish_results", dry_run=True, stdout=io.StringIO())
        assert not entry_of(application).live


class TestEmbargo:
    def test_keeps_an_editor_from_publishing_before_the_hour(self, editor, edition):
        application = decided(edition, 1, Outcome.LAUREATE)
        prepare(edition)
        page = entry_of(application)
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={edition.pk}"
        response = editor.post(url, {"include_descendants": "on", "id": edition.pk}, follow=True)
        assert "est publiée avec les résultats" in response.content.decode()
        page.refresh_from_db()
        assert not page.live

    @pytest.mark.parametrize(
        ("results_at", "sentence"),
        [("2027-03-20T17:00Z", "est publiée avec les résultats"), (None, "écrivez leur heure dans l’édition")],
    )
    def test_says_so_on_the_page_of_one_entry(self, results_at, sentence, editor, edition):
        application = decided(edition, 1, Outcome.LAUREATE)
        prepare(edition)
        ContestPage.objects.filter(pk=edition.pk).update(results_at=results_at)
        page = entry_of(application)
        request = RequestFactory().post("/", {"action-publish": "1"})
        request._messages = CookieStorage(request)
        [response] = filter(None, (hook(request, page) for hook in get_hooks("before_publish_page")))
        assert response.url == reverse("wagtailadmin_pages:edit", args=[page.pk])
        assert sentence in " ".join(map(str, get_messages(request)))

    def test_holds_what_publishes_by_other_ways_than_the_admin(self, edition, settings):
        application = decided(edition, 1, Outcome.LAUREATE)
        prepare(edition)
        page = entry_of(application)
        with pytest.raises(PermissionDenied, match="est publiée avec les résultats"):
            page.get_latest_revision().publish()
        settings.FROZEN_NOW = AT_THE_HOUR
        page.get_latest_revision().publish()
        assert entry_of(application).live

    def test_keeps_an_approval_and_leaves_the_draft_to_the_results(self, edition, settings):
        application = decided(edition, 1, Outcome.LAUREATE)
        prepare(edition)
        user = UserFactory(administrator=True)
        workflow = Workflow.objects.create(name="Relecture")
        task = GroupApprovalTask.objects.create(name="Relire")
        WorkflowTask.objects.create(workflow=workflow, task=Task.objects.get(pk=task.pk), sort_order=0)
        state = workflow.start(entry_of(application), user)
        state.current_task_state.approve(user=user)
        state.refresh_from_db()
        assert (state.status, entry_of(application).live) == ("approved", False)
        settings.FROZEN_NOW = AT_THE_HOUR
        assert publish() == "1 candidatures publiées"
