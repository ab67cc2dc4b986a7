"""The server's own settings, with an application that tells what it was asked."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from tests.project.sources import ROOT
from tests.project.test_settings import PRODUCTION


@contextmanager
def served(application: str, **more: Any) -> Iterator[str]:
    """The host at which gunicorn, started with MORE, serves APPLICATION."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = "{}:{}".format(*probe.getsockname())
    command = ["-m", "gunicorn", "--config", "site/config/gunicorn.py", "--bind", address, application]
    server = subprocess.Popen([sys.executable, *command], cwd=ROOT, stdout=subprocess.DEVNULL, **more)
    try:
        yield address
    finally:
        server.terminate()
        server.wait()


@pytest.fixture
def host() -> Iterator[str]:
    with served("wsgiref.simple_server:demo_app") as address:
        yield address


def asked(host: str, headers: dict[str, str], path: str = "/agenda/", method: str = "GET") -> str:
    for _ in range(100):
        with suppress(ConnectionRefusedError):
            connection = http.client.HTTPConnection(host)
            connection.request(method, path, headers=headers)
            return connection.getresponse().read().decode()
        time.sleep(0.1)
    raise TimeoutError(host)


def test_no_client_says_where_the_site_is_mounted(host: str) -> None:
    told = asked(host, {"SCRIPT_NAME": "/evil", "PATH_INFO": "/evil/"})

    assert "SCRIPT_NAME = ''" in told
    assert "PATH_INFO = '/agenda/'" in told


def test_a_long_question_reaches_the_site_which_says_what_is_wrong(host: str) -> None:
    words = "a" * 8000

    assert f"QUERY_STRING = 'q={words}'" in asked(host, {}, f"/agenda/agenda.ics?q={words}")


def test_a_head_leaves_no_line_in_the_log(tmp_path: Path) -> None:
    (tmp_path / "static").mkdir()
    environment = {**os.environ, **PRODUCTION, "VAR_DIR": str(tmp_path)}
    headers = {"Host": PRODUCTION["ALLOWED_HOSTS"], "X-Forwarded-Proto": "https"}
    log = tmp_path / "log"
    with log.open("w") as stream, served("config.wsgi", env=environment, stderr=stream) as host:
        asked(host, headers, "/robots.txt", "HEAD")

    assert log.read_text() == ""
