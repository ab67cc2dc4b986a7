"""Facets count what the list shows: over directories and selections generated at random."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annuaire import listing as module
from annuaire.listing import CHOSEN_ONE, Directory, listing
from annuaire.selection import FACETS, Selection

VALUES = {name: [f"{name}-{number}" for number in range(4)] for name in FACETS}
ACTORS = range(30)


@st.composite
def directories(draw):
    """Thirty actors at most, each with one kind, one commune or none, and any number of the others."""
    actors = draw(st.lists(st.sampled_from(ACTORS), unique=True))
    members = {name: {value: set() for value in values} for name, values in VALUES.items()}
    for actor in actors:
        for name, values in VALUES.items():
            most = {"genre": 1, "commune": 1}.get(name, 3)
            least = 1 if name == "genre" else 0
            for value in draw(st.lists(st.sampled_from(values), unique=True, min_size=least, max_size=most)):
                members[name][value].add(actor)
    labels = {name: {value: value for value in values} for name, values in VALUES.items()}
    used = {name: {value: ids for value, ids in values.items() if ids} for name, values in members.items()}
    return Directory(tuple(actors), tuple(reversed(actors)), used, labels, {})


@st.composite
def selections(draw):
    chosen = {
        name: tuple(draw(st.lists(st.sampled_from(values), unique=True, max_size=1 if name in CHOSEN_ONE else 2)))
        for name, values in VALUES.items()
    }
    return Selection(**chosen, tri=draw(st.sampled_from(["", "nom", "fraicheur"])))


def having(selection, name, value):
    """SELECTION after a click on VALUE: chosen instead of another in a list, ticked beside the others in boxes."""
    others = () if name in CHOSEN_ONE else selection.values(name)
    return replace(selection, **{name: tuple(dict.fromkeys((*others, value)))})


@settings(max_examples=100, derandomize=True, deadline=None, database=None)
@given(directories(), selections())
def test_the_count_of_a_value_is_the_number_of_results_after_the_click(directory, selection):
    counts = listing(directory, selection).counts

    for name, values in counts.items():
        for value, count in values.items():
            assert count == len(listing(directory, having(selection, name, value)).actors), (name, value)


@settings(max_examples=100, derandomize=True, deadline=None, database=None)
@given(directories(), selections())
def test_every_value_that_finds_somebody_is_counted(directory, selection):
    counts = listing(directory, selection).counts

    for name, values in VALUES.items():
        for value in values:
            if value not in counts[name]:
                expected = len(listing(directory, selection).actors) if selection.values(name) else 0
                alone = len(listing(directory, having(selection, name, value)).actors)
                assert alone == (0 if name in CHOSEN_ONE else expected)


@settings(max_examples=100, derandomize=True, deadline=None, database=None)
@given(directories(), selections())
def test_results_are_those_that_have_one_value_of_each_facet_asked_for(directory, selection):
    def fits(actor):
        return all(
            any(actor in directory.members[name].get(value, ()) for value in selection.values(name))
            for name in FACETS
            if selection.values(name)
        )

    expected = directory.fresh if selection.tri == "fraicheur" else directory.actors
    assert listing(directory, selection).actors == tuple(actor for actor in expected if fits(actor))


@settings(max_examples=100, derandomize=True, deadline=None, database=None)
@given(directories())
def test_nothing_asked_finds_everybody(directory):
    assert listing(directory, Selection()).actors == directory.actors


@pytest.mark.parametrize(
    ("tri", "expected"), [("", (3, 1, 2)), ("nom", (1, 2, 3)), ("fraicheur", (2, 3, 1))], ids=["best", "name", "fresh"]
)
def test_words_give_the_best_answers_first_unless_another_order_is_asked(monkeypatch, tri, expected):
    monkeypatch.setattr(module, "matching_pages", lambda text, language, kind: [9, 3, 1, 2])
    directory = Directory((1, 2, 3, 4), (4, 2, 3, 1), {name: {} for name in FACETS}, {name: {} for name in FACETS}, {})

    assert listing(directory, Selection(q="mots", tri=tri)).actors == expected
