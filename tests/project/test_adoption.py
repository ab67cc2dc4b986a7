"""Another territory: its folder replaces ours, nothing of ours is left, and parts of the folder may be absent."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.project.sources import ROOT

# What names our territory, and what another puts there.
OTHERS = {"LORIENT": "KEREX", "Lorient": "Kerexemple", "lorient": "kerexemple", "RN165": "RN999", "rn165": "rn999"}
PATHS = (
    "/", "/br/", "/en/", "/agenda/", "/agenda/agenda.ics", "/annuaire/", "/annuaire/?vue=carte", "/plan/",
    "/recherche/", "/mentions-legales/", "/contact/", "/admin/login/",
)  # fmt: skip
READ = """
import sys, django
django.setup()
from django.test import Client
for path in sys.argv[1:]:
    answer = Client().get(path, headers={"host": "127.0.0.1"})
    print(path, answer.status_code, [word for word in ("lorient", "rn165") if word in answer.content.decode().lower()])
"""


@pytest.fixture
def other_territory(tmp_path: Path) -> Path:
    """A folder with other names, without outlines, figures or demonstration."""
    folder = tmp_path / "territory"
    shutil.copytree(ROOT / "site" / "territory", folder, ignore=shutil.ignore_patterns("demo", "outlines.geojson"))
    for path in folder.rglob("*.*"):
        text = path.read_text(encoding="utf-8")
        for ours, theirs in OTHERS.items():
            text = text.replace(ours, theirs)
        if path.name == "territory.toml":
            text = re.sub(r"\[\[figures\]\]\n(.+\n)+", "", text)
        path.write_text(text, encoding="utf-8")
    return folder


def test_another_folder_is_another_territory(other_territory: Path, tmp_path: Path) -> None:
    environment = os.environ | {
        "TERRITORY_DIR": str(other_territory),
        "VAR_DIR": str(tmp_path / "var"),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'site.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}",
    }

    def run(*arguments: str) -> str:
        command = [sys.executable, *arguments]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert "Mot de passe" in run("manage.py", "prepare_site")
    assert run("-c", READ, *PATHS).splitlines() == [f"{path} 200 []" for path in PATHS]
