"""Exceptions stored before the form left unsaid the hours nobody typed: the migrations put them right."""

from importlib import import_module

import pytest
from django.apps import apps

from evenements.models import DateLine, EventPage
from tests.factories.evenements import EventPageFactory, line

HOURS = import_module("evenements.migrations.0005_hours_of_changed_dates")
AFTERNOON = {
    "start_date": "2027-04-07", "start_time": "14:00:00", "end_date": None, "end_time": "17:00:00", "all_day": False,
}  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "before", "after"),
    [
        pytest.param({}, {"start": "2027-04-15T14:00"}, {"start": "2027-04-15"}, id="moved by day"),
        pytest.param({}, {"start": "2027-04-14T14:00"}, {}, id="not moved"),
        pytest.param(
            {},
            {"start": "2027-04-15T16:00"},
            {"start": "2027-04-15T16:00", "end": "2027-04-15T19:00:00"},
            id="its own hour takes the length it had",
        ),
        pytest.param(
            {},
            {"start": "2027-04-15T14:00", "end": "2027-04-15T18:00"},
            {"start": "2027-04-15", "end": "2027-04-15T18:00"},
            id="its own end is kept",
        ),
        pytest.param(
            {"end_date": "2027-04-08"},
            {"start": "2027-04-15T14:00", "end": "2027-04-18T17:00"},
            {"start": "2027-04-15", "end": "2027-04-18"},
            id="its own last day has no hour",
        ),
        pytest.param(
            {"start_time": "20:00:00", "end_time": "02:00:00"},
            {"start": "2027-04-15T21:00"},
            {"start": "2027-04-15T21:00", "end": "2027-04-16T03:00:00"},
            id="a night",
        ),
        pytest.param({"end_time": None}, {"start": "2027-04-15T16:00"}, {"start": "2027-04-15T16:00"}, id="no end"),
        pytest.param(
            {"all_day": True, "start_time": None, "end_time": None},
            {"start": "2027-04-15", "end": "2027-04-16"},
            {"start": "2027-04-15", "end": "2027-04-16"},
            id="whole days",
        ),
        pytest.param({}, {"state": "cancelled"}, {"state": "cancelled"}, id="only a state"),
    ],
)
def test_an_hour_nobody_typed_is_unsaid(fields, before, after):
    original = {"original": "2027-04-14"}

    assert HOURS.own_hours({**AFTERNOON, **fields, "changes": [original | before]}) == [original | after]


@pytest.mark.django_db
def test_lines_and_revisions_are_put_right():
    change = {"original": "2027-04-14", "start": "2027-04-15T14:00"}
    event = EventPageFactory(date_lines=[line(weekly=True, changes=(change,))])
    event.save_revision()

    HOURS.own_all_hours(apps, None)

    said = [{"original": "2027-04-14", "start": "2027-04-15"}]
    assert DateLine.objects.get(page=event).changes == said
    event = EventPage.objects.get(pk=event.pk)
    assert event.get_latest_revision_as_object().date_lines.first().changes == said
