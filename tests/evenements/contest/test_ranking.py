"""The ranking is the same whenever the marks are the same; nothing that is missing counts as zero."""

import itertools
import random
from fractions import Fraction

import pytest

from evenements.contest.ranking import Panel, ranking, rounded

A, B, C, D = 1, 2, 3, 4
ANNA, BRUNO, CORA = 11, 12, 13
USE, REACH = 21, 22


def panel(*applications: int, recused=(), weights=None, jurors=(ANNA, BRUNO)) -> Panel:
    return Panel(applications, jurors, weights or {USE: 3, REACH: 1}, recused)


def marks(application: int, given: dict[int, tuple[int | None, ...]]) -> list[tuple[int, int, int, int]]:
    """Rows of one application: by juror, the marks of USE and REACH, None where there is none."""
    return [
        (application, juror, criterion, value)
        for juror, values in given.items()
        for criterion, value in zip((USE, REACH), values, strict=True)
        if value is not None
    ]


def places(standings) -> dict[int, tuple[int | None, bool]]:
    return {standing.application: (standing.rank, standing.tied) for standing in standings}


def test_the_score_is_the_mean_of_each_criterion_by_its_weight():
    [standing] = ranking(panel(A), marks(A, {ANNA: (8, 4), BRUNO: (7, 5)}))
    assert standing.by_criterion == {USE: Fraction(15, 2), REACH: Fraction(9, 2)}
    assert standing.score == Fraction(3 * 15 + 9, 8)
    assert standing.is_whole


def test_the_best_is_first_and_the_next_after_a_tie_is_third():
    rows = [
        *marks(A, {ANNA: (5, 5), BRUNO: (5, 5)}),
        *marks(B, {ANNA: (9, 9), BRUNO: (9, 9)}),
        *marks(C, {ANNA: (7, 7), BRUNO: (7, 7)}),
        *marks(D, {ANNA: (6, 8), BRUNO: (8, 6)}),
    ]
    standings = ranking(panel(A, B, C, D), rows)
    assert [standing.application for standing in standings] == [B, C, D, A]
    assert places(standings) == {B: (1, False), C: (2, True), D: (2, True), A: (4, False)}


def test_a_tie_that_floats_would_break_is_a_tie():
    """(1/3 × 3 + 2/3) / 4 and (0 × 3 + 5/3) / 4 differ at the sixteenth digit of a float."""
    jurors = (ANNA, BRUNO, CORA)
    rows = [
        *marks(A, {ANNA: (1, 2), BRUNO: (0, 0), CORA: (0, 0)}),
        *marks(B, {ANNA: (0, 5), BRUNO: (0, 0), CORA: (0, 0)}),
    ]
    standings = ranking(panel(A, B, jurors=jurors), rows)
    assert places(standings) == {A: (1, True), B: (1, True)}


def test_a_missing_mark_is_told_and_is_not_a_zero():
    standings = ranking(panel(A, B), [*marks(A, {ANNA: (8, 8)}), *marks(B, {ANNA: (8, 8), BRUNO: (7, 7)})])
    first, second = standings
    assert (first.application, first.score, dict(first.missing)) == (A, 8, {BRUNO: (USE, REACH)})
    assert not first.is_whole
    assert (second.application, second.is_whole) == (B, True)


def test_a_missing_mark_leaves_its_criterion_the_share_it_has():
    """Pooled, USE would weigh 3 of 5 here; it weighs 3 of 4."""
    [standing] = ranking(panel(A), marks(A, {ANNA: (10, 0), BRUNO: (None, 0)}))
    assert standing.score == Fraction(30, 4)
    assert dict(standing.missing) == {BRUNO: (USE,)}


def test_a_criterion_nobody_marked_is_left_out():
    [standing] = ranking(panel(A), marks(A, {ANNA: (6, None)}))
    assert (standing.score, dict(standing.by_criterion)) == (6, {USE: 6})


def test_zeros_given_are_marks():
    [standing] = ranking(panel(A), marks(A, {ANNA: (0, 0), BRUNO: (0, 0)}))
    assert (standing.score, standing.rank, standing.is_whole) == (0, 1, True)


def test_what_nobody_marked_has_no_rank_and_comes_last():
    standings = ranking(panel(A, B, C), marks(C, {ANNA: (0, 0)}))
    assert [(standing.application, standing.rank, standing.score) for standing in standings] == [
        (C, 1, 0), (A, None, None), (B, None, None),
    ]  # fmt: skip


def test_who_stands_back_is_neither_counted_nor_missing():
    rows = [*marks(A, {ANNA: (4, 4), BRUNO: (10, 10)})]
    [standing] = ranking(panel(A, recused={(BRUNO, A)}), rows)
    assert (standing.score, standing.expected, standing.is_whole) == (4, 1, True)


def test_nobody_is_left_to_mark_what_all_stand_back_from():
    [standing] = ranking(panel(A, recused={(ANNA, A), (BRUNO, A)}), [])
    assert (standing.score, standing.rank, standing.expected, dict(standing.missing)) == (None, None, 0, {})
    assert not standing.is_whole


def test_marks_of_who_is_no_longer_a_juror_or_of_a_former_criterion_do_not_count():
    rows = [*marks(A, {ANNA: (6, 6), CORA: (10, 10)}), (A, ANNA, 99, 10), (99, ANNA, USE, 10)]
    [standing] = ranking(panel(A), rows)
    assert standing.score == 6


def test_the_order_of_the_marks_changes_nothing():
    chance = random.Random(5)
    rows = [
        (application, juror, criterion, chance.randint(0, 10))
        for application, juror, criterion in itertools.product((A, B, C, D), (ANNA, BRUNO, CORA), (USE, REACH))
        if chance.random() < 0.8
    ]
    whole = panel(A, B, C, D, jurors=(ANNA, BRUNO, CORA))
    first = ranking(whole, rows)
    for _turn in range(20):
        chance.shuffle(rows)
        assert ranking(whole, rows) == first


@pytest.mark.parametrize(
    ("score", "words"),
    [(None, ""), (Fraction(0), "0.00"), (Fraction(10), "10.00"), (Fraction(20, 3), "6.67"), (Fraction(1, 200), "0.01")],
)
def test_a_score_is_written_to_the_hundredth(score, words):
    assert rounded(score) == words
