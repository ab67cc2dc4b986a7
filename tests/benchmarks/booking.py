"""`make bench`: many bookings of one date, with seats for all then for a few. Prints one line a figure.

  python tests/benchmarks/booking.py [BOOKINGS …]     volumes, 10 100 1000 by default
Booking a seat, the page of the event, that of a booking and the list of workshops take as long whatever their number.
BENCH_DATABASE_URL measures another database than SQLite; it must be empty.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks.run import in_process, say
from tests.benchmarks.servers import manage, measure, site

SEATS = {"seats for all": 5_000, "12 seats": 12}


def bench(folder: Path, volumes: list[int]) -> None:
    for command in (["migrate", "-v0"], ["load_territory", "-v0"], ["load_demo", "-v0"]):
        manage(folder, *command)
    manage(folder, "collectstatic", "--noinput", "-v0")
    for what, seats in SEATS.items():
        say(f"--- bookings of a date, {what}", *(str(volume) for volume in volumes))
        columns = [figures(folder, seats, volume) for volume in volumes]
        for label in columns[0]:
            say(label, *(column[label] for column in columns))


def figures(folder: Path, seats: int, volume: int) -> dict[str, str]:
    """Those of a date of SEATS seats once VOLUME bookings were asked for."""
    median, p95, back, event, booking = in_process(folder, f"{seats}:{volume}", "inside_bookings")
    found = {"booking, median ms": median, "booking, p95 ms": p95, "seat given back, median ms": back}
    with site(folder) as port:
        for label, path in (("page of the event", event), ("page of a booking", booking), ("workshops", "/ateliers/")):
            found[f"{label}, median ms"] = f"{measure(port, path).median:.1f}"
            found[f"{label}, queries"] = in_process(folder, f"queries:{path}")[0]
    return found


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    os.chmod(folder, 0o755)  # noqa: S103  # as the others'
    try:
        bench(folder, [int(argument) for argument in sys.argv[1:]] or [10, 100, 1_000])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
