"""What is sent after a change is sent by another thread, which nobody waits for."""

import threading
from collections.abc import Callable

import pytest
from django.conf import LazySettings
from django.db import connection

from home.models import ContentPage, HomePage
from search import sending
from search.models import PendingChange
from search.sender import Sender
from tests.search.conftest import use_elasticsearch

LONG = 20.0


class Work:
    """Work that goes on until it is let go, and remembers who did it."""

    def __init__(self) -> None:
        self.begun, self.let_go = threading.Semaphore(0), threading.Semaphore(0)
        self.threads: list[int] = []

    def __call__(self) -> None:
        self.threads.append(threading.get_ident())
        self.begun.release()
        assert self.let_go.acquire(timeout=LONG)


@pytest.fixture(autouse=True)
def _no_connection_to_close(monkeypatch: pytest.MonkeyPatch) -> None:
    """Work that reads nothing leaves the database alone."""
    monkeypatch.setattr("search.sender.connection.close", lambda: None)


def test_nobody_waits_for_what_is_sent() -> None:
    work = Work()
    sender = Sender(work)

    sender.wake()
    assert work.begun.acquire(timeout=LONG)
    work.let_go.release()
    sender.wait()

    assert work.threads != [threading.get_ident()]
    assert len(work.threads) == 1


def test_changes_that_come_while_it_sends_are_sent_after_it_together() -> None:
    work = Work()
    sender = Sender(work)
    sender.wake()
    assert work.begun.acquire(timeout=LONG)

    for _ in range(5):
        sender.wake()
    assert len(work.threads) == 1
    work.let_go.release(2)
    sender.wait()

    assert len(work.threads) == 2


def test_what_fails_is_logged_and_the_next_is_sent(caplog: pytest.LogCaptureFixture) -> None:
    done: list[int] = []

    def work() -> None:
        done.append(1)
        if len(done) == 1:
            raise ValueError("a row that cannot be read")

    sender = Sender(work)
    for _ in range(2):
        sender.wake()
        sender.wait()

    assert len(done) == 2
    assert [record.message for record in caplog.records] == [
        "search: what was to be sent waits for update_search --pending"
    ]


def test_the_thread_ends_when_nothing_is_left() -> None:
    sender = Sender(lambda: None)
    sender.wake()
    sender.wait()

    assert "search-sender" not in [thread.name for thread in threading.enumerate()]


@pytest.mark.django_db
def test_a_change_asks_for_a_sending_after_its_transaction_and_makes_none(
    settings: LazySettings, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Callable[..., list]
) -> None:
    use_elasticsearch(settings, "http://127.0.0.1:1")
    asked: list[bool] = []
    monkeypatch.setattr(sending.sender, "wake", lambda: asked.append(connection.in_atomic_block))
    monkeypatch.setattr(sending, "elasticsearch", lambda: pytest.fail("a request was made"))

    with django_capture_on_commit_callbacks(execute=True):
        page = ContentPage(title="Le kayak", slug="kayak")
        HomePage.objects.get(locale__language_code="fr").add_child(instance=page)
        page.save_revision().publish()
        assert not asked

    assert asked
    assert PendingChange.objects.filter(sent=False).exists()
