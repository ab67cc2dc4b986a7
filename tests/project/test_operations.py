"""What docs/operations.md says of the settings."""

import re

from tests.project.sources import ROOT, texts

READ = re.compile(r"environ(?:\.get\(|\[)\"(\w+)\"")
DOCUMENTED = re.compile(r"`([A-Z][A-Z_]+)`")


def test_every_variable_the_settings_read_is_documented() -> None:
    config = {name: text for name, text in texts(".py", under=("site",)).items() if name.startswith("site/config/")}
    read = {name for path, text in config.items() if not path.endswith("/test.py") for name in READ.findall(text)}
    table = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8").split("## Environment")[1].split("\n## ")[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]

    assert read
    assert read == {name for cell in rows for name in DOCUMENTED.findall(cell)}
