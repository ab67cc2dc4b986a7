"""Fixtures every test may use; a database built once per change of the migrations, then copied."""

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from pytest_django import DjangoDbBlocker

    from tests.database import PostgresDatabase, SQLiteDatabase

REQUIRE_ALL = os.environ.get("REQUIRE_ALL") == "1"


def need(condition: object, reason: str) -> None:
    """Skips a test whose server or program is absent; where everything must be there (CI), fails it instead."""
    if condition:
        return
    if REQUIRE_ALL:
        pytest.fail(reason)
    pytest.skip(reason)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what is about another database than the one the suite runs on: no server is missing there."""
    from django.db import connection

    others = [item for item in items if any(mark.args[0] != connection.vendor for mark in item.iter_markers("only_on"))]
    if others:
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if item not in others]


def pytest_collection_finish(session: pytest.Session) -> None:
    """What is loaded by now stays until the end: looking through it for garbage was a twelfth of the suite's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def database(django_test_environment: None, worker_id: str) -> "SQLiteDatabase | PostgresDatabase":
    from tests.database import database_for

    return database_for(worker_id)


@pytest.fixture(scope="session")
def django_db_setup(
    database: "SQLiteDatabase | PostgresDatabase", django_db_blocker: "DjangoDbBlocker"
) -> Iterator[None]:
    """The worker's database: migrations and territory are in it; tests that commit give it back as it was."""
    from django.test import TransactionTestCase

    with django_db_blocker.unblock():
        database.restore()
    original = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda self: database.restore()
    yield
    TransactionTestCase._fixture_teardown = original
    with django_db_blocker.unblock():
        database.remove()


@pytest.fixture(scope="session")
def redis_url(worker_id: str) -> str:
    """A Redis of the worker's own: clearing a cache empties its whole database, of which a server has sixteen."""
    url = os.environ.get("TEST_REDIS_URL", "")
    need(url, "Redis: TEST_REDIS_URL is not set")
    number = int(worker_id.removeprefix("gw")) if worker_id.startswith("gw") else 0
    return urlsplit(url)._replace(path=f"/{number % 16}").geturl()


@pytest.fixture(scope="module")
def filling(
    database: "SQLiteDatabase | PostgresDatabase", django_db_setup: None, django_db_blocker: "DjangoDbBlocker"
) -> Iterator[Callable[[], AbstractContextManager[None]]]:
    """What is written under `with filling():` is there for each test of the module, none of which may commit."""
    yield django_db_blocker.unblock
    with django_db_blocker.unblock():
        database.restore()


@pytest.fixture
def demo(transactional_db: None, database: "SQLiteDatabase | PostgresDatabase") -> None:
    """The demonstration content, as `make run` first shows it."""
    database.restore("demo")


@pytest.fixture(autouse=True)
def _clean_slate() -> Iterator[None]:
    """No cache, language or frozen clock goes from one test to the next."""
    from django.core.cache import caches
    from django.utils import translation

    for name in caches:
        caches[name].clear()
    with translation.override("fr"):
        yield
