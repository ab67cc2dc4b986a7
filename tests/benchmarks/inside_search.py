"""What is measured of search inside a process of the site, as `search.py` asks.

python -m tests.benchmarks.inside_search query     ms of whole searches: keys, count, facets, 20 results
python -m tests.benchmarks.inside_search save      ms that a change of words adds to writing an entry
python -m tests.benchmarks.inside_search admin     ms of the admin's search of pages, stock and ours
python -m tests.benchmarks.inside_search stock     ms of Wagtail's own search of the same pages: count and 20 results
python -m tests.benchmarks.inside_search rebuild, remove     Elasticsearch's index, made and dropped
"""

import os
import statistics
import sys
import threading
import time
from collections.abc import Callable
from functools import partial

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import OperationalError, connection, transaction  # noqa: E402
from wagtail.models import Page  # noqa: E402
from wagtail.search.backends import get_search_backend  # noqa: E402
from wagtail.search.backends.base import BaseSearchBackend  # noqa: E402

from annuaire.models import ActorPage  # noqa: E402
from evenements.models import EventPage  # noqa: E402
from search.engines import ENGINE_ERRORS, elasticsearch  # noqa: E402
from search.models import SearchEntry  # noqa: E402
from search.querying import query  # noqa: E402
from search.sending import note, rebuild, sender  # noqa: E402

TIMES = int(os.environ.get("BENCH_TIMES", "9"))
# What people type: words that half of the generated entries hold, which is the worst that can be.
QUERIES = {
    "one word": ["numérique", "atelier", "fibre", "robots", "quai"],
    "three words": ["numérique fibre robot", "atelier impression laser", "école port rade", "carte capteur archives"],
    "prefix": ["nu", "at", "imp", "média", "capt"],
}
# The stock backend's time grows with the square of what it finds.
ADMIN_PAGES = 2000
BATCH = 500


# Milliseconds that 95 of 100 searches take at most: up to 20,000 entries, and beyond; and that a save adds.
GOALS = {"sqlite": (30, 120), "postgresql": (30, 60), "elasticsearch": (30, 60)}
MANY, SAVE_GOAL = 20_000, 5
# Seconds that the stock backend is given for a search: some would take it hours.
PATIENCE = 5
Spent = list[tuple[float, float]]


def high(spent: Spent) -> float:
    """What 95 of 100 take at most on the clock."""
    return sorted(ms for ms, _ in spent)[int(len(spent) * 0.95)]


def say(label: str, spent: Spent, *values: object) -> None:
    """The time on the clock, then that of this process alone, which other work on the machine lengthens less."""
    clock, own = statistics.median(ms for ms, _ in spent), statistics.median(ms for _, ms in spent)
    least = min(ms for ms, _ in spent)
    figures = f"median {clock:7.1f}  p95 {high(spent):7.1f}  least {least:7.1f}  process {own:7.1f} ms "
    print(f"{label:<58}", figures, *values, flush=True)  # noqa: T201


def goal(reached: float, wanted: float) -> str:
    return f"goal {wanted}: {'met' if reached <= wanted else 'NOT MET'}"


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
    wanted = GOALS[engine()][entries > MANY]
    say(f"{engine()}, {entries} entries, first of the process", times(partial(query, "atelier", language="fr"), 1))
    for name, texts in QUERIES.items():
        ask = partial(query, language="fr", partial=name == "prefix")
        found = [ask(text) for text in texts]
        spent = [ms for text in texts for ms in times(partial(ask, text))]
        degraded = "DEGRADED" if any(answer.degraded for answer in found) else ""
        totals = [answer.total for answer in found]
        say(f"{engine()}, {entries} entries, {name}", spent, goal(high(spent), wanted), "found", totals, degraded)


def save() -> None:
    """The same row written with other words, and with the same: the difference is the index."""
    entries = list(SearchEntry.objects.order_by("?")[:40])
    medians = []
    for indexed in (False, True):
        spent: Spent = []
        for entry in entries:
            entry.summary += "."
            entry.body_terms += " zzyzx" if indexed else ""
            spent += times(partial(_write, entry, indexed=indexed), 1)
            sender.wait()
        medians.append(statistics.median(ms for ms, _ in spent))
        say(f"{engine()}, an entry saved, {'its words changed' if indexed else 'not its words'}", spent)
    say(f"{engine()}, ten entries saved, sent and heard of", times(partial(_write_and_wait, entries[:10]), 3))
    added = medians[1] - medians[0]
    print(f"{engine()}, a save adds {added:.1f} ms to the index", goal(added, SAVE_GOAL), flush=True)  # noqa: T201


def _write(entry: SearchEntry, *, indexed: bool) -> None:
    with transaction.atomic():
        entry.save()
        if indexed:
            note([entry.pk])


def _write_and_wait(entries: list[SearchEntry]) -> None:
    for entry in entries:
        _write(entry, indexed=True)
    sender.wait()


def stock() -> None:
    """Counts no facet and asks for words as they are typed; the prefix is looked for in titles alone."""
    backend = _stock_backend()
    try:
        _measure_stock(backend)
    finally:
        if engine() != "elasticsearch":
            backend.reset_indexes()


def _measure_stock(backend: BaseSearchBackend) -> None:
    pages = sum(_add_all(backend, model) for model in (ActorPage, EventPage))
    for name, texts in QUERIES.items():
        for text in texts[:2]:
            label = f"{engine()}, stock, {pages} pages, {name}, {text!r}"
            try:
                spent = times(partial(_stock_page, backend, name, text), 3)
            except (OperationalError, *ENGINE_ERRORS):
                print(f"{label:<58} more than {PATIENCE} s", flush=True)  # noqa: T201
            else:
                say(label, spent)


def _stock_backend() -> BaseSearchBackend:
    if engine() == "elasticsearch":
        prefix = f"{settings.WAGTAILSEARCH_BACKENDS['elasticsearch']['INDEX_PREFIX']}stock_"
        path, urls = "wagtail.search.backends.elasticsearch8", [settings.ELASTICSEARCH_URL]
        backend = get_search_backend(path, URLS=urls, INDEX_PREFIX=prefix, TIMEOUT=PATIENCE)
        rebuilder = backend.rebuilder_class(backend.get_index_for_model(Page))
        rebuilder.start().add_model(Page)
        rebuilder.finish()
        return backend
    return get_search_backend("wagtail.search.backends.database")


def _add_all(backend: BaseSearchBackend, model: type[Page]) -> int:
    """Indexes every page of MODEL, by batches; gives how many."""
    keys = list(model.objects.values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        backend.add_bulk(model, list(model.objects.filter(pk__in=keys[start : start + BATCH])))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return len(keys)


def _stock_page(backend: BaseSearchBackend, name: str, text: str) -> None:
    """The first 20 pages and how many there are; raises when it takes more than PATIENCE."""
    ask = backend.autocomplete if name == "prefix" else backend.search
    found = ask(text, Page.objects.all(), operator="and")
    connection.ensure_connection()
    raw = connection.connection
    timer = threading.Timer(PATIENCE, raw.interrupt if connection.vendor == "sqlite" else raw.cancel)
    timer.start()
    try:
        list(found[:20])
        found.count()
    finally:
        timer.cancel()


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


WHAT = {"query": queries, "save": save, "admin": admin, "stock": stock, "rebuild": made_anew, "remove": remove}

if __name__ == "__main__":
    WHAT[sys.argv[1]]()
