"""Whoever else has an account on the machine does not read the database."""

import stat
from pathlib import Path

import pytest
from django.db import connection

from core.database_file import BESIDE, close_to_others
from tests.project.test_settings import PRODUCTION, manage


def rights(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_migrating_makes_a_file_that_its_owner_alone_reads(tmp_path: Path) -> None:
    answer = manage("migrate", "contenttypes", "--verbosity", "0", folder=tmp_path, **PRODUCTION)

    assert answer.returncode == 0, answer.stderr
    assert rights(tmp_path / "site.sqlite3") == 0o600


@pytest.mark.parametrize(("before", "after"), [(0o644, 0o600), (0o600, 0o600), (0o660, 0o660)])
def test_a_file_open_to_all_is_closed_and_the_group_somebody_chose_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: int, after: int
) -> None:
    files = [tmp_path / f"site.sqlite3{ending}" for ending in BESIDE]
    for file in files:
        file.touch()
        file.chmod(before)
    monkeypatch.setitem(connection.settings_dict, "NAME", str(files[0]))
    monkeypatch.setattr(connection, "vendor", "sqlite")

    close_to_others(using="default")

    assert [rights(file) for file in files] == [after] * 3
