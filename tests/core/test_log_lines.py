"""The log of the settings: a line an event, a traceback under a fault of the site alone."""

import io
import logging.config
from collections.abc import Iterator

import pytest
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.test import Client
from django.urls import path

from config import urls as site_urls
from config.settings import base


def broken(request: HttpRequest) -> None:
    raise ZeroDivisionError("a fault")


def refuses(request: HttpRequest) -> None:
    raise SuspiciousOperation("a\nb\x1b[2J")


urlpatterns = [path("broken/", broken), path("refuses/", refuses), *site_urls.urlpatterns]
handler400 = "config.errors.bad_request"
handler500 = "config.errors.server_error"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the root logger writes with the formatter of the settings."""
    converter = logging.config.DictConfigurator(base.LOGGING)
    handler = logging.StreamHandler(io.StringIO())
    handler.setFormatter(converter.configure_formatter(dict(base.LOGGING["formatters"]["line"])))
    root = logging.getLogger()
    root.addHandler(handler)
    yield handler.stream
    root.removeHandler(handler)


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("asked", "host"), [("/agenda/", "evil.example"), ("/%00", "testserver"), ("/media/%2e%2e/x", "testserver")]
)
def test_a_refused_request_is_one_line(visitor: Client, log: io.StringIO, settings, asked: str, host: str):
    settings.ALLOWED_HOSTS = ["testserver"]

    answer = visitor.get(asked, headers={"host": host})

    assert answer.status_code == 400
    assert len(log.getvalue().splitlines()) == 1, log.getvalue()


@pytest.mark.urls(__name__)
def test_what_a_request_holds_stays_on_its_line(visitor: Client, log: io.StringIO):
    assert visitor.get("/refuses/").status_code == 400
    assert log.getvalue().splitlines()[0].endswith("django.security.SuspiciousOperation a\\nb\\x1b[2J")
    assert len(log.getvalue().splitlines()) == 1


@pytest.mark.urls(__name__)
def test_a_fault_of_the_site_has_its_traceback(visitor: Client, log: io.StringIO):
    assert visitor.get("/broken/").status_code == 500
    assert "Traceback" in log.getvalue()
    assert "ZeroDivisionError: a fault" in log.getvalue()
