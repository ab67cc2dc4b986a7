"""The same lists and feeds with the cache of a site that has outgrown one machine."""

import pytest
from django.conf import LazySettings
from django.core.cache import caches
from django.test import Client

from tests.factories.evenements import EventPageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.redis]


@pytest.fixture
def _redis(settings: LazySettings, redis_url: str):
    redis = {"BACKEND": "core.cache.ForgivingRedisCache", "LOCATION": redis_url}
    settings.CACHES = {name: redis | {"KEY_PREFIX": name} for name in settings.CACHES}
    caches["default"].clear()
    yield
    caches["default"].clear()


@pytest.mark.usefixtures("_redis")
def test_a_feed_comes_out_of_redis_as_it_went_in(client: Client):
    event = EventPageFactory(title="Depuis Redis")

    first, again = (client.get("/agenda/agenda.ics", headers={"accept-encoding": "gzip"}).content for _ in range(2))

    assert first == again
    assert "Depuis Redis" in client.get("/agenda/").content.decode()
    assert client.get("/sante/").json()["cache"] is True
    assert event.occurrences.exists()
