"""The territory's colours and icons."""

import re
from itertools import product

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from core.territory import territory
from core.theme import colours_css

# What is written in one colour on another: words and links on paper and sand, then the field of each section.
PAIRS = [
    *product(("encre", "rade", "alert"), ("paper", "sand")),
    *product(("paper",), ("rade", "bouee", "algue", "nuit")),
    ("encre", "phare"),
    ("phare", "nuit"),
]


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("words", "ground"), PAIRS)
def test_the_territorys_colours_can_be_read_on_one_another(words, ground):
    colours = territory().colours
    assert contrast(colours[words], colours[ground]) >= 4.5


def test_each_colour_is_a_custom_property():
    assert colours_css({"rade": "#0b4a8f", "phare": "#FFC420"}) == ":root{--t-rade:#0b4a8f;--t-phare:#FFC420;}\n"


@pytest.mark.parametrize("colours", [{"mauve": "#112233"}, {"rade": "blue"}, {"rade": "#0b4a8f;}body{display:none"}])
def test_what_is_not_a_known_colour_is_refused_by_name(colours):
    with pytest.raises(ValueError, match=next(iter(colours))):
        colours_css(colours)


def test_the_style_sheet_reads_every_colour_the_territory_may_give():
    sheet = finders.find("css/phare.css")
    read = set(re.findall(r"var\(--t-(\w+)", open(sheet, encoding="utf-8").read()))
    assert set(territory().colours) == read


def test_the_colours_are_kept_by_browsers_and_confirmed_by_their_etag(client):
    first = client.get("/theme.css")
    assert first["Content-Type"] == "text/css; charset=utf-8"
    assert "max-age=31536000" in first["Cache-Control"]
    assert territory().colours["rade"] in first.content.decode()
    assert client.get("/theme.css", headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_other_colours_have_another_address(monkeypatch):
    from dataclasses import replace

    from core.theme import theme_version

    before = theme_version()
    monkeypatch.setattr(settings, "TERRITORY", replace(territory(), colours={"rade": "#000000"}))
    assert theme_version() != before


@pytest.mark.parametrize(
    ("path", "content_type", "start"),
    [
        ("/favicon.svg", "image/svg+xml", b"<svg"),
        ("/favicon.ico", "image/vnd.microsoft.icon", b"\x00\x00\x01\x00"),
        ("/apple-touch-icon.png", "image/png", b"\x89PNG"),
    ],
)
def test_the_sites_icon_is_drawn_for_each_reader(client, path, content_type, start):
    response = client.get(path)
    assert response["Content-Type"] == content_type
    assert response.content.startswith(start)
    assert client.post(path).status_code == 405
