"""The flags, and the mark made of them."""

from io import BytesIO
from string import ascii_uppercase
from xml.etree import ElementTree

import pytest
from PIL import Image

from core.flags import drawings, letters, mark_picture, mark_svg
from core.territory import territory


@pytest.mark.parametrize(
    ("text", "expected"),
    [("LO", "LO"), ("Quimperlé", "QUIMPERLE"), ("Saint-Brieuc 22", "SAINTBRIEUC"), ("œ", ""), ("", "")],
)
def test_a_word_is_spelled_with_the_letters_that_have_a_flag(text, expected):
    assert "".join(letters(text)) == expected


def test_every_letter_has_a_flag_and_the_workshops_their_cone():
    assert set(drawings()) == {*ascii_uppercase, "cone"}


def test_the_territory_can_be_spelled():
    assert letters(territory().initials)
    assert letters(territory().hoist)


def test_the_mark_is_one_flag_above_the_other_and_fills_a_square():
    flags = ElementTree.fromstring(mark_svg("LO"))  # noqa: S314
    assert flags.attrib["viewBox"] == "0 0 60 60"
    assert [(flag.attrib["y"], flag.attrib["height"]) for flag in flags] == [("0", "30"), ("30", "30")]


@pytest.mark.parametrize(("initials", "expected"), [("Q", (255, 196, 32)), ("KI", (255, 196, 32))])
def test_the_mark_as_a_picture_shows_the_colours_of_the_flags(initials, expected):
    picture = Image.open(BytesIO(mark_picture(initials, 64)))
    assert picture.size == (64, 64)
    assert picture.getpixel((8, 8)) == expected


def test_the_disc_of_india_is_drawn_in_the_middle():
    picture = Image.open(BytesIO(mark_picture("I", 64)))
    assert picture.getpixel((32, 32)) == (20, 33, 43)
    assert 'cx="15" cy="12" r="6"' in mark_svg("I")
