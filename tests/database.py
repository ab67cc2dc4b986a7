"""A database with the migrations and the territory in it, built once and copied for each worker and after each commit.

SQLite copies a file, PostgreSQL creates a database from a template: both take a fraction of a second where migrating takes ten.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

WORK_DIR = Path(settings.VAR_DIR) / "test"
SOURCES = ("*/migrations/*.py", "site/core/migrations/*.py", "site/territory/*.*", "site/territory/pages/*", "home/loading/*.py",
           "site/core/management/commands/load_territory.py", "requirements.txt")  # fmt: skip


def digest() -> str:
    """What the template depends on; another content is another template."""
    files = sorted(path for pattern in SOURCES for path in settings.BASE_DIR.glob(pattern) if path.is_file())
    state = hashlib.sha256(os.fsencode(settings.SITE_URL))
    for path in files:
        state.update(path.read_bytes())
    return state.hexdigest()[:12]


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Workers wait here while the first one builds."""
    WORK_DIR.mkdir(parents=True, exist_ok=True)
    with (WORK_DIR / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def fill() -> None:
    """What every test starts from."""
    call_command("migrate", verbosity=0)
    call_command("load_territory", verbosity=0)


class SQLiteDatabase:
    """The test database of one worker, a file."""

    def __init__(self, worker: str) -> None:
        self.template = WORK_DIR / f"template-{digest()}.sqlite3"
        self.path = WORK_DIR / f"{worker}-{os.getpid()}.sqlite3"

    def use(self, path: Path) -> None:
        connections.close_all()
        settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = str(path)

    def build(self) -> None:
        if self.template.exists():
            return
        for old in WORK_DIR.glob("template-*.sqlite3*"):
            old.unlink()
        partial = self.template.with_suffix(".partial")
        self.remove(partial)
        self.use(partial)
        fill()
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connections.close_all()
        partial.rename(self.template)

    def restore(self) -> None:
        connections.close_all()
        self.remove(self.path)
        shutil.copyfile(self.template, self.path)
        self.use(self.path)

    def remove(self, path: Path | None = None) -> None:
        connections.close_all()
        for suffix in ("", "-wal", "-shm"):
            Path(f"{path or self.path}{suffix}").unlink(missing_ok=True)


class PostgresDatabase:
    """The test database of one worker, created from a template database."""

    def __init__(self, worker: str) -> None:
        self.home = connection.settings_dict["NAME"]
        self.template = f"test_template_{digest()}"
        self.name = f"test_{worker}_{os.getpid()}"

    def use(self, name: str) -> None:
        connections.close_all()
        settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name

    def run(self, *statements: str) -> None:
        self.use("postgres")
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    def exists(self) -> bool:
        self.use("postgres")
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.template])
            return cursor.fetchone() is not None

    def build(self) -> None:
        if self.exists():
            return
        partial = f"{self.template}_partial"
        self.run(f'DROP DATABASE IF EXISTS "{partial}" WITH (FORCE)', f'CREATE DATABASE "{partial}"')
        self.use(partial)
        fill()
        self.run(f'ALTER DATABASE "{partial}" RENAME TO "{self.template}"')

    def restore(self) -> None:
        self.remove()
        self.run(f'CREATE DATABASE "{self.name}" TEMPLATE "{self.template}"')
        self.use(self.name)

    def remove(self) -> None:
        self.run(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')
        self.use(self.home)


def database_for(worker: str) -> SQLiteDatabase | PostgresDatabase:
    return SQLiteDatabase(worker) if connection.vendor == "sqlite" else PostgresDatabase(worker)
