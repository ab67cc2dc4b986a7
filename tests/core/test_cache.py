"""Redis away: an error is a miss, told once, and the server is left alone for a while."""

import logging
from collections import defaultdict
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.conf import LazySettings
from django.core.cache import caches
from django.test import Client

from core import cache as subject
from core.cache import Breaker
from tests.addresses import DATA_FILES, FILES, VIEWS, feed_addresses, page_addresses

NOWHERE = "redis://127.0.0.1:9/0"


@pytest.fixture(autouse=True)
def _unasked(monkeypatch: pytest.MonkeyPatch) -> None:
    """No server has failed yet."""
    monkeypatch.setattr(subject, "breakers", defaultdict(Breaker))


def kept_in(settings: LazySettings, url: str) -> None:
    entry = {"BACKEND": "core.cache.ForgivingRedisCache", "LOCATION": url}
    settings.CACHES = {name: entry | {"KEY_PREFIX": f"test-cache-{name}"} for name in settings.CACHES}


@pytest.fixture
def _away(settings: LazySettings) -> None:
    kept_in(settings, NOWHERE)


@pytest.fixture
def _there(settings: LazySettings, redis_url: str) -> Iterator[None]:
    kept_in(settings, redis_url)
    yield
    caches["default"].clear()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that `core.cache` reads."""
    seconds = [1000.0]
    monkeypatch.setattr(subject, "time", SimpleNamespace(monotonic=lambda: seconds[0]))
    return seconds


@pytest.mark.usefixtures("demo", "_away")
def test_every_page_feed_and_file_answers_without_redis(client: Client):
    paths = [*page_addresses().values(), *VIEWS, *FILES, *DATA_FILES, *feed_addresses(), "/agenda/mois/2027-01/"]

    assert {path: client.get(path).status_code for path in paths} == dict.fromkeys(paths, 200)
    assert client.get("/sante/").json()["cache"] is False


@pytest.mark.usefixtures("_away")
def test_each_method_answers_as_for_a_key_that_is_not_there():
    cache = caches["default"]

    assert cache.get("a") is None
    assert cache.get("a", 3) == 3
    assert cache.get_or_set("a", 4) == 4
    assert cache.get_many(["a", "b"]) == {}
    assert cache.set("a", 1) is None
    assert cache.set_many({"a": 1}) == []
    assert [cache.add("a", 1), cache.touch("a"), cache.delete("a"), cache.has_key("a"), cache.clear()] == [False] * 5
    assert cache.delete_many(["a"]) is None
    with pytest.raises(ValueError, match="not found"):
        cache.incr("a")


@pytest.mark.usefixtures("_away")
def test_a_server_that_failed_rests_then_is_asked_again(clock: list[float], monkeypatch: pytest.MonkeyPatch):
    asked = []
    get_client = subject.ForgivingClient.get_client
    monkeypatch.setattr(
        subject.ForgivingClient, "get_client", lambda *given, **named: asked.append(1) or get_client(*given, **named)
    )
    cache = caches["default"]

    for _ in range(3):
        cache.get("a")
        cache.set("a", 1)
    assert len(asked) == 1
    cache.delete("a")  # what is no longer true is not left for later
    assert len(asked) == 2
    clock[0] += subject.REST_SECONDS
    cache.get("a")
    assert len(asked) == 3


@pytest.mark.usefixtures("_away")
def test_it_is_told_once_in_a_while(clock: list[float], caplog: pytest.LogCaptureFixture):
    for _ in range(10):
        caches["default"].get("a")
        caches["feeds"].get("a")
        clock[0] += subject.REST_SECONDS
    assert len(caplog.records) == 1

    clock[0] += subject.SILENCE_SECONDS
    caches["default"].get("a")
    assert [record.levelno for record in caplog.records] == [logging.WARNING] * 2


def test_a_breaker_says_when_the_server_is_back(caplog: pytest.LogCaptureFixture):
    breaker = Breaker()
    breaker.failed(ConnectionError("refused"))
    assert not breaker.is_closed

    for _ in range(2):
        breaker.answered()

    assert breaker.is_closed
    assert [record.getMessage() for record in caplog.records][1:] == ["cache: Redis is back"]


@pytest.mark.redis
@pytest.mark.usefixtures("_there")
def test_what_is_kept_is_found_again():
    cache = caches["default"]
    cache.set("a", {"b": 1})
    cache.set_many({"c": 1, "d": 2})

    assert cache.get("a") == {"b": 1}
    assert cache.get_many(["c", "d"]) == {"c": 1, "d": 2}
    assert cache.incr("c") == 2
    assert not cache.add("a", 2)
    assert cache.delete("a")
    assert cache.get("a", "gone") == "gone"


@pytest.mark.redis
@pytest.mark.usefixtures("_there")
def test_a_connection_that_died_meanwhile_is_made_again(caplog: pytest.LogCaptureFixture):
    cache = caches["default"]
    cache.set("a", 1)
    redis = cache._cache.get_client()
    redis.client_kill_filter(_id=redis.client_id(), skipme=False)

    assert cache.get("a") == 1
    assert caplog.records == []
