"""Settings: production is safe or does not start, migrations are complete."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.project.sources import ROOT

PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": "q8)v2m^kz#0w!n4c7r$t1y5b9@x3d6f&h_jp-lsuaeigo+Zk4Tr9Wb",
    "ALLOWED_HOSTS": "agenda.example",
    "SITE_URL": "https://agenda.example",
}
# The warnings of `check --deploy` left as they are, each with its reason.
ACCEPTED = {
    "security.W019",  # the admin shows the preview of a page in a frame of the site's own
    "security.W021",  # entering the browsers' preload list cannot be undone: each installation decides
}


def manage(*arguments: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs manage.py with this environment alone, its data in FOLDER."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**kept, "VAR_DIR": str(folder), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL"])
@pytest.mark.parametrize("value", [None, "", " "])
def test_production_does_not_start_without(name: str, value: str | None, tmp_path: Path) -> None:
    environment = {key: text for key, text in PRODUCTION.items() if key != name}
    if value is not None:
        environment[name] = value

    answer = manage("check", folder=tmp_path, **environment)

    assert answer.returncode == 1
    assert f"{name} is not set" in answer.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ALLOWED_HOSTS", " , "),
        ("SITE_URL", "agenda.example"),
        ("SITE_URL", "https://agenda.example/site"),
        ("SEARCH_BACKEND", "postgresql"),
        ("MAP_TILES_URL", "https://{s}.tuiles.example/{z}/{x}/{y}.png"),
    ],
)
def test_production_does_not_start_with_what_cannot_be_right(name: str, value: str, tmp_path: Path) -> None:
    answer = manage("check", folder=tmp_path, **PRODUCTION | {name: value})

    assert answer.returncode == 1
    assert name in answer.stderr


def test_production_passes_the_deployment_checks(tmp_path: Path) -> None:
    answer = manage("check", "--deploy", folder=tmp_path, **PRODUCTION)

    assert answer.returncode == 0, answer.stderr
    assert set(re.findall(r"\((\w+\.[A-Z]\d+)\)", answer.stderr)) == ACCEPTED


def test_no_migration_is_missing(tmp_path: Path) -> None:
    answer = manage("makemigrations", "--check", "--dry-run", folder=tmp_path)

    assert answer.returncode == 0, answer.stdout + answer.stderr


@pytest.mark.parametrize(
    ("environment", "pictures"),
    [
        ({}, "'self' data:"),
        (
            {"MAP_TILES_URL": "https://tuiles.example/{z}/{x}/{y}.png", "MAP_TILES_ATTRIBUTION": "Untel"},
            "'self' data: https://tuiles.example",
        ),
    ],
)
def test_pictures_come_from_the_site_and_from_the_server_of_the_map_s_background_alone(
    environment: dict[str, str], pictures: str
) -> None:
    code = "from config.settings.base import CONTENT_SECURITY_POLICY as p; print(*p['DIRECTIVES']['img-src'])"
    answer = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(ROOT / "site"), "PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=True,
    )

    assert answer.stdout.strip() == pictures
