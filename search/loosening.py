"""When no entry has all the words: which words the best entries do have. Asked of the database, whatever the engine."""

from collections import Counter
from dataclasses import replace

from search.backends.asked import Asked, Filters
from search.engines import database

# The most combinations of words looked for: more would be a question no engine reads in time.
MOST = 60


def loosened(asked: Asked) -> Asked | None:
    """ASKED of the entries that hold most of its words, any of them; None when it has one word, or none is known."""
    groups = asked.wanted[0]
    if len(groups) < 2:
        return None
    held: Counter[int] = Counter()
    backend = database()
    for number, group in enumerate(groups):
        alone = replace(asked, wanted=((group,),), name="", filters=Filters())
        for key in backend.holders(alone):
            held[key] += 1 << number
    most = max((mask.bit_count() for mask in held.values()), default=0)
    if most == len(groups):  # it is the filters that leave nothing
        return None
    masks = Counter(mask for mask in held.values() if mask.bit_count() == most)
    wanted = tuple(
        tuple(group for number, group in enumerate(groups) if mask >> number & 1)
        for mask, _ in sorted(masks.items(), key=lambda item: (-item[1], item[0]))[:MOST]
    )
    return replace(asked, wanted=wanted) if wanted else None
