"""The server's own settings, with an application that tells what it was asked."""

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest

from tests.project.sources import ROOT


@pytest.fixture
def host() -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = "{}:{}".format(*probe.getsockname())
    command = [
        "-m",
        "gunicorn",
        "--config",
        "site/config/gunicorn.py",
        "--bind",
        address,
        "wsgiref.simple_server:demo_app",
    ]
    server = subprocess.Popen([sys.executable, *command], cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        yield address
    finally:
        server.terminate()
        server.wait()


def asked(host: str, headers: dict[str, str], path: str = "/agenda/") -> str:
    for _ in range(100):
        with suppress(ConnectionRefusedError):
            connection = http.client.HTTPConnection(host)
            connection.request("GET", path, headers=headers)
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
