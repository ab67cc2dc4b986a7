"""The ranking of applications, a pure function of the marks: the same marks give the same ranks, whatever their order.

The score of an application, of 10, is the weighted mean of its criteria; that of a criterion is the mean of the marks
given. So a mark that is missing counts for nothing, never for zero, and does not change what share of the score its
criterion has; a criterion that nobody marked is left out of that application's score, and told. Scores are fractions:
equal marks are equal scores, and a tie is a tie. Ranks are those of a race: 1, 2, 2, 4.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

LEAST_MARK, MOST_MARK = 0, 10

# A juror and an application: one of a recusal, or of what is to be marked.
Pair = tuple[int, int]
# An application, a juror, a criterion, and the mark given.
Row = tuple[int, int, int, int]


@dataclass(frozen=True)
class Panel:
    """Who marks what: the keys of APPLICATIONS and JURORS, the weight of each criterion, who stood back from what.

    FORMER are those of JURORS who left: what they gave counts, and nothing more is waited for from them.
    """

    applications: Sequence[int]
    jurors: Sequence[int]
    weights: Mapping[int, int]
    recused: Collection[Pair] = ()
    former: Collection[int] = ()


@dataclass(frozen=True)
class Standing:
    """Where an application stands; `score` is of 10, None when nobody marked it, and so is its `rank`.

    `tied` says that another has the same rank. `by_criterion` has the mean of each criterion that has one. `expected`
    is how many jurors do not stand back from it, `missing` the criteria that each of them has not marked yet. One who
    left is expected where they marked something, and misses nothing.
    """

    application: int
    score: Fraction | None
    rank: int | None
    tied: bool
    by_criterion: Mapping[int, Fraction]
    expected: int
    missing: Mapping[int, Sequence[int]]

    @property
    def is_whole(self) -> bool:
        """Whether every juror who should has marked every criterion."""
        return not self.missing and self.score is not None


def ranking(panel: Panel, marks: Iterable[Row]) -> list[Standing]:
    """The standing of each application of PANEL, the best first; those nobody marked come last, in their own order.

    Of MARKS, those of a juror, an application or a criterion that PANEL has not, or of a juror who stood back, are
    left out. Those of one score keep the order that PANEL has them in.
    """
    counted = _counted(panel, marks)
    scores = {application: _score(counted[application], panel.weights) for application in panel.applications}
    ranks = _ranks([score for score, _means in scores.values() if score is not None])
    standings = [_standing(panel, key, *scores[key], ranks, counted[key]) for key in panel.applications]
    return sorted(standings, key=lambda standing: standing.rank or len(standings) + 1)


Marks = dict[int, dict[int, int]]  # by criterion, then by juror


def _counted(panel: Panel, marks: Iterable[Row]) -> dict[int, Marks]:
    """The marks that count, by application."""
    applications, jurors, recused = set(panel.applications), set(panel.jurors), set(panel.recused)
    found: dict[int, Marks] = defaultdict(lambda: defaultdict(dict))
    for application, juror, criterion, value in marks:
        if application in applications and juror in jurors and criterion in panel.weights:
            if (juror, application) not in recused:
                found[application][criterion][juror] = value
    return found


def _score(marks: Marks, weights: Mapping[int, int]) -> tuple[Fraction | None, dict[int, Fraction]]:
    """The weighted mean, and the mean of each criterion in the order of WEIGHTS."""
    means = {
        criterion: Fraction(sum(marks[criterion].values()), len(marks[criterion]))
        for criterion in weights
        if marks.get(criterion)
    }
    weight = sum(weights[criterion] for criterion in means)
    if not weight:
        return None, means
    return sum((weights[criterion] * mean for criterion, mean in means.items()), Fraction()) / weight, means


def _ranks(scores: Sequence[Fraction]) -> dict[Fraction, tuple[int, bool]]:
    """The rank of each score, and whether several have it."""
    ranks: dict[Fraction, tuple[int, bool]] = {}
    for place, score in enumerate(sorted(scores, reverse=True), start=1):
        ranks[score] = (ranks[score][0], True) if score in ranks else (place, False)
    return ranks


def _standing(
    panel: Panel,
    application: int,
    score: Fraction | None,
    means: dict[int, Fraction],
    ranks: Mapping[Fraction, tuple[int, bool]],
    marks: Marks,
) -> Standing:
    recused, former = set(panel.recused), set(panel.former)
    gave = {juror for given in marks.values() for juror in given}
    expected = [
        juror
        for juror in panel.jurors
        if (juror, application) not in recused and (juror not in former or juror in gave)
    ]
    missing = {
        juror: left
        for juror in expected
        if juror not in former
        and (left := tuple(criterion for criterion in panel.weights if juror not in marks.get(criterion, ())))
    }
    rank, tied = ranks[score] if score is not None else (None, False)
    return Standing(application, score, rank, tied, means, len(expected), missing)


def rounded(score: Fraction | None) -> str:
    """SCORE to the hundredth, halves up, with a point: "7.25"; nothing when there is none. Never used to compare."""
    if score is None:
        return ""
    hundredths = (score.numerator * 200 + score.denominator) // (2 * score.denominator)
    return f"{hundredths // 100}.{hundredths % 100:02}"
