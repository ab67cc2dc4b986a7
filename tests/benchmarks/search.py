"""`make bench`: search on generated volume, each engine at hand. Prints one line a figure.

  python tests/benchmarks/search.py [ACTORS:EVENTS …]     8000:2000 and 50000:20000 by default
BENCH_DATABASE_URL measures another database than SQLite (empty); TEST_ELASTICSEARCH_URL adds Elasticsearch.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks.servers import environment, manage


def inside(folder: Path, what: str, **variables: str) -> None:
    """Runs tests/benchmarks/inside_search.py in a fresh process of that site, which prints."""
    command = [sys.executable, "-m", "tests.benchmarks.inside_search", what]
    subprocess.run(command, env={**environment(folder), **variables}, check=True)


def bench(folder: Path, actors: int, events: int) -> None:
    for command in (["migrate", "-v0"], ["load_territory", "-v0"]):
        manage(folder, *command)
    manage(folder, "generate_load", f"--events={events}", f"--actors={actors}")
    manage(folder, "update_search", "-v0")
    inside(folder, "query")
    inside(folder, "save")
    if url := os.environ.get("TEST_ELASTICSEARCH_URL"):
        server = {"SEARCH_BACKEND": "elasticsearch", "ELASTICSEARCH_URL": url, "ELASTICSEARCH_PREFIX": "bench_"}
        inside(folder, "rebuild", **server)
        inside(folder, "query", **server)
        inside(folder, "save", **server)
        inside(folder, "remove", **server)
    inside(folder, "admin")


def main() -> None:
    for volume in sys.argv[1:] or ["8000:2000", "50000:20000"]:
        actors, events = map(int, volume.split(":"))
        folder = Path(tempfile.mkdtemp(prefix="bench-"))
        try:
            bench(folder, actors, events)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
