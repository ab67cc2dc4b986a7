"""Events an editor puts in a page."""

import datetime as dt

import pytest
from django.template import Context, Template

from agenda.templatetags.chosen_events import event_items
from evenements.enums import State
from tests.agenda.sample import NOW
from tests.factories.core import translate
from tests.factories.evenements import EventPageFactory, WorkshopPageFactory, line

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(settings) -> None:
    settings.FROZEN_NOW = NOW


def test_they_come_in_the_editors_order_with_their_next_date() -> None:
    series = EventPageFactory(title="Série", date_lines=[line(start_date=dt.date(2027, 3, 31), frequency="weekly")])
    past = WorkshopPageFactory(title="Passé", date_lines=[line(start_date=dt.date(2027, 1, 5))])

    first, second = event_items([past, series, past])

    assert (first.title, second.title) == ("Passé", "Série")
    assert first.lines[0].startswith("mardi 5 janvier")
    assert second.lines[0].startswith("mercredi 7 avril")


def test_what_is_not_published_is_left_out() -> None:
    event = EventPageFactory(state=State.CANCELLED)
    withdrawn = EventPageFactory()
    withdrawn.unpublish()

    (item,) = event_items([None, withdrawn, EventPageFactory(draft=True), event])

    assert item.state == State.CANCELLED


def test_a_translation_stands_for_its_event() -> None:
    event = EventPageFactory(title="Découpe")
    translation = translate(event, "en", title="Cutting")

    (item,) = event_items([translation, event])

    assert item.title == "Découpe"


def test_the_block_has_a_heading_and_nothing_without_events() -> None:
    block = Template("{% include 'blocks/events.html' %}")

    shown = block.render(Context({"value": {"title": "À venir", "events": [EventPageFactory(title="Rencontre")]}}))
    empty = block.render(Context({"value": {"title": "À venir", "events": []}}))

    assert "<h2>À venir</h2>" in shown
    assert "Rencontre" in shown
    assert "<h2>" not in empty
