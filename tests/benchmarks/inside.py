"""What is measured inside a process of the site: query counts, and the feed against what most sites write.

python -m tests.benchmarks.inside queries:PATH     how many queries the page takes, warm
python -m tests.benchmarks.inside feed             ms of the feed first asked, ms of the same built by icalendar
python -m tests.benchmarks.inside file:PATH        bytes and s of a file, MB at most before it and with it
python -m tests.benchmarks.inside directory        ms to read the directory again, after a change
python -m tests.benchmarks.inside preview:FILE     s, s of this process, MB at most, counts of what it would do
python -m tests.benchmarks.inside import:FILE      the same, to bring it in
python -m tests.benchmarks.inside undo:            the same, to undo the first import
"""

import resource
import sys
import time
from pathlib import Path

import django

django.setup()

from django.core.cache import cache  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from icalendar import Calendar  # noqa: E402

from annuaire import versions  # noqa: E402
from annuaire.imports.enums import ImportState  # noqa: E402
from annuaire.imports.models import ActorImport  # noqa: E402
from annuaire.imports.opening import keep, opened  # noqa: E402
from annuaire.imports.running import start, work  # noqa: E402
from annuaire.listing import read_directory  # noqa: E402

FEED = "/agenda/agenda.ics"


def queries(path: str) -> int:
    client = Client(SERVER_NAME="127.0.0.1")
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)


def feed_first_asked() -> tuple[float, bytes]:
    """Nothing cached: what the first subscriber after a publication waits for."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.get("/vide/")
    cache.clear()
    begun = time.perf_counter()
    response = client.get(FEED)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return (time.perf_counter() - begun) * 1000, body


def on_the_fly(body: bytes) -> float:
    """The same calendar built as icalendar objects and serialised, no query counted: the least a view pays."""
    source = Calendar.from_ical(body)
    begun = time.perf_counter()
    calendar = Calendar()
    for name, value in source.property_items(recursive=False):
        if name not in ("BEGIN", "END"):
            calendar.add(name, value, encode=False)
    for component in source.subcomponents:
        event = type(component)()
        for name, value in component.property_items(recursive=False):
            if name not in ("BEGIN", "END"):
                event.add(name, value, encode=False)
        event.subcomponents = component.subcomponents
        calendar.add_component(event)
    calendar.to_ical()
    return (time.perf_counter() - begun) * 1000


def most_memory() -> float:
    """MB this process has held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def file(path: str) -> str:
    client = Client(SERVER_NAME="127.0.0.1")
    client.get("/annuaire/")
    before, begun = most_memory(), time.perf_counter()
    size = sum(map(len, client.get(path).streaming_content))
    return f"{size} {time.perf_counter() - begun:.1f} {before:.0f} {most_memory():.0f}"


def read_again() -> float:
    spent = []
    for _ in range(5):
        versions.move()
        begun = time.perf_counter()
        read_directory()
        spent.append((time.perf_counter() - begun) * 1000)
    return sorted(spent)[2]


def brought(what: str) -> str:
    step, _colon, path = what.partition(":")
    states = {"preview": ImportState.CHECKING, "import": ImportState.RUNNING, "undo": ImportState.UNDOING}
    if step == "undo":
        of = ActorImport.objects.filter(state=ImportState.DONE).earliest("pk")
    else:
        data = Path(path).read_bytes()
        of = keep(opened(data, "file.csv", "bench"), data)
    start(of, states[step])
    begun, own = time.perf_counter(), time.process_time()
    work(of)
    own = time.process_time() - own
    counts = ",".join(f"{name}={number}" for name, number in sorted(of.counts.items()))
    return f"{time.perf_counter() - begun:.1f} {own:.1f} {most_memory():.0f} {counts or 'failed'}"


def main() -> None:
    what = sys.argv[1]
    if what.startswith(("preview:", "import:", "undo:")):
        print(brought(what))  # noqa: T201
        return
    if what.startswith("file:"):
        print(file(what.removeprefix("file:")))  # noqa: T201
        return
    if what == "directory":
        print(f"{read_again():.0f}")  # noqa: T201
        return
    if what.startswith("queries:"):
        print(queries(what.removeprefix("queries:")))  # noqa: T201
        return
    first, body = feed_first_asked()
    print(f"{first} {on_the_fly(body)}")  # noqa: T201


if __name__ == "__main__":
    main()
