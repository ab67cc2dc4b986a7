"""A real client subscribes to the running site, over HTTP, and lists the dates: vdirsyncer fetches, khal reads."""

import datetime as dt
import os
import subprocess
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from core.languages import prefix
from evenements.models import EventPage, Occurrence
from tests.clients.conftest import PARIS, Date, midnight, published
from tests.conftest import need

pytestmark = pytest.mark.clients
BIN = os.environ.get("TEST_CLIENTS_BIN", "")
FORMAT = "{start-long}|{end-long}|{all-day}|{uid}|{status}"

VDIRSYNCER = """
[general]
status_path = "{folder}/status"
[pair agenda]
a = "site"
b = "machine"
collections = null
[storage site]
type = "http"
url = "{url}"
[storage machine]
type = "filesystem"
path = "{folder}/agenda"
fileext = ".ics"
"""
KHAL = """
[calendars]
[[agenda]]
path = {folder}/agenda
[locale]
local_timezone = Europe/Paris
default_timezone = Europe/Paris
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = {folder}/khal.db
"""


class Subscriber:
    """A person's machine, with a subscription to URL in FOLDER."""

    def __init__(self, url: str, folder: Path) -> None:
        self.folder = folder
        (folder / "agenda").mkdir(parents=True)
        for name, text in (("vdirsyncer", VDIRSYNCER), ("khal", KHAL)):
            (folder / name).write_text(text.format(folder=folder, url=url))
        self.run("vdirsyncer", "discover")

    def run(self, program: str, *arguments: str) -> str:
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LC_ALL": "C.UTF-8", "TZ": "Europe/Paris"}
        command = [f"{BIN}/{program}", "-c", str(self.folder / program), *arguments]
        ran = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
        assert ran.returncode == 0, f"{command}: {ran.stdout} {ran.stderr}"
        assert "rror" not in ran.stderr, ran.stderr
        return ran.stdout

    def fetch(self) -> set[bytes]:
        """What the machine holds after a synchronisation, a calendar for each series."""
        self.run("vdirsyncer", "sync")
        return {path.read_bytes() for path in (self.folder / "agenda").glob("*.ics")}

    def dates(self, first: dt.date, last: dt.date) -> list[Date]:
        """What khal lists from FIRST to the eve of LAST; it tells a date that lasts on each of its days."""
        eve = str(last - dt.timedelta(days=1))
        told = self.run("khal", "list", "--day-format", "", "--format", FORMAT, str(first), eve)
        return nameless({read(line) for line in told.splitlines()})


def read(line: str) -> Date:
    """A line of khal; a whole day says its last day, included."""
    start, end, all_day, uid, status = line.split("|")
    is_cancelled = "CANCELLED" in status
    if all_day == "True":
        after = dt.date.fromisoformat(end) + dt.timedelta(days=1)
        return Date(midnight(dt.date.fromisoformat(start)), midnight(after), uid, True, is_cancelled)
    moments = [dt.datetime.fromisoformat(text).replace(tzinfo=PARIS).astimezone(dt.UTC) for text in (start, end)]
    return Date(moments[0], moments[1], uid, False, is_cancelled)


def nameless(dates: Iterable[Date]) -> list[Date]:
    """DATES without their UID: vdirsyncer gives what it fetches another one."""
    return sorted(replace(date, uid="") for date in dates)


@pytest.fixture
def subscriber(site: str, tmp_path: Path, request: pytest.FixtureRequest) -> Subscriber:
    need(BIN and Path(BIN, "khal").exists() and Path(BIN, "vdirsyncer").exists(), "TEST_CLIENTS_BIN is not set")
    return Subscriber(f"{site}{request.param}", tmp_path)


def days(window: tuple[dt.datetime, dt.datetime]) -> tuple[dt.date, dt.date]:
    return window[0].astimezone(PARIS).date(), window[1].astimezone(PARIS).date()


@pytest.mark.parametrize(
    ("subscriber", "facts"),
    [
        ("/agenda/agenda.ics", {}),
        (f"{prefix('br')}/ateliers/agenda.ics", {"is_workshop": True}),
        ("/en/agenda/agenda.ics?gratuit=1", {"is_free": True}),
    ],
    indirect=["subscriber"],
)
def test_a_subscriber_reads_the_dates_of_the_database(
    subscriber: Subscriber, facts: dict[str, object], window: tuple[dt.datetime, dt.datetime]
):
    held = subscriber.fetch()
    expected = published(*window, **facts)

    assert len(expected) > 20
    assert len(held) >= len({date.uid for date in expected})
    assert subscriber.dates(*days(window)) == nameless(expected)


@pytest.mark.parametrize("subscriber", ["/agenda/agenda.ics"], indirect=True)
def test_a_change_reaches_the_subscriber_and_nothing_else_does(
    subscriber: Subscriber, window: tuple[dt.datetime, dt.datetime]
):
    before = subscriber.fetch()
    assert subscriber.fetch() == before

    weekly = Occurrence.objects.filter(event__date_lines__frequency="weekly", event__workshoppage=None)
    date = weekly.filter(start__gte=window[0], state="confirmed").order_by("start").first()
    assert date is not None
    event = EventPage.objects.get(pk=date.event_id)
    line = next(line for line in event.date_lines.all() if line.uid == date.line_uid)
    line.changes = [*line.changes, {"original": f"{date.original_day}", "state": "cancelled"}]
    event.date_lines.add(line)
    event.save_revision().publish()
    after = subscriber.fetch()

    assert (len(before - after), len(after - before)) == (1, 1)
    assert "STATUS:CANCELLED" in (after - before).pop().decode()
    assert subscriber.dates(*days(window)) == nameless(published(*window))
    assert published(date.start, date.end, pk=date.pk)[0].is_cancelled
