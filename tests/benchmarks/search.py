"""`make bench`: search on generated volume, each engine at hand and Wagtail's own. A line a figure, goals beside.

  python tests/benchmarks/search.py [ACTORS:EVENTS …]     8000:2000 and 50000:20000 by default
TEST_POSTGRES_URL adds PostgreSQL, in databases of its own; TEST_ELASTICSEARCH_URL adds Elasticsearch. BENCH_FOLDER
keeps what was generated for the next time.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import psycopg

from tests.benchmarks.servers import environment, manage


def inside(folder: Path, *what: str, **variables: str) -> None:
    """Runs tests/benchmarks/inside_search.py in a fresh process of that site, which prints."""
    for name in what:
        command = [sys.executable, "-m", "tests.benchmarks.inside_search", name]
        subprocess.run(command, env={**environment(folder), **variables}, check=True)


def generate(folder: Path, actors: int, events: int) -> None:
    """A site with these many invented pages, once: a file of FOLDER says that it is whole."""
    whole = folder / "whole"
    manage(folder, "migrate", "-v0")
    if not whole.exists():
        manage(folder, "load_territory", "-v0")
        manage(folder, "generate_load", f"--events={events}", f"--actors={actors}")
        manage(folder, "update_search", "-v0")
        whole.touch()


def bench(folder: Path, *, elasticsearch: str = "") -> None:
    inside(folder, "query", "save", "admin", "stock")
    if elasticsearch:
        server = {"SEARCH_BACKEND": "elasticsearch", "ELASTICSEARCH_URL": elasticsearch}
        server["ELASTICSEARCH_PREFIX"] = "bench_"
        try:
            inside(folder, "rebuild", "query", "save", "stock", **server)
        finally:
            inside(folder, "remove", **server)


@contextmanager
def folder_of(name: str) -> Iterator[Path]:
    """A folder, kept in BENCH_FOLDER if it is set."""
    if kept := os.environ.get("BENCH_FOLDER"):
        folder = Path(kept) / name
        folder.mkdir(parents=True, exist_ok=True)
        yield folder
        return
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def postgres(url: str, name: str) -> Iterator[None]:
    """The site's database on this server meanwhile, kept as its folder is."""
    known = "SELECT 1 FROM pg_database WHERE datname = %s"
    with psycopg.connect(url, autocommit=True) as server:
        if not server.execute(known, [name]).fetchone():
            server.execute(f'CREATE DATABASE "{name}"')
        os.environ["BENCH_DATABASE_URL"] = f"{url.rpartition('/')[0]}/{name}"
        try:
            yield
        finally:
            del os.environ["BENCH_DATABASE_URL"]
            if "BENCH_FOLDER" not in os.environ:
                server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def main() -> None:
    for volume in sys.argv[1:] or ["8000:2000", "50000:20000"]:
        actors, events = map(int, volume.split(":"))
        with folder_of(f"{actors}-{events}") as folder:
            generate(folder, actors, events)
            bench(folder, elasticsearch=os.environ.get("TEST_ELASTICSEARCH_URL", ""))
        if url := os.environ.get("TEST_POSTGRES_URL"):
            name = f"bench_search_{actors}_{events}"
            with folder_of(f"{actors}-{events}-postgresql") as folder, postgres(url, name):
                generate(folder, actors, events)
                bench(folder)


if __name__ == "__main__":
    main()
