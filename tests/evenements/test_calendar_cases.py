"""Every case of tests/data/ics: the feed, read by other libraries, gives the dates of the table, to the second."""

import datetime as dt
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from evenements.models import Occurrence
from tests.evenements.calendars import content_lines, instant, instants, told, vevents
from tests.factories.evenements import EventPageFactory, line

pytestmark = pytest.mark.django_db

FOLDER = Path(__file__).parents[1] / "data" / "ics"
CASES = [
    pytest.param(case, id=f"{path.stem}: {case['name']}")
    for path in sorted(FOLDER.glob("*.toml"))
    for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
]


@pytest.mark.parametrize("case", CASES)
def test_the_feed_gives_the_dates_of_the_table(case: dict[str, Any], settings):
    settings.FROZEN_NOW = "2027-01-15T12:00:00"
    fields = {"start_time": None, "end_time": None}
    event = EventPageFactory(title="Titre", date_lines=[line(**{**fields, **of_line}) for of_line in case["lines"]])

    rows = Occurrence.objects.filter(event=event)
    data = told(event.pk)
    first, last = dt.date(2010, 1, 1), max(row.last_day for row in rows) + dt.timedelta(days=1)

    assert rows.count() == case["dates"]
    assert instants(data, first, last) == sorted(rows.values_list("start", "end"))
    assert set(case["says"]) <= set(content_lines(data))
    pairs = [(str(component["UID"]), str(component.get("RECURRENCE-ID"))) for component in vevents(data)]
    assert len(set(pairs)) == len(pairs)
    assert unlike_their_master(data, rows) == []


def unlike_their_master(data: bytes, rows: Iterable[Occurrence]) -> list[Occurrence]:
    """Those of ROWS that have no VEVENT of their own and last longer or shorter than their master (RFC 5545 §3.8.5.3).

    Some readers add the exact length of the master, others the time on the clock: both must find the same end.
    """
    masters = {str(event["UID"]): event for event in vevents(data) if "RECURRENCE-ID" not in event}
    apart = {(str(event["UID"]), day(event["RECURRENCE-ID"].dt)) for event in vevents(data) if "RECURRENCE-ID" in event}
    length = {uid: instant(event["DTEND"].dt) - instant(event["DTSTART"].dt) for uid, event in masters.items()}
    alone = [row for row in rows if not row.all_day and (row.line_uid, row.original_day) not in apart]
    return [row for row in alone if row.end - row.start != length[row.line_uid]]


def day(moment: dt.date) -> dt.date:
    return moment.date() if isinstance(moment, dt.datetime) else moment
