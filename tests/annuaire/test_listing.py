"""Facets count what the list shows: over directories and selections generated at random."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annuaire import listing as module
from annuaire.listing import CHOSEN_ONE, Actors, Directory, bits_at, listing, set_places
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
    return Directory(actors_of(tuple(actors), tuple(reversed(range(len(actors)))), used), labels, {})


def actors_of(keys, fresh, members):
    """Actors whose members are sets of keys."""
    places = {key: place for place, key in enumerate(keys)}
    bits = {
        name: {value: bits_at(len(keys), (places[key] for key in having)) for value, having in values.items()}
        for name, values in members.items()
    }
    return Actors(keys, fresh, bits)


def has(directory, actor, name, value):
    """Whether ACTOR, a key, has VALUE."""
    return bool(directory.actors.members[name].get(value, 0) >> directory.actors.places[actor] & 1)


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
            any(has(directory, actor, name, value) for value in selection.values(name))
            for name in FACETS
            if selection.values(name)
        )

    keys = directory.actors.keys
    expected = [keys[place] for place in directory.actors.fresh] if selection.tri == "fraicheur" else keys
    assert tuple(listing(directory, selection).actors) == tuple(actor for actor in expected if fits(actor))


@settings(max_examples=100, derandomize=True, deadline=None, database=None)
@given(directories())
def test_nothing_asked_finds_everybody(directory):
    assert tuple(listing(directory, Selection()).actors) == directory.actors.keys


@pytest.mark.parametrize(
    ("tri", "expected"), [("", (3, 1, 2)), ("nom", (1, 2, 3)), ("fraicheur", (2, 3, 1))], ids=["best", "name", "fresh"]
)
def test_words_give_the_best_answers_first_unless_another_order_is_asked(monkeypatch, tri, expected):
    monkeypatch.setattr(module, "matching_pages", lambda text, language, kind: [9, 3, 1, 2])
    actors = actors_of((1, 2, 3, 4), (3, 1, 2, 0), {name: {} for name in FACETS})
    directory = Directory(actors, {name: {} for name in FACETS}, {})

    assert tuple(listing(directory, Selection(q="mots", tri=tri)).actors) == expected


@settings(max_examples=200, derandomize=True, deadline=None, database=None)
@given(directories(), selections(), st.integers(0, 40), st.integers(0, 40))
def test_a_slice_of_the_results_is_that_of_all_of_them(directory, selection, start, stop):
    found = listing(directory, selection).actors

    assert found[start:stop] == tuple(found)[start:stop]
    assert len(found) == len(tuple(found))


@settings(max_examples=200, derandomize=True, deadline=None, database=None)
@given(st.text(alphabet="01", max_size=40), st.integers(0, 40), st.integers(1, 7))
def test_places_are_skipped_whatever_the_stride(signs, skipped, stride):
    places = [place for place, sign in enumerate(signs) if sign == "1"]

    assert list(set_places(signs, skipped, stride)) == places[skipped:]


def test_a_search_that_finds_everybody_finds_those_that_are_published(monkeypatch):
    keys = tuple(range(100, 50_100))
    monkeypatch.setattr(module, "matching_pages", lambda text, language, kind: [7, *reversed(keys), 8])
    directory = Directory(actors_of(keys, range(50_000), {name: {} for name in FACETS}), {}, {})

    found = listing(directory, Selection(q="mots")).actors

    assert len(found) == 50_000
    assert found[:2] == (50_099, 50_098)
    assert found[49_999:] == (100,)
