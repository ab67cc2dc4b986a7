"""What is done regularly."""

import logging
from collections.abc import Iterator

import pytest
import time_machine
from django.core.management import call_command, get_commands

from core.management.commands import run_schedule

pytestmark = pytest.mark.django_db  # connections grown old are closed between two rounds


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the commands that are called, which are not run."""
    names: list[str] = []
    monkeypatch.setattr(run_schedule, "call_command", lambda *words, **options: names.append(" ".join(words)))
    return names


def test_every_scheduled_command_exists() -> None:
    commands = [*run_schedule.EVERY_MINUTE, *run_schedule.EVERY_DAY]
    assert {command.split()[0] for command in commands} <= set(get_commands())


def test_once_does_everything(called: list[str]) -> None:
    call_command("run_schedule", once=True)

    assert called == [*run_schedule.EVERY_MINUTE, *run_schedule.EVERY_DAY]


def test_the_work_of_a_day_is_done_once_a_day_by_the_local_clock(
    called: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # 22:58 UTC is two minutes to midnight in Paris, in winter.
    with time_machine.travel("2026-01-10T22:58:00Z", tick=False) as clock:
        naps = iter([60, 60, 60])

        def sleep(seconds: int) -> None:
            clock.shift(next(naps, None) or stop())

        monkeypatch.setattr(run_schedule.time, "sleep", sleep)
        call_command("run_schedule")

    assert called.count("publish_scheduled") == 4
    assert called.count("rebuild_occurrences") == 2


def stop() -> int:
    """As Ctrl+C does."""
    raise KeyboardInterrupt


def test_a_command_that_fails_does_not_stop_the_others(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    left: Iterator[str] = iter(["first", "second"])

    def fail_first(name: str, *words: str, **options: object) -> None:
        if next(left) == "first":
            raise ValueError("no")

    monkeypatch.setattr(run_schedule, "call_command", fail_first)

    with caplog.at_level(logging.ERROR):
        run_schedule.run_all(("one", "two"))

    assert list(left) == []
    assert "one failed" in caplog.text
