"""What is measured of duplicates inside a process of the site, on what `directory.py` generated.

python -m tests.benchmarks.inside_duplicates     s for all, MB at most, pairs found, ms for one entry
"""

import time

import django

django.setup()

from annuaire.duplicates.finding import find_all, find_for  # noqa: E402
from annuaire.models import ActorPage  # noqa: E402
from tests.benchmarks.inside import most_memory  # noqa: E402

ENTRIES = 9


def one_entry() -> float:
    """ms to compare an entry with the others, as when it is published: the median of some."""
    spent = []
    for pk in ActorPage.objects.order_by("pk").values_list("pk", flat=True)[:ENTRIES]:
        begun = time.perf_counter()
        find_for(f"actor:{pk}")
        spent.append((time.perf_counter() - begun) * 1000)
    return sorted(spent)[ENTRIES // 2]


def main() -> None:
    begun = time.perf_counter()
    found = find_all()["new"]
    seconds = time.perf_counter() - begun
    print(f"{seconds:.1f} {most_memory():.0f} {found} {one_entry():.0f}")  # noqa: T201


if __name__ == "__main__":
    main()
