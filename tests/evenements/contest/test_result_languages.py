"""The languages of results: translations that are finished are published with them; a text is in the language it is."""

import pytest
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from core.groups import editors_name
from evenements.contest.desk import desk_url
from evenements.contest.enums import Outcome
from evenements.contest.preparing import prepare
from evenements.models import ContestEntryPage
from tests.evenements.contest.jury_sample import DELIBERATING, jury_edition
from tests.evenements.contest.test_results import AT_THE_HOUR, decided, entry_of, publish
from tests.factories.core import UserFactory, translate
from tests.reading import ReadPage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _march(settings, tmp_path):
    settings.FROZEN_NOW = DELIBERATING
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def edition():
    return jury_edition()


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(groups=[editors_name()], administrator=True))
    return client


def translated(editor, entry: ContestEntryPage, *, but: int = 0) -> Translation:
    """ENTRY sent to be translated in Breton, with a word typed for all its strings save BUT of them."""
    breton = Locale.objects.get(language_code="br")
    editor.post(reverse("wagtail_localize:submit_page_translation", args=[entry.pk]), {"locales": [breton.pk]})
    translation = Translation.objects.get(source__object_id=entry.translation_key, target_locale=breton)
    segments = StringSegment.objects.filter(source=translation.source).order_by("-context__path")
    for segment in segments[but:]:
        StringTranslation.objects.create(
            translation_of=segment.string, context=segment.context, locale=breton, data="Troet"
        )
    return translation


def breton_of(entry: ContestEntryPage) -> ContestEntryPage:
    return ContestEntryPage.objects.get(translation_key=entry.translation_key, locale__language_code="br")


class TestTranslations:
    def test_that_are_finished_are_published_at_the_hour(self, editor, edition, settings):
        application = decided(edition, 1, Outcome.LAUREATE, "Simple.")
        prepare(edition)
        translate(edition, "br")
        entry = entry_of(application)
        translated(editor, entry)
        assert "Breton : traduite" in ReadPage.at(editor, desk_url(edition, "deliberation")).text
        assert not breton_of(entry).live
        settings.FROZEN_NOW = AT_THE_HOUR
        assert publish() == "1 candidatures publiées"
        assert (breton_of(entry).live, breton_of(entry).jury_words) == (True, "Troet")
        page = ReadPage.at(editor, f"/br{entry_of(application).url}")
        assert "Troet" in page.one("h1")
        assert "Simple." not in page.html

    def test_that_are_not_finished_wait_and_are_told(self, editor, edition, settings):
        application = decided(edition, 1, Outcome.LAUREATE, "Simple.")
        prepare(edition)
        entry = entry_of(application)
        translated(editor, entry, but=1)
        assert "Breton : traduction à finir" in ReadPage.at(editor, desk_url(edition, "deliberation")).text
        settings.FROZEN_NOW = AT_THE_HOUR
        assert publish() == "1 candidatures publiées"
        assert not breton_of(entry).live

    def test_written_without_the_tool_are_published_too(self, edition, settings):
        application = decided(edition, 1, Outcome.LAUREATE)
        prepare(edition)
        translate(edition, "br")
        translate(entry_of(application), "br", live=False, title="Ar forn")
        settings.FROZEN_NOW = AT_THE_HOUR
        publish()
        page = breton_of(entry_of(application))
        assert (page.live, page.title) == (True, "Ar forn")


class TestText:
    @pytest.fixture
    def entry(self, edition, settings) -> ContestEntryPage:
        """A page made of an application written in English, published."""
        said = {"language": "en", "title": "A warm oven", "summary": "It bakes."}
        application = decided(edition, 1, Outcome.LAUREATE, "Simple.", **said)
        prepare(edition)
        settings.FROZEN_NOW = AT_THE_HOUR
        publish()
        return entry_of(application)

    def test_is_said_to_be_in_the_language_of_who_applied(self, client, entry):
        page = ReadPage.at(client, entry.url)
        assert page.soup.html["lang"] == "fr"
        assert page.soup.select_one("h1 [lang=en], h1[lang=en]")
        assert "la voici en anglais." in page.html
        listed = ReadPage.at(client, entry.edition.url)
        assert "A warm oven" in [tag.get_text(strip=True) for tag in listed.soup.select("[lang=en]")]

    def test_is_no_fallback_where_it_is_the_language_being_read(self, client, entry):
        page = ReadPage.at(client, f"/en{entry.url}")
        assert page.soup.html["lang"] == "en"
        assert "not translated yet" not in page.html
        assert not page.soup.select("h1[lang], h1 [lang]")

    def test_of_the_jury_is_in_french_on_it(self, client, entry):
        for path in (entry.url, entry.edition.url):
            assert not ReadPage.at(client, path).soup.select("blockquote[lang]"), path
            assert ReadPage.at(client, f"/en{path}").soup.select("blockquote[lang=fr]"), path

    def test_is_told_to_the_organiser_before_it_is_published(self, editor, edition):
        application = decided(edition, 1, Outcome.LAUREATE, language="en")
        prepare(edition)
        assert entry_of(application).written_in == "en"
        assert (
            "Écrite en anglais : mettez-la en français" in ReadPage.at(editor, desk_url(edition, "deliberation")).text
        )

    def test_is_french_once_an_editor_says_so(self, client, entry):
        page = entry.get_latest_revision_as_object()
        page.title, page.written_in = "Un four chaud", "fr"
        page.save_revision().publish()
        assert "pas encore traduite" not in ReadPage.at(client, entry.url).html
