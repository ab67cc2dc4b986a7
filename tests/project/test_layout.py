"""Where things are, and what may import what."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

from tests.project.sources import APPS, ROOT, name_of, project_files

# Commands that only call the others, each of which has its own --dry-run.
WITHOUT_DRY_RUN = {"prepare_site", "run_schedule"}


def test_the_source_root_is_not_a_package() -> None:
    # `site` is a frozen module of the standard library: a package of that name could never be imported.
    assert not (ROOT / "site" / "__init__.py").exists()


def test_git_does_not_ignore_the_source_root() -> None:
    answer = subprocess.run(["git", "check-ignore", "--no-index", "site/core/anything.py"], cwd=ROOT, check=False)

    assert answer.returncode == 1


@pytest.mark.parametrize("name", ["var/site.sqlite3", ".venv/bin/python", "locale/br/LC_MESSAGES/django.mo"])
def test_git_ignores_what_is_made_on_the_machine(name: str) -> None:
    assert subprocess.run(["git", "check-ignore", "-q", "--no-index", name], cwd=ROOT, check=False).returncode == 0


def test_no_module_has_a_name_that_says_nothing() -> None:
    vague = {"utils", "util", "helpers", "common", "misc"}

    assert [name_of(path) for path in project_files() if path.suffix == ".py" and path.stem in vague] == []


def test_imports_run_one_way() -> None:
    command = Path(sys.executable).with_name("lint-imports")
    environment = {**os.environ, "PYTHONPATH": f".{os.pathsep}site"}
    answer = subprocess.run(
        [command, "--no-logo", "--no-cache"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )

    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_commands_that_write_can_be_tried_without_writing() -> None:
    ours = {name: app for name, app in get_commands().items() if app in (*APPS, "core") and name not in WITHOUT_DRY_RUN}
    parsers = {name: load_command_class(app, name).create_parser("manage.py", name) for name, app in ours.items()}

    assert [name for name, parser in parsers.items() if "--dry-run" not in parser.format_help()] == []
