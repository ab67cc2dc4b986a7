"""`make bench`: the jury's ranking of a large edition, read from the database and computed. Prints one line a figure.

python tests/benchmarks/contest.py [APPLICATIONS [JURORS]]     500 and 10 by default, five criteria
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks.run import in_process, say
from tests.benchmarks.servers import manage


def bench(applications: int, jurors: int, folder: Path) -> None:
    for command in (["migrate", "-v0"], ["load_territory", "-v0"], ["collectstatic", "--noinput", "-v0"]):
        manage(folder, *command)
    whole, pure, queries, page, usual, worst = in_process(folder, f"{applications}:{jurors}", "inside_contest")
    say(f"--- {applications} applications, {jurors} jurors, 5 criteria", "ms", "queries")
    say("ranking, read and computed", whole, queries)
    say("ranking, computed alone", pure)
    say("the organiser's page of it", page)
    say("30 names masked in 20,000 letters", usual)
    say("the same in the worst of texts", worst)


def main() -> None:
    numbers = [int(argument) for argument in sys.argv[1:]]
    applications, jurors = [*numbers, *(500, 10)[len(numbers) :]]
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    os.chmod(folder, 0o755)  # noqa: S103  # as the others'
    try:
        bench(applications, jurors, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
