"""A database with the migrations and the territory in it, built once and copied for each worker and after each commit.

SQLite copies a file, PostgreSQL creates a database from a template: a fraction of a second where migrating takes ten.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import django
import wagtail
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

WORK_DIR = Path(settings.VAR_DIR) / "test"
TERRITORY = (
    "*/migrations/*.py",
    "site/core/migrations/*.py",
    "site/territory/*.*",
    "site/territory/pages/*",
    "home/loading/tree.py",
    "home/loading/vocabulary.py",
    "home/loading/words.py",
    "search/analysis.py",
    "search/data/*",
    "search/entries.py",
    "search/fields.py",
    "search/stems.py",
)
SOURCES = {
    "territory": TERRITORY,
    "demo": (*TERRITORY, "site/territory/demo/*", "home/loading/*.py", "evenements/*.py", "evenements/booking/*.py"),
}


def digest(name: str) -> str:
    """What the template NAME depends on; another content is another template."""
    files = sorted(path for pattern in SOURCES[name] for path in settings.BASE_DIR.glob(pattern) if path.is_file())
    state = hashlib.sha256(os.fsencode(f"{settings.SITE_URL} {wagtail.__version__} {django.__version__}"))
    for path in files:
        state.update(path.read_bytes())
    return state.hexdigest()[:12]


@contextlib.contextmanager
def one_at_a_time(name: str) -> Iterator[None]:
    """Workers that want the template NAME wait here while the first one builds it."""
    WORK_DIR.mkdir(parents=True, exist_ok=True)
    with (WORK_DIR / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def fill_territory() -> None:
    """What every test starts from."""
    call_command("migrate", verbosity=0)
    call_command("load_territory", verbosity=0)


def fill_demo() -> None:
    """What browser tests start from, added to the territory: the site as `make run` first shows it."""
    call_command("load_demo", verbosity=0)


FILLS = {"territory": fill_territory, "demo": fill_demo}
# The template that another starts from.
BASES = {"demo": "territory"}


class SQLiteDatabase:
    """The test database of one worker, a file; templates are files beside it."""

    def __init__(self, worker: str) -> None:
        self.path = WORK_DIR / f"{worker}-{os.getpid()}.sqlite3"

    def use(self, path: Path) -> None:
        connections.close_all()
        settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = str(path)

    def template(self, name: str) -> Path:
        """The template NAME, built when it is absent or of another content."""
        template = WORK_DIR / f"{name}-{digest(name)}.sqlite3"
        if template.exists():
            return template
        for old in WORK_DIR.glob(f"{name}-*.sqlite3"):
            old.unlink()
        partial = template.with_suffix(".partial")
        self.remove(partial)
        if base := BASES.get(name):
            with one_at_a_time(base):
                shutil.copyfile(self.template(base), partial)
        self.use(partial)
        FILLS[name]()
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connections.close_all()
        partial.rename(template)
        return template

    def restore(self, name: str = "territory") -> None:
        with one_at_a_time(name):
            template = self.template(name)
            self.remove(self.path)
            shutil.copyfile(template, self.path)
        self.use(self.path)

    def remove(self, path: Path | None = None) -> None:
        connections.close_all()
        for suffix in ("", "-wal", "-shm"):
            Path(f"{path or self.path}{suffix}").unlink(missing_ok=True)


class PostgresDatabase:
    """The test database of one worker, created from a template database."""

    def __init__(self, worker: str) -> None:
        self.home = connection.settings_dict["NAME"]
        self.name = f"test_{worker}_{os.getpid()}"

    def use(self, name: str) -> None:
        connections.close_all()
        settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name

    def run(self, *statements: str) -> None:
        self.use("postgres")
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    def exists(self, name: str) -> bool:
        self.use("postgres")
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            return cursor.fetchone() is not None

    def template(self, name: str) -> str:
        template = f"test_template_{name}_{digest(name)}"
        if not self.exists(template):
            partial = f"{template}_partial"
            self.run(f'DROP DATABASE IF EXISTS "{partial}" WITH (FORCE)')
            if base := BASES.get(name):
                with one_at_a_time(base):
                    self.run(f'CREATE DATABASE "{partial}" TEMPLATE "{self.template(base)}"')
            else:
                self.run(f'CREATE DATABASE "{partial}"')
            self.use(partial)
            FILLS[name]()
            self.run(f'ALTER DATABASE "{partial}" RENAME TO "{template}"')
        return template

    def restore(self, name: str = "territory") -> None:
        with one_at_a_time(name):
            template = self.template(name)
            self.remove()
            self.run(f'CREATE DATABASE "{self.name}" TEMPLATE "{template}"')
        self.use(self.name)

    def remove(self) -> None:
        self.run(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')
        self.use(self.home)


def database_for(worker: str) -> SQLiteDatabase | PostgresDatabase:
    return SQLiteDatabase(worker) if connection.vendor == "sqlite" else PostgresDatabase(worker)
