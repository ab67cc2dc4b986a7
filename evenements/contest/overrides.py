"""What a deliberation decides against the ranking, and has to say why. Pure.

An application is lifted above another when it gets the better outcome, or the better place among those of one outcome,
with the lower score. One of the two must say why: the one that is lifted, or the one that is passed over. One that is
still to be decided is passed over by any distinction of a lower one, and can say nothing of it yet.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evenements.contest.enums import Outcome
from evenements.contest.ranking import Standing

MERIT = {Outcome.DECLINED: 0, Outcome.FINALIST: 1, Outcome.LAUREATE: 2}


@dataclass(frozen=True)
class Verdict:
    """What is decided of an application; `place` orders those of one outcome, when the jury does."""

    outcome: Outcome
    place: int | None = None
    reason: str = ""


UNDECIDED = Verdict(Outcome.DECLINED)


def against_the_ranking(standings: Sequence[Standing], verdicts: Mapping[int, Verdict]) -> set[int]:
    """The keys of the applications, of one category, that are lifted above a better one without a word on either."""
    unexplained: set[int] = set()
    for lifted in standings:
        said = verdicts.get(lifted.application, UNDECIDED)
        if said.reason:
            continue
        for passed in standings:
            other = verdicts.get(passed.application, UNDECIDED)
            if not other.reason and _is_above(said, other) and _scores_more(passed, lifted):
                unexplained |= {lifted.application}
    return unexplained


def _is_above(one: Verdict, other: Verdict) -> bool:
    if one.outcome != other.outcome:
        return MERIT[one.outcome] > MERIT[other.outcome]
    return one.place is not None and other.place is not None and one.place < other.place


def _scores_more(one: Standing, other: Standing) -> bool:
    if one.score is None:
        return False
    return other.score is None or one.score > other.score
