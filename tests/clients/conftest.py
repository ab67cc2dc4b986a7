"""The demonstration's calendars, and what the database says is in them."""

import datetime as dt
from dataclasses import dataclass
from typing import Protocol
from zoneinfo import ZoneInfo

import pytest
from django.conf import LazySettings
from django.test import Client

from core.clock import today
from evenements.models import Occurrence

PARIS = ZoneInfo("Europe/Paris")
NINE_MONTHS = dt.timedelta(days=275)


@dataclass(frozen=True, order=True)
class Date:
    """A date as a client shows it: UTC instants; a whole day goes from midnight to midnight in Paris."""

    start: dt.datetime
    end: dt.datetime
    uid: str
    all_day: bool
    is_cancelled: bool


class Reader(Protocol):
    """Reads the dates of a calendar that touch [FIRST, LAST), UTC."""

    def __call__(self, data: bytes, first: dt.datetime, last: dt.datetime) -> list[Date]: ...


def midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), tzinfo=PARIS).astimezone(dt.UTC)


@pytest.fixture
def window() -> tuple[dt.datetime, dt.datetime]:
    """The months to come: the clock changes twice in them, or nearly."""
    return midnight(today()), midnight(today() + NINE_MONTHS)


def published(first: dt.datetime, last: dt.datetime, **facts: object) -> list[Date]:
    """The dates the database holds that touch [FIRST, LAST)."""
    rows = Occurrence.objects.filter(end__gt=first, start__lt=last, **facts)
    return sorted(Date(row.start, row.end, row.line_uid, row.all_day, row.state == "cancelled") for row in rows)


@pytest.fixture
def site(demo: None, live_server, settings: LazySettings) -> str:
    """The address of the running site, demonstration content in it."""
    settings.SITE_URL = live_server.url
    return live_server.url


def download(path: str) -> bytes:
    answer = Client().get(path)
    assert answer.status_code == 200, path
    return answer.content
