"""Fixtures every test may use; a database built once per change of the migrations, then copied."""

import os
from collections.abc import Iterator

import pytest

REQUIRE_ALL = os.environ.get("REQUIRE_ALL") == "1"


def need(condition: object, reason: str) -> None:
    """Skips a test whose server or program is absent; where everything must be there (CI), fails it instead."""
    if condition:
        return
    if REQUIRE_ALL:
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker, worker_id: str) -> Iterator[None]:
    """The worker's database: migrations and territory are in it; tests that commit give it back as it was."""
    from django.test import TransactionTestCase

    from tests.database import database_for, one_at_a_time

    with django_db_blocker.unblock():
        database = database_for(worker_id)
        with one_at_a_time():
            database.build()
            database.restore()

    def restore(self: TransactionTestCase) -> None:
        with one_at_a_time():
            database.restore()

    original, TransactionTestCase._fixture_teardown = TransactionTestCase._fixture_teardown, restore
    yield
    TransactionTestCase._fixture_teardown = original
    with django_db_blocker.unblock():
        database.remove()


@pytest.fixture(autouse=True)
def _clean_slate() -> Iterator[None]:
    """No cache, language or frozen clock goes from one test to the next."""
    from django.core.cache import cache
    from django.utils import translation

    cache.clear()
    with translation.override("fr"):
        yield
