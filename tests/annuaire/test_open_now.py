"""Open now, and until when, on the territory's clock: said only where it is certain."""

import pytest
from django.utils import translation

from annuaire.open_now import open_now
from core.clock import now

WEEKDAYS = "Mo-Fr 09:00-12:00,14:00-18:00; PH off"


@pytest.fixture
def at(settings):
    """What an expression says at a local moment."""

    def say(moment, expression):
        settings.FROZEN_NOW = moment
        state = open_now(expression)
        return str(state).replace("\N{NO-BREAK SPACE}", " ") if state else None

    return say


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-24T08:59", "ouvre à 9 h"),
        ("2026-11-24T09:00", "ouvert jusqu’à 12 h"),
        ("2026-11-24T11:30", "ferme à 12 h"),
        ("2026-11-24T12:00", "ouvre à 14 h"),
        ("2026-11-24T18:00", "ouvre demain à 9 h"),
        ("2026-11-27T18:00", "ouvre lundi à 9 h"),
        ("2026-12-25T10:00", "ouvre lundi à 9 h"),
        ("2026-12-24T19:00", "ouvre lundi à 9 h"),
    ],
)
def test_it_says_until_when_it_is_open_or_when_it_opens(at, moment, expected):
    assert at(moment, WEEKDAYS) == expected


def test_it_is_said_in_the_language_being_read(at):
    with translation.override("en"):
        assert at("2026-11-27T18:00", WEEKDAYS) == "opens Monday at 9am"
    with translation.override("br"):
        assert at("2026-11-24T10:00", WEEKDAYS) == "digor betek 12 h"


@pytest.mark.parametrize(
    ("expression", "moment", "expected"),
    [
        ("Fr 22:00-02:00", "2026-11-28T01:00", "ouvert jusqu’à 2 h"),
        ("24/7", "2026-11-28T01:00", "ouvert jour et nuit"),
        ("Mo-Fr", "2026-11-24T10:00", "ouvert jusqu’à samedi, minuit"),
        ("off", "2026-11-24T10:00", "fermé"),
        ("Apr-Sep Mo-Fr 10:00-18:00", "2026-11-24T10:00", "ouvre jeudi 1ᵉʳ avril 2027 à 10 h"),
    ],
)
def test_nights_seasons_and_extremes(at, expression, moment, expected):
    assert at(moment, expression) == expected


def test_the_clock_is_that_of_the_territory_through_the_change_of_hour(at):
    # On 25 October 2026 at 3:00 clocks go back to 2:00.
    assert at("2026-10-25T00:30+00:00", "Su 02:00-04:00") == "ouvert jusqu’à 4 h"
    assert at("2026-10-25T03:30+00:00", "Su 02:00-04:00").startswith("ouvre dimanche 1ᵉʳ novembre")


@pytest.mark.parametrize(
    ("moment", "expected"),
    [("2026-12-22T10:00", "ouvre lundi 4 janvier 2027 à 9 h"), ("2026-12-18T10:00", "ouvert jusqu’à 12 h")],
)
def test_it_is_closed_in_the_school_holidays_of_the_zone_when_it_says_so(at, moment, expected):
    assert at(moment, "Mo-Fr 09:00-12:00; SH off") == expected
    assert at(moment, "Mo-Fr 09:00-12:00; PH,SH off") == expected


@pytest.mark.parametrize(
    "expression",
    [
        "", "jamais", "sunrise-sunset", "Mo-Fr 09:00+", "Mo-Fr 09:00-12:00 unknown", '"sur rendez-vous"',
        'Mo-Fr 09:00-12:00 "sur rendez-vous"', "SH 10:00-12:00",
    ],
)  # fmt: skip
def test_nothing_is_said_where_it_is_not_certain(expression):
    assert open_now(expression, now()) is None


def test_the_school_holidays_of_an_unknown_zone_leave_a_doubt(at, settings, monkeypatch):
    monkeypatch.setattr("annuaire.open_now.closed_days", lambda *args, **kwargs: frozenset())

    assert at("2026-11-24T10:00", "Mo-Fr 09:00-12:00; SH off") is None
