"""What is measured of search inside a process of the site, as `search.py` asks.

python -m tests.benchmarks.inside_search query     ms of whole searches: keys, count, facets, 20 results
python -m tests.benchmarks.inside_search save      ms that a change of words adds to writing an entry
python -m tests.benchmarks.inside_search admin     ms of the admin's search of pages, stock and ours
python -m tests.benchmarks.inside_search rebuild, remove     Elasticsearch's index, made and dropped
"""

import os
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from wagtail.search.backends import get_search_backend  # noqa: E402
from wagtail.search.backends.base import BaseSearchBackend  # noqa: E402

from annuaire.models import ActorPage  # noqa: E402
from search.engines import elasticsearch  # noqa: E402
from search.models import SearchEntry  # noqa: E402
from search.querying import query  # noqa: E402
from search.sending import note, rebuild  # noqa: E402

TIMES = int(os.environ.get("BENCH_TIMES", "9"))
# What people type: words that half of the generated entries hold, which is the worst that can be.
QUERIES = {
    "one word": ["numérique", "atelier", "fibre", "robots", "quai"],
    "three words": ["numérique fibre robot", "atelier impression laser", "école port rade", "carte capteur archives"],
    "prefix": ["nu", "at", "imp", "média", "capt"],
}
# The stock backend's time grows with the square of what it finds.
ADMIN_PAGES = 2000


Spent = list[tuple[float, float]]


def say(label: str, spent: Spent, *values: object) -> None:
    """The time on the clock, then that of this process alone, which other work on the machine does not lengthen."""
    clock, own = sorted(ms for ms, _ in spent), statistics.median(ms for _, ms in spent)
    median, high = statistics.median(clock), clock[int(len(clock) * 0.95)]
    print(f"{label:<58} median {median:7.1f}  p95 {high:7.1f}  process {own:7.1f} ms ", *values, flush=True)  # noqa: T201


def times(action: Callable[[], object], number: int = TIMES) -> Spent:
    spent = []
    for _ in range(number):
        begun, own = time.perf_counter(), time.process_time()
        action()
        spent.append(((time.perf_counter() - begun) * 1000, (time.process_time() - own) * 1000))
    return spent


def engine() -> str:
    return "elasticsearch" if settings.SEARCH_BACKEND == "elasticsearch" else connection.vendor


def queries() -> None:
    entries = SearchEntry.objects.count()
    for name, texts in QUERIES.items():
        ask = partial(query, language="fr", partial=name == "prefix")
        found = [ask(text) for text in texts]
        spent = [ms for text in texts for ms in times(partial(ask, text))]
        degraded = "DEGRADED" if any(answer.degraded for answer in found) else ""
        say(f"{engine()}, {entries} entries, {name}", spent, "found", [answer.total for answer in found], degraded)


def save() -> None:
    """The same row written with other words, and with the same: the difference is the index."""
    entries = list(SearchEntry.objects.order_by("?")[:40])
    for indexed in (False, True):
        spent: Spent = []
        for entry in entries:
            entry.summary += "."
            entry.body_terms += " zzyzx" if indexed else ""
            spent += times(partial(_write, entry, indexed), 1)
        say(f"{engine()}, an entry saved, {'its words changed' if indexed else 'not its words'}", spent)


def _write(entry: SearchEntry, indexed: bool) -> None:
    with transaction.atomic():
        entry.save()
        if indexed:
            note([entry.pk])


def admin() -> None:
    pages = list(ActorPage.objects.all()[:ADMIN_PAGES])
    stock = get_search_backend("wagtail.search.backends.database")
    ours = get_search_backend("default")
    ours.add_bulk(ActorPage, pages)
    for name, backend in (("stock", stock), ("ours", ours)):
        for text in ("numérique fibre robot", "numérique"):
            found = backend.search(text, ActorPage.objects.all(), operator="and")
            spent = times(partial(_first_page, backend, text), 3)
            say(f"{connection.vendor}, admin, {name}, {text!r}, 20 pages", spent, "found", found.count())
        say(f"{connection.vendor}, admin, {name}, a page saved", times(partial(backend.add, pages[0])))


def _first_page(backend: BaseSearchBackend, text: str) -> None:
    list(backend.search(text, ActorPage.objects.all(), operator="and")[:20])


def remove() -> None:
    server = elasticsearch(patient=True)
    for name in server.es.indices.get(index=f"{server.index_prefix}*"):
        server.es.indices.delete(index=name)


def made_anew() -> None:
    say(f"{engine()}, the whole index made anew", times(rebuild, 1))


WHAT = {"query": queries, "save": save, "admin": admin, "rebuild": made_anew, "remove": remove}

if __name__ == "__main__":
    WHAT[sys.argv[1]]()
