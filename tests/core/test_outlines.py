"""The drawing of the communes."""

import re

import pytest
from django.conf import settings

from core.outlines import Commune, Place, Window, draw, outline_around, read_communes, territory_outline

SQUARE = (((0.0, 0.0), (0.0, 1.0), (1.0, 1.0), (1.0, 0.0), (0.0, 0.0)),)


def commune(insee: str, west: float = 0, epci: str = "1", name: str = "", population: int = 100) -> Commune:
    """A square commune of one degree a side, on the equator."""
    rings = tuple(tuple((x + west, y) for x, y in ring) for ring in SQUARE)
    return Commune(insee, epci, {"fr": name or insee, "br": ""}, population, (west + 0.5, 0.5), rings)


def test_north_is_up_and_a_square_stays_square_at_the_middle_of_the_window():
    window = Window(0, -0.5, 1, 0.5)
    assert window.at(0, 0.5) == (0, 0)
    assert window.at(1, -0.5) == pytest.approx((600, 600), abs=0.1)


def test_a_window_around_places_holds_them_all_and_is_wide_enough():
    places = [Place(-3.4, 47.7), Place(-3.2, 47.9)]
    window = Window.around(places, 5)
    assert all(window.holds(*window.at(place.longitude, place.latitude), margin=20) for place in places)
    alone = Window.around([Place(-3.4, 47.7)], 16)
    assert alone.at(-3.4, 47.7) == pytest.approx((300, 300), abs=1)


def test_only_the_communes_in_the_window_are_drawn():
    drawn = draw([commune("56001"), commune("56002", west=10)], Window(0, 0, 1, 1), "fr", "1")
    assert len(drawn.land) == 1
    assert drawn.land[0].path == "M0,600 0,0 600,0 600,600 0,600z"


def test_a_commune_in_colour_and_a_neighbour_say_so():
    communes = [commune("56001"), commune("56002", west=1), commune("56003", west=2, epci="2")]
    drawn = draw(communes, Window(0, 0, 3, 1), "fr", "1", on={"56001"})
    assert [land.css_class for land in drawn.land] == ["on", "", "off"]


def test_names_never_cover_one_another_and_the_largest_communes_come_first():
    crowd = [commune("1", name="Une très grande ville"), commune("2", west=0.01, name="Un très petit village")]
    crowd += [commune(str(i), west=0.01 * i, name="Un hameau au nom sans fin") for i in range(3, 9)]
    names = [name.text for name in draw(crowd, Window(0, 0, 1.1, 1), "fr", "1").names]
    assert names[0] == "Une très grande ville"
    assert len(names) < len(crowd)


def test_an_overview_names_few_communes_and_none_of_the_neighbours():
    communes = [commune(str(i), west=i) for i in range(12)] + [commune("v", west=12, epci="2")]
    window = Window(0, 0, 13, 1)
    assert len(draw(communes, window, "fr", "1").names) == 13
    overview = [name.text for name in draw(communes, window, "fr", "1", is_overview=True).names]
    assert 1 < len(overview) < 12
    assert "v" not in overview


def test_a_name_is_in_the_language_read_or_in_french():
    communes = read_communes(settings.TERRITORY_DIR)
    largest = communes[0]
    assert largest.name("br") == largest.names["br"] != largest.names["fr"]
    assert largest.name("en") == largest.names["fr"]


def test_the_territory_fits_in_its_drawing():
    drawn = territory_outline("fr")
    _, _, width, height = map(float, drawn.view_box.split())
    own = "".join(land.path for land in drawn.land if land.css_class != "off")
    points = [tuple(map(float, pair)) for pair in re.findall(r"(-?\d+),(-?\d+)", own)]
    assert all(-1 <= x <= width + 1 and -1 <= y <= height + 1 for x, y in points)
    assert sum(len(land.path) for land in drawn.land) < 30_000


def test_a_place_is_drawn_with_its_number_and_the_name_of_where_it_is():
    place = read_communes(settings.TERRITORY_DIR)[0]
    drawn = outline_around([Place(*place.centre, text="1")], "fr", on={place.insee})
    assert [point.text for point in drawn.points] == ["1"]
    assert place.names["fr"] in [name.text for name in drawn.names]
