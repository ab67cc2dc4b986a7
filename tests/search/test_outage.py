"""Elasticsearch away, frozen, slow, empty or restarted: the database answers, and what was missed is caught up."""

import contextlib
import logging
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.test import Client

from home.models import ContentPage, HomePage
from search import engines
from search.health import is_up
from search.models import PendingChange, SearchEntry
from search.querying import Answer, query
from search.sending import rebuild, waiting
from tests.conftest import need
from tests.search.conftest import use_elasticsearch

pytestmark = pytest.mark.django_db
TIMEOUT = 0.3
SAID = "La recherche habituelle ne répond pas"


def refused() -> Iterator[str]:
    """Nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{probe.getsockname()[1]}"


def frozen() -> Iterator[str]:
    """The connection opens, and nothing more is heard."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


def answering(reply: bytes, after: float = 0.0) -> Iterator[str]:
    """Every request gets REPLY, AFTER seconds."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    connection.recv(65_536)
                    time.sleep(after)
                    connection.sendall(reply)

        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)


def dripping() -> Iterator[str]:
    """Every request gets a byte now and then: never silent, never done."""
    closed = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def drip(connection: socket.socket) -> None:
            with connection, contextlib.suppress(OSError):
                connection.recv(65_536)
                connection.sendall(http("200 OK", "{}" + " " * 100_000)[:-100_000])
                while not closed.wait(TIMEOUT / 10):
                    connection.sendall(b" ")

        def serve() -> None:
            with contextlib.suppress(OSError):
                while True:
                    threading.Thread(target=drip, args=[server.accept()[0]], daemon=True).start()

        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        closed.set()
        server.shutdown(socket.SHUT_RDWR)


def http(
    status: str, body: str, product: str = "X-Elastic-Product: Elasticsearch\r\n", kind: str = "application/json"
) -> bytes:
    head = f"HTTP/1.1 {status}\r\n{product}Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    return (head + body).encode()


EMPTY = (
    '{"count": 0, "timed_out": false, "items": [{"index": {"status": 404}}],'
    ' "hits": {"total": {"value": 0}, "hits": []},'
    ' "aggregations": {"everything": {"doc_count": 0}, "current": {"doc_count": 0}}}'
)
SERVERS: dict[str, Callable[[], Iterator[str]]] = {
    "refused": refused,
    "frozen": frozen,
    "slow": lambda: answering(http("200 OK", EMPTY), after=5),
    "dripping": dripping,
    "starting": lambda: answering(http("503 Service Unavailable", "{}")),
    "never built": lambda: answering(http("404 Not Found", '{"error": {"type": "index_not_found_exception"}}')),
    "empty": lambda: answering(http("200 OK", EMPTY)),
    "another product": lambda: answering(http("200 OK", "{}", product="")),
    "another answer": lambda: answering(http("200 OK", "{}")),
    "a page": lambda: answering(http("200 OK", "<html>", kind="text/html")),
    "not a web server": lambda: answering(b"\x00\xffSSH-2.0\r\n"),
}


@pytest.fixture(params=SERVERS)
def away(request: pytest.FixtureRequest, settings: LazySettings) -> Iterator[str]:
    """A server in each state in which it is of no use."""
    server = SERVERS[request.param]()
    use_elasticsearch(settings, next(server), TIMEOUT)
    yield request.param
    next(server, None)


def publish(title: str = "Le kayak connecté") -> ContentPage:
    home = HomePage.objects.get(locale__language_code="fr")
    page = ContentPage(title=title, slug="kayak")
    home.add_child(instance=page)
    page.save_revision().publish()
    return page


def test_the_database_answers_and_the_page_says_so_once(client: Client, away: str) -> None:
    html = client.get("/recherche/", {"q": "recenser acteurs"}).content.decode()

    assert html.count(SAID) == 1
    assert "/plan/4/" in html


def test_the_answers_are_those_of_the_database(away: str, settings: LazySettings) -> None:
    degraded = query("numérique", language="fr")
    settings.SEARCH_BACKEND = "database"
    usual = query("numérique", language="fr")

    assert degraded.degraded
    assert not usual.degraded
    assert [entry.pk for entry in degraded.entries] == [entry.pk for entry in usual.entries]
    assert degraded.counts == usual.counts


def test_only_the_first_request_asks_the_server_and_it_is_logged_once(
    away: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    asked: list[str] = []
    real = engines.elasticsearch
    monkeypatch.setattr(engines, "elasticsearch", lambda: asked.append("once") or real())

    with caplog.at_level(logging.WARNING, "search"):
        answers = [query("numérique", language="fr") for _ in range(3)]

    assert all(answer.degraded for answer in answers)
    assert asked == ["once"]
    assert len([record for record in caplog.records if record.name.startswith("search")]) == 1


def test_publishing_goes_on_and_remembers_what_is_to_be_sent(
    away: str, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        page = publish()

    assert query("kayak connecté", language="fr").entries[0].page_id == page.pk
    assert list(PendingChange.objects.filter(sent=False).values_list("entry_id", flat=True)) == [
        SearchEntry.objects.get(page=page).pk
    ]


def test_health_tells_it_and_stays_up(client: Client, away: str) -> None:
    publish()
    response = client.get("/sante/")

    assert not is_up()
    assert response.status_code == 200
    assert response.json()["search"] is False
    assert response.json()["search_waiting"] == 1


@pytest.mark.parametrize("options", [["--pending"], []])
def test_the_command_says_that_the_server_is_away(options: list[str], settings: LazySettings) -> None:
    server = refused()
    use_elasticsearch(settings, next(server), TIMEOUT)

    with pytest.raises(CommandError, match="Elasticsearch ne répond pas"):
        call_command("update_search", *options, verbosity=0)


class RealServer:
    """A server of the test's own, to stop and to freeze."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port

    def _tool(self, *arguments: str) -> str:
        command = ["tools/search-engine", *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True, timeout=400).stdout.strip()

    def start(self) -> str:
        return self._tool("start", str(self.folder), str(self.port))

    def stop(self) -> None:
        self._tool("stop", str(self.folder))

    def signal(self, number: signal.Signals) -> None:
        os.kill(int((self.folder / "run" / "pid").read_text()), number)


