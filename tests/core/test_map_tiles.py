"""The background of maps: none unless an installation chooses one, from one server, whose it is said."""

import pytest

from core.map_tiles import Tiles, read_tiles

URL = "https://tuiles.example/{z}/{x}/{y}.png"


def read(url: str, attribution: str = "© Untel") -> Tiles | None:
    return read_tiles(url, attribution)


def test_there_is_none_by_default():
    assert read_tiles("", "") is None
    assert read("  ") is None


def test_the_security_policy_names_the_one_server_they_come_from():
    assert read(URL) == Tiles(URL, "© Untel", "https://tuiles.example")
    assert read("http://127.0.0.1:8080/{z}/{x}/{y}.png").origin == "http://127.0.0.1:8080"


def test_the_site_may_serve_them_itself():
    assert read("/tuiles/{z}/{x}/{y}.png").origin == ""


@pytest.mark.parametrize(
    "url",
    [
        "https://{s}.tuiles.example/{z}/{x}/{y}.png",
        "https://*.example/{z}/{x}/{y}.png",
        "https://tuiles.example; script-src/{z}/{x}/{y}",
        "https://a:b@tuiles.example/{z}/{x}/{y}.png",
        "//tuiles.example/{z}/{x}/{y}.png",
        "ftp://tuiles.example/{z}/{x}/{y}.png",
        "https://tuiles.example/{z}/{x}.png",
    ],
)
def test_an_address_that_names_no_single_server_is_refused(url: str):
    with pytest.raises(ValueError, match="MAP_TILES_URL"):
        read(url)


def test_tiles_say_whose_they_are():
    with pytest.raises(ValueError, match="MAP_TILES_ATTRIBUTION"):
        read(URL, " ")
