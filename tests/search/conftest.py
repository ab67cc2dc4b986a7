import os
import uuid
from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from wagtail.search.backends import get_search_backends  # noqa: F401  # fills the backends' registry

from search import engines
from tests.conftest import need


@pytest.fixture(params=["database", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)])
def engine(request: pytest.FixtureRequest, settings: LazySettings) -> Iterator[str]:
    """Each engine in turn; on Elasticsearch with an index of the test's own."""
    settings.SEARCH_BACKEND = request.param
    if request.param == "elasticsearch":
        url = os.environ.get("TEST_ELASTICSEARCH_URL")
        need(url, "Elasticsearch: TEST_ELASTICSEARCH_URL is not set")
        backends = settings.WAGTAILSEARCH_BACKENDS
        public = {**backends["public"], "URLS": [url], "INDEX_PREFIX": f"test_{uuid.uuid4().hex}_", "TIMEOUT": 30}
        settings.WAGTAILSEARCH_BACKENDS = {**backends, "public": public}
    yield request.param
    if request.param == "elasticsearch":
        indices = engines.chosen().es.indices
        for name in indices.get(index=f"{public['INDEX_PREFIX']}*"):
            indices.delete(index=name)


@pytest.fixture
def indexed(engine: str):
    """A function that brings the engine up to what the table holds."""

    def bring_up() -> None:
        if engine == "elasticsearch":
            engines.rebuild_index()

    return bring_up
