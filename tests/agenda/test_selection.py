"""A selection is the same however it was asked, and writes itself one way."""

import datetime as dt

import pytest

from agenda.selection import Selection


def test_order_and_repetition_of_values_do_not_matter() -> None:
    one = Selection(public=("tpe-pme", "entreprises", "tpe-pme"))
    other = Selection(public=("entreprises", "tpe-pme"))

    assert one == other
    assert hash(one) == hash(other)
    assert one.querystring() == "public=entreprises&public=tpe-pme"


def test_parameters_come_in_the_order_of_the_contract() -> None:
    asked = Selection(q=("été",), gratuit=True, type=("atelier",), du=dt.date(2027, 4, 7), commune=("56121",))

    assert asked.querystring() == "du=2027-04-07&type=atelier&commune=56121&gratuit=1&q=%C3%A9t%C3%A9"


@pytest.mark.parametrize(
    ("name", "value", "left"),
    [
        ("public", "entreprises", "public=tpe-pme&gratuit=1"),
        ("public", None, "gratuit=1"),
        ("gratuit", "1", "public=entreprises&public=tpe-pme"),
    ],
)
def test_without_takes_one_value_or_a_whole_name_away(name: str, value: str | None, left: str) -> None:
    asked = Selection(public=("entreprises", "tpe-pme"), gratuit=True)

    assert asked.without(name, value).querystring() == left


def test_having_adds_a_value() -> None:
    assert Selection(theme=("a",)).having("theme", "b") == Selection(theme=("a", "b"))


def test_an_empty_selection_adds_nothing_to_an_address() -> None:
    assert Selection().is_empty
    assert Selection().at("/agenda/") == "/agenda/"
    assert Selection(gratuit=True).at("/agenda/") == "/agenda/?gratuit=1"
