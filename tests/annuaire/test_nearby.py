"""Distances: how they are counted, ordered and said."""

from math import asin, cos, radians, sin, sqrt

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from annuaire.nearby import Spot, distance_in_words, kilometres, nearest, read_position

ORIGIN = Spot(47.75, -3.37)


def on_the_sphere(one: Spot, other: Spot) -> float:
    """The distance of two points by the haversine formula, in kilometres."""
    north, east = radians(other.latitude - one.latitude), radians(other.longitude - one.longitude)
    half = sin(north / 2) ** 2 + cos(radians(one.latitude)) * cos(radians(other.latitude)) * sin(east / 2) ** 2
    return 2 * 6371.0 * asin(sqrt(half))


@settings(max_examples=40, derandomize=True, deadline=None, database=None)
@given(st.floats(47.2, 48.3), st.floats(-4.2, -2.5))
def test_a_distance_is_that_of_the_sphere_within_one_per_cent(latitude, longitude):
    spot = Spot(latitude, longitude)

    assert kilometres(ORIGIN, spot) == pytest.approx(on_the_sphere(ORIGIN, spot), rel=0.01, abs=0.001)


def test_the_nearest_come_first_then_communes_then_nowhere_then_the_unconfirmed():
    far, near, town, farther_town = Spot(48, -3.37), Spot(47.76, -3.37), Spot(47.75, -3.37, False), Spot(48, -3, False)
    spots = [None, farther_town, far, town, near, near]

    assert nearest(ORIGIN, spots, range(6), current=5) == [4, 2, 3, 1, 0, 5]


def test_at_the_same_distance_they_stay_in_their_order():
    assert nearest(ORIGIN, [ORIGIN] * 4, [3, 1, 2], current=4) == [3, 1, 2]


@pytest.mark.parametrize(
    ("kilometres_north", "is_exact", "words"),
    [
        (0, True, "à moins de 100 m"),
        (0.04, True, "à moins de 100 m"),
        (0.34, True, "à 300 m"),
        (0.96, True, "à 1,0 km"),
        (2.34, True, "à 2,3 km"),
        (9.96, True, "à 10 km"),
        (23.4, True, "à 23 km"),
        (0, False, "commune à environ 1 km"),
        (5.6, False, "commune à environ 6 km"),
    ],
)
def test_a_distance_is_said_as_precisely_as_it_is_known(kilometres_north, is_exact, words):
    spot = Spot(ORIGIN.latitude + kilometres_north / 111.195, ORIGIN.longitude, is_exact)

    assert distance_in_words(ORIGIN, spot) == words


@pytest.mark.parametrize(
    ("language", "words"),
    [("fr", "16\N{NO-BREAK SPACE}679 km"), ("br", "16\N{NO-BREAK SPACE}679 km"), ("en", "16,679 km")],
)
def test_a_long_distance_is_grouped_as_the_language_does(language, words):
    with translation.override(language):
        assert words in distance_in_words(ORIGIN, Spot(ORIGIN.latitude - 150, ORIGIN.longitude))


@pytest.mark.parametrize(
    ("text", "spot"),
    [
        ("47.751,-3.367", Spot(47.751, -3.367)),
        (" 47.75149,-3.36651 ", Spot(47.751, -3.367)),
        ("-12,45", Spot(-12, 45)),
        ("", None),
        ("47.75", None),
        ("91,0", None),
        ("47.75,-181", None),
        ("1e1,2", None),
        ("nan,nan", None),
        ("٤٧,٣", None),
        ("47.75,-3.37,0", None),
        ("9" * 5000, None),
    ],
)
def test_a_position_is_read_to_100_m_or_not_at_all(text, spot):
    assert read_position(text) == spot
