"""`make bench`: the directory on generated volume, over HTTP, one worker. Prints one line a figure.

  python tests/benchmarks/directory.py [ACTORS …]     volumes, 1000 50000 by default
The page of many actors takes at most 1.5 times that of the first volume, in as many queries; their file is sent whole
without holding it.
"""

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks.run import in_process, say
from tests.benchmarks.servers import manage, measure, site

PAGE = "/annuaire/"
PAGES = {
    "directory": PAGE,
    "directory, filtered": f"{PAGE}?genre=fablab&genre=association&public=seniors",
    "directory, page 20": f"{PAGE}?page=20",
    "directory, freshest first": f"{PAGE}?tri=fraicheur&genre=fablab",
    "directory, map": f"{PAGE}?vue=carte",
    "directory, near a commune": f"{PAGE}?pres=56121",
    "directory, in Breton": f"/br{PAGE}",
    "points of the map": f"{PAGE}points.json",
}
FILES = (
    "/annuaire/annuaire.csv",
    "/annuaire/lieux-mediation-numerique.csv",
    "/annuaire/annuaire.json",
    "/annuaire/annuaire.geojson",
)


def bench(actors: int, folder: Path, least: dict[str, float]) -> None:
    """The figures of ACTORS; LEAST keeps the medians of the first volume."""
    for command in (["migrate", "-v0"], ["load_territory", "-v0"], ["collectstatic", "--noinput", "-v0"]):
        manage(folder, *command)
    begun = time.perf_counter()
    manage(folder, "generate_load", f"--actors={actors}")
    say(f"--- {actors} actors", "median ms", "p95 ms", "queries", "times the first")
    say("generated in", f"{time.perf_counter() - begun:.0f} s")
    with site(folder) as port:
        for label, path in PAGES.items():
            timing = measure(port, path)
            ratio = timing.median / least.setdefault(label, timing.median)
            queries = in_process(folder, f"queries:{path}")[0]
            say(label, f"{timing.median:.1f}", f"{timing.p95:.1f}", queries, f"× {ratio:.2f}")
    say("read again after a publication", f"{in_process(folder, 'directory')[0]} ms")
    for path in FILES:
        size, seconds, before, after = in_process(folder, f"file:{path}")
        say(path, f"{size} bytes", f"{seconds} s", f"{after} MB", f"{before} before")
    seconds, megabytes, pairs, one = in_process(folder, "", "inside_duplicates")
    say("duplicates of all", f"{seconds} s", f"{megabytes} MB", f"{pairs} pairs", f"{one} ms an entry")


def main() -> None:
    least: dict[str, float] = {}
    for actors in [int(argument) for argument in sys.argv[1:]] or [1_000, 50_000]:
        folder = Path(tempfile.mkdtemp(prefix="bench-"))
        os.chmod(folder, 0o755)  # noqa: S103  # nginx reads it as another user
        try:
            bench(actors, folder, least)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
