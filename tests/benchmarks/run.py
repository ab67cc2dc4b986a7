"""`make bench`: lists, months and feeds on generated volume, over HTTP, one worker. Prints one line a figure.

  python tests/benchmarks/run.py [EVENTS …]     volumes, 1000 10000 100000 by default
BENCH_DATABASE_URL measures another database than SQLite; it must be empty.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks.servers import environment, fetch, manage, measure, nginx, site

FEED = "/agenda/agenda.ics"
LIST = "/agenda/"


def say(label: str, *values: str) -> None:
    print(f"{label:<44}", *(f"{value:>14}" for value in values), flush=True)  # noqa: T201


def month_path() -> str:
    return f"/agenda/mois/{time.strftime('%Y-%m')}/"


def prepare(folder: Path, events: int) -> None:
    """A site with EVENTS invented events in FOLDER."""
    for command in (["migrate", "-v0"], ["load_territory", "-v0"], ["collectstatic", "--noinput", "-v0"]):
        manage(folder, *command)
    manage(folder, "generate_load", f"--events={events}", f"--actors={min(events // 10, 1000)}")


def in_process(folder: Path, what: str, module: str = "inside") -> list[str]:
    """Runs a MODULE of tests/benchmarks in a fresh process of that site; the words of its last line."""
    command = [sys.executable, "-m", f"tests.benchmarks.{module}", what]
    done = subprocess.run(command, env=environment(folder), check=True, capture_output=True, text=True)
    return done.stdout.strip().splitlines()[-1].split()


def bench(events: int, folder: Path) -> None:
    prepare(folder, events)
    say(f"--- {events} events", "median ms", "p95 ms", "bytes", "queries")
    with site(folder) as port:
        for label, path in (
            ("list", LIST),
            ("list, filtered", f"{LIST}?gratuit=1&mode=sur-place"),
            ("month", month_path()),
        ):
            timing = measure(port, path)
            queries = in_process(folder, f"queries:{path}")[0]
            say(label, f"{timing.median:.1f}", f"{timing.p95:.1f}", str(timing.size), queries)
        empty = measure(port, "/vide/", 101)
        say("empty view", f"{empty.median:.2f}", f"{empty.p95:.2f}")
        first_response, body = fetch(port, FEED)
        etag = first_response.headers["ETag"]
        again = measure(port, FEED)
        zipped = measure(port, FEED, headers={"Accept-Encoding": "gzip"})
        unchanged = measure(port, FEED, 101, {"If-None-Match": etag})
        say("feed, asked again", f"{again.median:.1f}", f"{again.p95:.1f}", str(again.size))
        say("feed, gzip, asked again", f"{zipped.median:.1f}", f"{zipped.p95:.1f}", str(zipped.size))
        say(
            f"304 ({unchanged.status}), times an empty view",
            f"{unchanged.median:.2f}",
            f"× {unchanged.median / empty.median:.2f}",
        )
    (folder / "files").mkdir(exist_ok=True)
    (folder / "files" / "agenda.ics").write_bytes(body)
    with nginx(folder) as port:
        if port:
            file = measure(port, "/agenda.ics")
            say("the same bytes from nginx", f"{file.median:.1f}", f"feed × {again.median / file.median:.1f}")
    first, on_the_fly = map(float, in_process(folder, "feed"))
    say("feed first asked, against icalendar", f"{first:.0f}", f"{on_the_fly:.0f}", f"× {on_the_fly / first:.0f}")


def main() -> None:
    for events in [int(argument) for argument in sys.argv[1:]] or [1_000, 10_000, 100_000]:
        folder = Path(tempfile.mkdtemp(prefix="bench-"))
        os.chmod(folder, 0o755)  # noqa: S103  # nginx reads it as another user
        try:
            bench(events, folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