@pytest.fixture
def real_server(settings: LazySettings) -> Iterator[RealServer]:
    need(os.environ.get("SEARCH_ENGINE_DIST"), "Elasticsearch's program: SEARCH_ENGINE_DIST is not set")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = Path("/var/tmp") / f"search-outage-{os.getpid()}"  # noqa: S108  # a user without rights enters it
    server = RealServer(folder, port)
    use_elasticsearch(settings, server.start(), 0.6)
    yield server
    server.signal(signal.SIGCONT)
    server.stop()
    subprocess.run(["rm", "-rf", str(folder)], check=True)


def answer_of_the_server(text: str) -> Answer:
    """What it answers once it does: a server that has just started takes its time."""
    for _ in range(60):
        engines.breaker.close()
        answer = query(text, language="fr")
        if not answer.degraded:
            return answer
        time.sleep(0.5)
    pytest.fail("the server does not answer")


@pytest.mark.elasticsearch
def test_a_real_server_frozen_killed_and_restarted(
    real_server: RealServer, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    rebuild()
    answer_of_the_server("numérique")

    real_server.signal(signal.SIGSTOP)
    begun = time.monotonic()
    assert query("numérique", language="fr").degraded
    with django_capture_on_commit_callbacks(execute=True):
        page = publish()
    assert time.monotonic() - begun < 10
    assert waiting() == 1

    real_server.signal(signal.SIGCONT)
    call_command("update_search", "--pending", verbosity=0)
    assert waiting() == 0
    engines.elasticsearch(patient=True).es.indices.refresh()
    assert answer_of_the_server("kayak connecté").entries[0].page_id == page.pk

    real_server.signal(signal.SIGKILL)
    assert query("kayak connecté", language="fr").degraded
    with django_capture_on_commit_callbacks(execute=True):
        page.unpublish()

    real_server.start()
    call_command("update_search", "--pending", verbosity=0)
    engines.elasticsearch(patient=True).es.indices.refresh()
    assert page.pk not in [entry.page_id for entry in answer_of_the_server("numérique kayak").entries]
