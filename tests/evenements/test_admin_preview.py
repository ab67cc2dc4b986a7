"""An event seen before it is saved: the dates shown are those of the form, whatever is published."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from agenda.models import EventIndexPage
from core.groups import editors_name
from evenements.draft_dates import draft_dates, nearest_draft_date
from evenements.models import EventPage, Occurrence
from tests.evenements.event_forms import WEDNESDAYS, event_data, line_data, stored_line
from tests.factories.annuaire import ActorPageFactory
from tests.factories.core import PlaceFactory, UserFactory
from tests.factories.evenements import EventPageFactory, line

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_march(settings) -> None:
    settings.FROZEN_NOW = "2027-03-01T09:00"


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(UserFactory(groups=[editors_name()]))
    return client


def previewed(editor: Client, url: str, data: dict) -> str:
    """The page that the preview panel shows for the form DATA."""
    answer = editor.post(url, data)
    assert answer.json() == {"is_valid": True, "is_available": True}
    page = editor.get(url, {"mode": ""})
    assert page.status_code == 200
    return page.content.decode()


def test_a_new_event_shows_the_dates_typed(editor):
    folder = EventIndexPage.objects.get(locale__language_code="fr")
    url = reverse("wagtailadmin_pages:preview_on_add", args=["evenements", "eventpage", folder.pk])
    changes = [{"original": "2027-04-14", "state": "cancelled"}]

    page = previewed(editor, url, event_data(line_data(**WEDNESDAYS, changes=changes)))

    assert "Aide aux démarches" in page
    assert "mercredi 7 avril" in page
    assert "Annulé" in page
    assert "ous les mercredis" in page
    assert not Occurrence.objects.filter(event__title="Aide aux démarches").exists()


def test_a_published_event_shows_the_dates_of_the_form_and_visitors_those_published(editor):
    event = EventPageFactory(title="Aide aux démarches", slug="aide-aux-demarches")
    typed = stored_line(event.date_lines.get()) | {"start_date": "20/05/2027"}
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[event.pk])

    page = previewed(editor, url, event_data(typed, initial=1))

    assert "jeudi 20 mai" in page
    assert "mercredi 7 avril" not in page
    assert "mercredi 7 avril" in Client().get(event.url).content.decode()


def test_a_draft_is_seen_with_its_dates(editor):
    event = EventPageFactory(draft=True)

    page = editor.get(reverse("wagtailadmin_pages:view_draft", args=[event.pk])).content.decode()

    assert "mercredi 7 avril" in page


def test_the_dates_of_lines_are_those_that_publishing_would_write():
    weekly = line(weekly=True, changes=({"original": "2027-04-14", "start": "2027-04-15T16:00", "state": "full"},))
    hosted = line(weekly=True, changes=({"original": "2027-04-14", "host": ActorPageFactory(located=True).pk},))
    event = EventPageFactory(date_lines=[weekly, hosted, line(whole_day=True)], place=PlaceFactory())

    drafted, published = draft_dates(event), Occurrence.objects.filter(event=event)

    facts = [(d.line_uid, d.start, d.end, d.state, d.place_label, d.first_day) for d in drafted]
    assert sorted(facts) == sorted((d.line_uid, d.start, d.end, d.state, d.place_label, d.first_day) for d in published)
    assert all(date.pk is None for date in drafted)


def test_the_nearest_date_of_a_draft_is_the_next_else_the_last(settings):
    event = EventPageFactory(draft=True, date_lines=[line(), line(start_date=dt.date(2027, 5, 1))])

    assert nearest_draft_date(event).first_day == dt.date(2027, 4, 7)
    settings.FROZEN_NOW = "2027-04-20T09:00"
    assert nearest_draft_date(event).first_day == dt.date(2027, 5, 1)
    settings.FROZEN_NOW = "2028-04-20T09:00"
    assert nearest_draft_date(event).first_day == dt.date(2027, 5, 1)
    assert nearest_draft_date(EventPage()) is None
