"""`make bench`: a long file of actors brought in, twice, then undone. Prints one line a figure.

python tests/benchmarks/imports.py [LINES …]     lengths, 5000 by default
"""

import csv
import os
import random
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks.run import in_process, say
from tests.benchmarks.servers import manage

COLUMNS = (
    "id", "pivot", "nom", "commune", "code_postal", "code_insee", "adresse", "latitude", "longitude", "telephone",
    "horaires", "presentation_resume", "date_maj", "services", "frais_a_charge", "modalites_acces",
)  # fmt: skip
WORDS = "quai rade port école atelier fibre données robots médiathèque maison espace centre pôle numérique".split()
COMMUNES = (("Lorient", "56100", "56121"), ("Lanester", "56600", "56098"), ("Ploemeur", "56270", "56162"))
STEPS = ("preview", "import", "the same again", "changed everywhere, a tenth", "undone")


def write(path: Path, lines: int, *, telephone: int = 0) -> None:
    """A national file of LINES places; one in ten has another telephone when TELEPHONE says so."""
    chance = random.Random(165)  # invented content, not a secret
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(COLUMNS)
        for number in range(lines):
            name, place = " ".join(chance.choices(WORDS, k=3)).capitalize(), chance.choice(COMMUNES)
            last = 50 if telephone and number % 10 == 0 else 10
            latitude, longitude = round(47.7 + chance.random() / 10, 6), round(-3.4 + chance.random() / 10, 6)
            rows.writerow(
                [f"lieu-{number}", "0" * 14, f"{name} {number}", *place, f"{number % 90 + 1} rue du Port", latitude,
                 longitude, f"+3326191{number % 100:02}{last}", "Mo-Fr 09:00-12:00,14:00-18:00; PH off",
                 " ".join(chance.choices(WORDS, k=15)), "2026-01-05", "Aide aux démarches administratives", "Gratuit",
                 "Se présenter|Téléphoner"]
            )  # fmt: skip


def bench(lines: int, folder: Path) -> None:
    for command in (["migrate", "-v0"], ["load_territory", "-v0"]):
        manage(folder, *command)
    first, second = folder / "first.csv", folder / "second.csv"
    write(first, lines)
    write(second, lines, telephone=1)
    say(
        f"--- a file of {lines} lines, {first.stat().st_size} bytes",
        "s",
        "process s",
        "lines / process s",
        "MB at most",
    )
    for step, (what, file) in zip(
        STEPS,
        (("preview", first), ("import", first), ("import", first), ("import", second), ("undo", first)),
        strict=True,
    ):
        seconds, own, memory, counts = in_process(folder, f"{what}:{file}")
        say(step, seconds, own, f"{lines / float(own):.0f}", memory, counts)


def main() -> None:
    for lines in [int(argument) for argument in sys.argv[1:]] or [5_000]:
        folder = Path(tempfile.mkdtemp(prefix="bench-"))
        os.chmod(folder, 0o755)  # noqa: S103  # as the others'
        try:
            bench(lines, folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
