"""The locks: complete, with hashes, and without an address."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.project.sources import ROOT

LOCKS = ["requirements.txt", "requirements-dev.txt", "tests/requirements-next.txt", "tests/requirements-clients.txt"]


def locked(lock: str) -> dict[str, str]:
    """Versions by package."""
    pins = re.findall(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", (ROOT / lock).read_text(), re.MULTILINE)
    return {canonicalize_name(name): version for name, version in pins}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_a_hash_and_none_has_an_address(lock: str) -> None:
    text = (ROOT / lock).read_text()
    pins = text.replace("\\\n", " ").strip().splitlines()

    assert len(pins) > 20
    assert [pin for pin in pins if "--hash=sha256:" not in pin or "==" not in pin] == []
    assert "://" not in text
    assert "--index" not in text


@pytest.mark.parametrize("lock", LOCKS[:3])
def test_the_lock_holds_what_the_project_asks(lock: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = list(project["project"]["dependencies"])
    if lock != "requirements.txt":
        asked += project["dependency-groups"]["dev"]
    pins, wishes = locked(lock), [Requirement(line) for line in asked]
    pinned = {str(wish): pins.get(canonicalize_name(wish.name), "") for wish in wishes}
    wrong = [str(wish) for wish in wishes if not pinned[str(wish)] or not wish.specifier.contains(pinned[str(wish)])]

    assert wrong == []


def test_the_tools_run_on_the_versions_the_site_runs_on() -> None:
    site, tools = locked("requirements.txt"), locked("requirements-dev.txt")

    assert {name: tools.get(name) for name in site} == site


def test_the_site_runs_on_the_long_term_version_of_django() -> None:
    assert locked("requirements.txt")["django"].startswith("5.2.")


def test_the_lock_of_javascript_clients_holds_no_address() -> None:
    text = (ROOT / "tests" / "node" / "package-lock.json").read_text()

    assert '"integrity"' in text
    assert "://" not in text
