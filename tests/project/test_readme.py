"""The READMEs and the commands they promise."""

import re
import subprocess

import pytest

from tests.project.sources import ROOT

READMES = ["README.md", "README.en.md"]


def targets() -> dict[str, str]:
    """The commands of the Makefile with the line `make` shows for each."""
    return dict(
        re.findall(r"^([a-z][a-z-]*):[^=\n]*?## (.+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    )


def test_make_alone_lists_every_command() -> None:
    listed = subprocess.run(
        ["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    phony = set(re.findall(r"^\.PHONY: (\S+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))

    assert phony - {"help"} == set(targets())
    assert [name for name in targets() if not re.search(rf"^  make {name} +\S", listed, re.MULTILINE)] == []


@pytest.mark.parametrize("name", READMES)
def test_a_readme_opens_with_the_two_commands_then_a_picture(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    commands = re.findall(r"^make (\w+)", text, re.MULTILINE)

    assert commands[:2] == ["run", "test"]
    assert text.index("make test") < text.index("![") < text.index("\n## ")


@pytest.mark.parametrize("name", READMES)
def test_what_a_readme_points_to_exists(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    files = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]

    assert files
    assert [link for link in files if not (ROOT / link).exists()] == []
    assert set(re.findall(r"`make (\w[\w-]*)", text)) <= set(targets())
