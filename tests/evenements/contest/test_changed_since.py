"""What changed between the deliberation and its results: a mark, a word corrected on a page, a page of a colleague."""

import pytest
from django.core.management import CommandError
from django.urls import reverse
from wagtail.models import Page

from core.groups import editors_name
from evenements.contest.desk import desk_url
from evenements.contest.enums import Outcome
from evenements.contest.models import Application, Decision, Mark
from evenements.contest.preparing import prepare
from evenements.contest.results import obstacles
from evenements.models import ContestEntryPage, ContestPage
from tests.evenements.contest.jury_sample import MARKING, applied, juror, jury_edition, marked
from tests.evenements.contest.test_desk import decide, typed
from tests.evenements.contest.test_results import AT_THE_HOUR, entry_of, publish
from tests.factories.core import UserFactory
from tests.reading import ReadPage, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _february(settings, tmp_path):
    """The jury still marks, and may deliberate already."""
    settings.FROZEN_NOW = MARKING
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = settings.STORAGES | {
        "private": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    }


@pytest.fixture
def edition():
    return jury_edition([juror("anna")])


@pytest.fixture
def ranked(edition) -> list[Application]:
    """Three, whose scores are 9, 7 and 5."""
    rows = [applied(edition, number) for number in (1, 2, 3)]
    for row, value in zip(rows, (9, 7, 5), strict=True):
        marked(row, edition.jurors.get().user, value, value)
    return rows


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(groups=[editors_name()], username="lena"))
    return client


LAUREATE, FINALIST = {"outcome": "laureate", "jury_words": "Simple."}, {"outcome": "finalist"}
LIFTED = "La candidature n° 1 passe devant une mieux notée"


class TestMarks:
    @pytest.fixture(autouse=True)
    def _overtaken(self, editor, edition, ranked):
        decide(editor, edition, LAUREATE, FINALIST)
        Mark.objects.filter(application=ranked[1]).update(value=10)

    def test_an_override_they_make_is_an_obstacle_and_prepares_nothing(self, editor, edition):
        assert LIFTED in editor.get(desk_url(edition, "deliberation")).content.decode()
        response = editor.post(desk_url(edition, "prepare"), follow=True)
        assert "dites d’abord pourquoi vous vous écartez du classement" in response.content.decode()
        assert not ContestEntryPage.objects.exists()
        decide(editor, edition, LAUREATE | {"reason": "Utile à tous."}, FINALIST)
        assert obstacles(edition) == []
        editor.post(desk_url(edition, "prepare"))
        assert ContestEntryPage.objects.count() == 2

    def test_an_override_they_make_later_is_not_published_without_a_reason(self, edition, ranked, settings):
        prepare(edition)
        settings.FROZEN_NOW = AT_THE_HOUR
        with pytest.raises(CommandError, match=LIFTED):
            publish()
        assert not ContestEntryPage.objects.filter(live=True).exists()
        Decision.objects.filter(application=ranked[0]).update(reason="Utile à tous.")
        assert publish() == "2 candidatures publiées"


class TestPages:
    def test_a_word_of_the_jury_corrected_there_is_not_undone(self, editor, edition, ranked):
        decide(editor, edition, LAUREATE, FINALIST)
        prepare(edition)
        page = entry_of(ranked[0]).get_latest_revision_as_object()
        page.jury_words, page.place = "Simple et juste.", 1
        page.save_revision()
        shown = ReadPage.at(editor, desk_url(edition, "deliberation"))
        assert "Simple et juste." in [words(area) for area in shown.soup.select("textarea")]
        sent = {"outcome": "laureate", "jury_words": "Simple et juste.", "rank": "1"}
        editor.post(desk_url(edition, "deliberation"), typed(edition, sent, FINALIST | {"jury_words": "Bravo."}))
        for row, said in zip(ranked, ("Simple et juste.", "Bravo."), strict=False):
            assert entry_of(row).get_latest_revision_as_object().jury_words == said
            assert Decision.objects.get(application=row).jury_words == said
        prepare(edition)
        assert entry_of(ranked[0]).get_latest_revision_as_object().place == 1

    def test_a_distinction_changed_there_is_an_obstacle(self, editor, edition, ranked, settings):
        decide(editor, edition, LAUREATE, FINALIST)
        prepare(edition)
        page = entry_of(ranked[1]).get_latest_revision_as_object()
        page.distinction = "laureat"
        page.save_revision()
        [sentence] = obstacles(edition)
        assert sentence.startswith("La page de la candidature n° 2 a une autre distinction")
        settings.FROZEN_NOW = AT_THE_HOUR
        with pytest.raises(CommandError, match="une autre distinction"):
            publish()

    def test_are_not_taken_away_by_a_deliberation_that_is_behind(self, editor, edition, ranked):
        """The first is decided and prepared meanwhile; another alone is decided on the page opened before."""
        behind = typed(edition, {}, {}, {"outcome": "declined", "reason": "Hors sujet."})
        decide(editor, edition, LAUREATE | {"reason": "Utile."})
        editor.post(desk_url(edition, "prepare"))
        response = editor.post(desk_url(edition, "deliberation"), behind)
        assert "quelqu’un a changé n° 1." in response.content.decode()
        decision = Decision.objects.get()
        assert (decision.outcome, decision.jury_words, decision.reason) == (Outcome.LAUREATE, "Simple.", "Utile.")
        assert entry_of(ranked[0]) is not None

    def test_are_ordered_by_the_places_of_the_jury(self, client, edition, ranked, settings):
        Application.objects.filter(pk=ranked[0].pk).update(title="Zèbre")
        for row, rank in zip(ranked, (1, 2, None), strict=True):
            Decision.objects.create(application=row, outcome="laureate", rank=rank, at="2027-03-02T09:00Z")
        prepare(edition)
        settings.FROZEN_NOW = AT_THE_HOUR
        publish()
        html = client.get(edition.url).content.decode()
        assert html.index("Zèbre") < html.index("Projet 2") < html.index("Projet 3")


class TestCopies:
    @pytest.fixture
    def admin(self, client):
        client.force_login(UserFactory(administrator=True))
        return client

    def copy(self, client, page: Page, **more: str):
        sent = {"new_title": "Copie", "new_slug": "copie", "new_parent_page": page.get_parent().pk} | more
        return client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), sent, follow=True)

    def test_of_what_waits_for_the_results_are_made_after_them(self, admin, edition, ranked, settings):
        Decision.objects.create(application=ranked[0], outcome="laureate", at="2027-03-02T09:00Z")
        prepare(edition)
        page = entry_of(ranked[0])
        assert "attend les résultats : on ne la copie pas avant" in self.copy(admin, page).content.decode()
        self.copy(admin, edition, copy_subpages="on")
        assert ContestEntryPage.objects.count() == 1
        settings.FROZEN_NOW = AT_THE_HOUR
        publish()
        self.copy(admin, page)
        assert ContestEntryPage.objects.count() == 2

    def test_of_an_edition_alone_are_made_at_any_time(self, admin, edition, ranked):
        Decision.objects.create(application=ranked[0], outcome="laureate", at="2027-03-02T09:00Z")
        prepare(edition)
        self.copy(admin, edition)
        assert ContestPage.objects.count() == 2
