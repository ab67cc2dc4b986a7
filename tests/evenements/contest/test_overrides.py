"""A deliberation that goes against the ranking says why."""

from fractions import Fraction

import pytest

from evenements.contest.enums import Outcome
from evenements.contest.overrides import Verdict, against_the_ranking
from evenements.contest.ranking import Standing

L, F, D = Outcome.LAUREATE, Outcome.FINALIST, Outcome.DECLINED
BEST, MIDDLE, LAST, UNMARKED = 1, 2, 3, 4
SCORES = {BEST: Fraction(9), MIDDLE: Fraction(7), LAST: Fraction(5), UNMARKED: None}


def unexplained(**verdicts: Verdict) -> set[int]:
    standings = [Standing(key, score, None, False, {}, 0, {}) for key, score in SCORES.items()]
    keys = {"best": BEST, "middle": MIDDLE, "last": LAST, "unmarked": UNMARKED}
    return against_the_ranking(standings, {keys[name]: verdict for name, verdict in verdicts.items()})


@pytest.mark.parametrize("outcomes", [(L, L, L), (L, F, D), (L, D, D), (D, D, D), (F, F, D)])
def test_what_follows_the_ranking_needs_no_reason(outcomes):
    best, middle, last = map(Verdict, outcomes)
    assert unexplained(best=best, middle=middle, last=last, unmarked=Verdict(D)) == set()


def test_who_is_lifted_above_a_better_one_needs_a_reason():
    assert unexplained(best=Verdict(F), middle=Verdict(L), last=Verdict(D)) == {MIDDLE}
    assert unexplained(best=Verdict(D), middle=Verdict(F), last=Verdict(F)) == {MIDDLE, LAST}
    assert unexplained(best=Verdict(L), unmarked=Verdict(F), last=Verdict(D)) == {UNMARKED}


def test_the_reason_is_on_the_one_lifted_or_on_the_one_passed_over():
    assert unexplained(best=Verdict(F), middle=Verdict(L, reason="Plus utile.")) == set()
    assert unexplained(best=Verdict(D, reason="Hors règlement."), middle=Verdict(L), last=Verdict(F)) == set()


def test_places_among_those_of_one_outcome_count_too():
    assert unexplained(best=Verdict(L, 2), middle=Verdict(L, 1)) == {MIDDLE}
    assert unexplained(best=Verdict(L, 1), middle=Verdict(L, 2)) == set()
    assert unexplained(best=Verdict(L), middle=Verdict(L, 1)) == set()


def test_those_of_one_score_go_in_any_order():
    tied = [Standing(key, Fraction(7), 1, True, {}, 0, {}) for key in (BEST, MIDDLE)]
    assert against_the_ranking(tied, {BEST: Verdict(D), MIDDLE: Verdict(L)}) == set()


def test_a_better_one_that_is_not_decided_yet_is_passed_over_by_a_distinction():
    assert unexplained(middle=Verdict(L)) == {MIDDLE}
    assert unexplained(middle=Verdict(F)) == {MIDDLE}
    assert unexplained(middle=Verdict(L, reason="Plus utile.")) == set()
    assert unexplained(middle=Verdict(D)) == set()
    assert unexplained(best=Verdict(L)) == set()
