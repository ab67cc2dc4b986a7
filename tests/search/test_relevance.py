"""The shared list of queries (tests/data/search/queries.toml), run on each engine over the demonstration content."""

import os
import tomllib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db.models import Max
from django.test import override_settings
from wagtail.models import Page

from search import engines
from search.querying import query
from search.sending import rebuild
from search.vocabulary import Synonym
from tests.conftest import need

FIRST = 5
# How many results are read, and how many where some must not be there at all.
READ, ALL = 20, 200
# What is found through synonyms alone.
OTHER_WORDS = ("THD", "coworking", "IA", "bibliothèque", "France Travail", "copil")
ENGINES = ["database", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)]
FILE = Path(__file__).parents[1] / "data/search/queries.toml"


@dataclass(frozen=True)
class Query:
    """What someone types, in several ways, and what is expected."""

    who: str
    text: str
    language: str = "fr"
    also: tuple[str, ...] = ()
    first: str = ""
    among: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    none: bool = False

    @property
    def texts(self) -> tuple[str, ...]:
        return (self.text, *self.also)

    @property
    def expected(self) -> tuple[str, ...]:
        """The pages expected in the first five."""
        return tuple(dict.fromkeys(filter(None, (self.first, *self.among))))


@dataclass(frozen=True)
class Given:
    """What an engine gave: pages in order, how many in all, counts by facet, whether they have all the words."""

    pages: tuple[str, ...]
    total: int = 0
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    loosened: bool = False

    def missing(self, expected: tuple[str, ...]) -> list[str]:
        return [page for page in expected if page not in self.pages[:FIRST]]


def _read() -> list[Query]:
    groups: dict[str, Any] = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return [
        Query(who, **{name: tuple(value) if isinstance(value, list) else value for name, value in row.items()})
        for who, group in groups.items()
        for row in group["queries"]
    ]


QUERIES = _read()
each_query = pytest.mark.parametrize("asked", QUERIES, ids=[f"{asked.who}: {asked.text}" for asked in QUERIES])


def name_of(page: Page) -> str:
    """A page by its section and slug, whatever stands between: "annuaire/audelor", "concours/la-voilerie"."""
    parts = page.specific.canonical.url_path.strip("/").split("/")[1:]
    return "/".join(dict.fromkeys([parts[0], parts[-1]])) if parts else ""


def _all_given() -> dict[tuple[str, str], Given]:
    return {
        (asked.language, text): _given(text, asked.language, ALL if asked.absent else READ)
        for asked in QUERIES
        for text in asked.texts
    }


def _given(text: str, language: str, deep: int = READ) -> Given:
    answer = query(text, language=language, per_page=deep)
    assert not answer.degraded
    pages = tuple(name_of(entry.result) for entry in answer.entries)
    return Given(pages, answer.total, answer.counts, answer.loosened)


def _from_elasticsearch() -> dict[tuple[str, str], Given]:
    backends, prefix = settings.WAGTAILSEARCH_BACKENDS, f"test_{uuid.uuid4().hex}_"
    own = {"URLS": [os.environ["TEST_ELASTICSEARCH_URL"]], "INDEX_PREFIX": prefix, "TIMEOUT": 30}
    backends = {**backends, "elasticsearch": {**backends["elasticsearch"], **own}}
    with override_settings(SEARCH_BACKEND="elasticsearch", WAGTAILSEARCH_BACKENDS=backends):
        rebuild()
        try:
            return _all_given()
        finally:
            server = engines.elasticsearch(patient=True)
            for name in server.es.indices.get(index=f"{prefix}*"):
                server.es.indices.delete(index=name)


def _asked_of_each_engine() -> dict[str, Any]:
    pages = Page.objects.filter(locale__language_code="fr", depth__gt=2).specific()
    found: dict[str, Any] = {"pages": {name_of(page) for page in pages}}
    with time_machine.travel(Page.objects.aggregate(last=Max("last_published_at"))["last"]):
        found["database"] = _all_given()
        if os.environ.get("TEST_ELASTICSEARCH_URL"):
            found["elasticsearch"] = _from_elasticsearch()
        Synonym.objects.all().delete()
        found["without synonyms"] = {text: _given(text, "fr") for text in OTHER_WORDS}
    return found


@pytest.fixture(scope="module")
def everything(database, django_db_setup, django_db_blocker) -> dict[str, Any]:
    """What each engine gives, the names of all pages: asked once, on the day the demonstration was loaded."""
    with django_db_blocker.unblock():
        database.restore("demo")
        try:
            found = _asked_of_each_engine()
        finally:
            database.restore()
    return found


@pytest.fixture
def given(everything: dict[str, Any], engine_name: str) -> dict[tuple[str, str], Given]:
    need(engine_name in everything, "Elasticsearch: TEST_ELASTICSEARCH_URL is not set")
    return everything[engine_name]


@each_query
@pytest.mark.parametrize("engine_name", ENGINES)
def test_a_query_gives_what_a_person_expects(given: dict, asked: Query):
    for text in asked.texts:
        answer = given[asked.language, text]
        assert answer.missing(asked.expected) == [], (text, answer.pages[: 2 * FIRST])
        assert answer.pages[:1] == (asked.first,) or not asked.first, (text, answer.pages[:FIRST])
        assert not set(asked.absent) & set(answer.pages) or answer.loosened, text
        assert not asked.none or answer.total == 0 or answer.loosened, (text, answer.pages[:FIRST])


@pytest.mark.parametrize("engine_name", ENGINES)
def test_recall_in_the_first_five_is_97_percent(given: dict):
    shares = [
        1 - len(given[asked.language, text].missing(asked.expected)) / len(asked.expected)
        for asked in QUERIES
        for text in asked.texts
        if asked.expected
    ]

    assert sum(shares) / len(shares) >= 0.97


@pytest.mark.elasticsearch
@each_query
def test_the_engines_give_the_same_in_the_same_order(everything: dict[str, Any], asked: Query):
    need("elasticsearch" in everything, "Elasticsearch: TEST_ELASTICSEARCH_URL is not set")
    for text in asked.texts:
        assert everything["elasticsearch"][asked.language, text] == everything["database"][asked.language, text]


def test_the_list_is_long_and_names_pages_that_exist(everything: dict[str, Any]):
    named = set(chain.from_iterable((*asked.expected, *asked.absent) for asked in QUERIES))

    assert named - everything["pages"] == set()
    assert len(QUERIES) >= 120
    assert sum(1 for asked in QUERIES if asked.also) >= 20
    assert sum(1 for asked in QUERIES if asked.none) >= 10
    assert len({(asked.language, text) for asked in QUERIES for text in asked.texts}) == sum(
        len(asked.texts) for asked in QUERIES
    )


@pytest.mark.parametrize("text", OTHER_WORDS)
def test_acronyms_and_other_words_need_the_synonyms(everything: dict[str, Any], text: str):
    (asked,) = [asked for asked in QUERIES if text in asked.texts]

    assert everything["without synonyms"][text].missing(asked.expected)
