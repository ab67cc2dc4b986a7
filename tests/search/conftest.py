import os
import uuid
from collections.abc import Callable, Iterator

import pytest
from django.conf import LazySettings

from search import engines, sending
from search.breaker import Breaker
from search.sending import rebuild, send_all
from tests.conftest import need


@pytest.fixture(autouse=True)
def _rested(monkeypatch: pytest.MonkeyPatch) -> None:
    """No server that was away in one test is left alone in the next."""
    breaker = Breaker(engines.REST)
    for module in ("search.engines", "search.sending"):
        monkeypatch.setattr(f"{module}.breaker", breaker)


@pytest.fixture(autouse=True)
def _sent_by_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is committed is sent before the test goes on, by its own thread: another would not see its transaction."""
    monkeypatch.setattr(sending.sender, "wake", sending.send_at_once)


@pytest.fixture(params=["database", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)])
def engine(request: pytest.FixtureRequest, settings: LazySettings) -> Iterator[str]:
    """Each engine in turn; on Elasticsearch with an index of the test's own."""
    settings.SEARCH_BACKEND = request.param
    if request.param == "elasticsearch":
        url = os.environ.get("TEST_ELASTICSEARCH_URL")
        need(url, "Elasticsearch: TEST_ELASTICSEARCH_URL is not set")
        use_elasticsearch(settings, url)
    yield request.param
    if request.param == "elasticsearch":
        server = engines.elasticsearch(patient=True)
        for name in server.es.indices.get(index=f"{server.index_prefix}*"):
            server.es.indices.delete(index=name)


def use_elasticsearch(settings: LazySettings, url: str, timeout: float = 30) -> None:
    """Makes the site search on the server at URL, in an index of its own."""
    settings.SEARCH_BACKEND = "elasticsearch"
    backends = settings.WAGTAILSEARCH_BACKENDS
    own = {"URLS": [url], "INDEX_PREFIX": f"test_{uuid.uuid4().hex}_", "TIMEOUT": timeout}
    settings.WAGTAILSEARCH_BACKENDS = {**backends, "elasticsearch": {**backends["elasticsearch"], **own}}


@pytest.fixture
def indexed(engine: str) -> Callable[[], None]:
    """A function that brings the engine up to what the table holds."""

    def bring_up() -> None:
        if engine == "elasticsearch":
            server = engines.elasticsearch()
            if server.es.indices.exists(index=server.alias):
                send_all()
                server.es.indices.refresh(index=server.alias)
            else:
                rebuild()

    return bring_up
