"""What is kept by one version of the code is not read by another."""

from pathlib import Path

import pytest

from core.release import release


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in (
        "site/core/parts.py",
        "site/templates/base.html",
        "locale/br/LC_MESSAGES/django.mo",
        "elsewhere/plan.json",
        "README.md",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("before")
    return tmp_path


@pytest.mark.parametrize(
    "name", ["site/core/parts.py", "site/templates/base.html", "locale/br/LC_MESSAGES/django.mo", "elsewhere/plan.json"]
)
def test_a_change_of_what_answers_is_another_release(root: Path, name: str) -> None:
    before = release(root, root / "elsewhere")
    assert release(root, root / "elsewhere") == before
    (root / name).write_text("after")
    assert release(root, root / "elsewhere") != before


def test_a_file_that_moves_is_another_release(root: Path) -> None:
    before = release(root, root / "elsewhere")
    (root / "site/core/parts.py").rename(root / "site/core/pieces.py")
    assert release(root, root / "elsewhere") != before


def test_what_answers_nobody_changes_nothing(root: Path) -> None:
    before = release(root, root / "elsewhere")
    (root / "README.md").write_text("after")
    assert release(root, root / "elsewhere") == before
