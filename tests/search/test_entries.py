"""Entries follow what is published, at a cost that does not grow."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from search.analysis import terms
from search.entries import refresh
from search.models import SearchEntry
from tests.factories.annuaire import ActorPageFactory
from tests.factories.evenements import EventPageFactory, line, organised_by

pytestmark = pytest.mark.django_db


def queries(page_ids: list[int]) -> int:
    with CaptureQueriesContext(connection) as captured:
        refresh(page_ids)
    return len(captured)


def test_refreshing_many_events_takes_the_queries_of_one():
    events = [EventPageFactory(participants=organised_by(ActorPageFactory())) for _ in range(6)]
    ids = [event.pk for event in events]

    assert queries(ids) == queries(ids[:1])


def test_what_did_not_change_is_not_written():
    event = EventPageFactory()

    assert refresh([event.pk]) == 0


def test_an_event_is_current_until_its_last_date_ends():
    event = EventPageFactory(date_lines=[line(start_date=dt.date(2027, 4, 7)), line(start_date=dt.date(2027, 5, 7))])

    entry = SearchEntry.objects.get(page=event, language="fr")

    assert entry.current_until == dt.datetime(2027, 5, 7, 15, tzinfo=dt.UTC)


def test_an_actor_renamed_is_found_by_its_new_name_in_its_events():
    actor = ActorPageFactory(title="Ancien nom")
    event = EventPageFactory(participants=organised_by(actor))

    actor.title = "Zygomatique"
    actor.save_revision().publish()

    assert terms("Zygomatique", "fr")[0] in SearchEntry.objects.get(page=event).offer_terms


def test_a_translation_gives_its_words_to_its_language_alone():
    event = EventPageFactory(title="Souder sans crainte")
    homes = event.get_parent().get_translations().get(locale__language_code="en")
    translation = event.copy_for_translation(homes.locale)
    translation.title = "Soldering without fear"
    translation.save_revision().publish()

    assert SearchEntry.objects.get(page=event, language="en").title == "Soldering without fear"
    french = SearchEntry.objects.get(page=event, language="fr")
    assert french.title == "Souder sans crainte"
    assert french.readers == ["br", "fr"]
