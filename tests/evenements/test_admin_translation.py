"""An event translated with the standard screen: its words alone, its facts staying those of the French page."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from core.groups import editors_name
from core.models import Audience
from evenements.models import DateLine, EventPage, Occurrence
from tests.evenements.event_forms import edit_url
from tests.factories.core import UserFactory
from tests.factories.evenements import EventPageFactory, line

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(UserFactory(groups=[editors_name()]))
    return client


@pytest.fixture
def event() -> EventPage:
    return EventPageFactory(
        title="Permanence numérique",
        summary="On vous aide.",
        place=None,
        audiences=[Audience.objects.first()],
        date_lines=[line(weekly=True, changes=({"original": "2027-04-14", "state": "cancelled"},))],
    )


@pytest.fixture
def translation(editor, event) -> Translation:
    """What « Traduire » makes when Breton is chosen."""
    breton = Locale.objects.get(language_code="br")
    answer = editor.post(
        reverse("wagtail_localize:submit_page_translation", args=[event.pk]), {"locales": [breton.pk]}, follow=True
    )
    assert answer.status_code == 200
    return Translation.objects.get(source__object_id=event.translation_key, target_locale=breton)


@pytest.fixture
def translate(editor, translation, django_capture_on_commit_callbacks) -> Callable[..., EventPage]:
    """Types the words of each field, as the screen saves them one by one, then publishes."""

    def publish(**words: str) -> EventPage:
        for path, text in words.items():
            store(translation, path, text)
        page = EventPage.objects.get(locale=translation.target_locale)
        with django_capture_on_commit_callbacks(execute=True):
            assert editor.post(edit_url(page), {"action": "publish"}).status_code == 302
        page.refresh_from_db()
        return page

    return publish


def store(translation: Translation, path: str, text: str) -> None:
    segment = StringSegment.objects.get(source=translation.source, context__path=path)
    StringTranslation.objects.create(
        translation_of=segment.string,
        locale=translation.target_locale,
        context=segment.context,
        data=text,
        translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
    )


def test_the_screen_asks_for_words_only(editor, event, translation):
    page = event.get_translation(translation.target_locale)

    answer = editor.get(edit_url(page))

    props = answer.context["props"]
    assert '"date_lines"' not in props
    paths = set(StringSegment.objects.filter(source=translation.source).values_list("context__path", flat=True))
    assert paths == {"title", "summary"}
    assert "data-date-line" not in answer.content.decode()


def test_a_translation_begins_as_a_draft(event, translation):
    assert not event.get_translation(translation.target_locale).live


def test_a_translation_published_shows_its_words_at_the_french_dates(event, translate):
    page = translate(title="Skoazell niverel", summary="Sikour a roomp.")

    assert (page.title, page.summary, page.live) == ("Skoazell niverel", "Sikour a roomp.", True)
    assert Occurrence.objects.filter(event=event).count() == 13
    assert not Occurrence.objects.filter(event=page).exists()


def test_a_later_change_in_french_reaches_readers_without_breaking_the_translation(
    editor, event, translation, translate, django_capture_on_commit_callbacks
):
    page = translate(title="Skoazell niverel", summary="Sikour a roomp.")

    event.refresh_from_db()
    event.summary = "On vous aide, sans rendez-vous."
    row = event.date_lines.get()
    row.start_time = dt.time(15)
    event.date_lines = [row]
    event.save_revision().publish()

    assert editor.get(edit_url(page)).status_code == 200
    update = reverse("wagtail_localize:update_translations", args=[translation.source_id])
    with django_capture_on_commit_callbacks(execute=True):
        assert editor.post(update, {"publish_translations": "on"}).status_code == 302
    page.refresh_from_db()
    assert (page.title, page.live) == ("Skoazell niverel", True)
    assert Occurrence.objects.filter(event=event, start__hour=15).count() == 13
    assert DateLine.objects.filter(page=event).count() == 1


def test_translating_is_refused_to_those_who_may_not(client, event):
    client.force_login(UserFactory())

    answer = client.get(reverse("wagtail_localize:submit_page_translation", args=[event.pk]))

    assert answer.status_code in (302, 403)
