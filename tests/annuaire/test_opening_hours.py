"""Opening hours in words: each table gives the French, the Breton and the English."""

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from annuaire.opening_hours import in_words

LANGUAGES = ("fr", "br", "en")
SPACES = str.maketrans("\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}", "  ")


def said(expression):
    """The hours in each language, with plain spaces."""
    heard = []
    for language in LANGUAGES:
        with translation.override(language):
            heard.append(str(in_words(expression)).translate(SPACES))
    return tuple(heard)


def french(expression):
    return said(expression)[0]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (
            "Mo-Fr 09:00-12:00,14:00-18:30; Sa 09:00-12:00; PH off",
            (
                "du lundi au vendredi, 9 h – 12 h et 14 h – 18 h 30 ; samedi, 9 h – 12 h ; fermé les jours fériés",
                "eus al Lun d’ar Gwener, 9 h – 12 h ha 14 h – 18 h 30 ; Sadorn, 9 h – 12 h ; serr d’an deizioù gouel",
                "Monday to Friday, 9am–midday and 2pm–6.30pm; Saturday, 9am–midday; closed on public holidays",
            ),
        ),
        ("24/7", ("tous les jours, jour et nuit", "bemdez, noz-deiz", "every day, day and night")),
        ("We[1] 14:00-16:00", ("premier mercredi du mois, 14 h – 16 h", "Merc’her kentañ ar miz, 14 h – 16 h",
                               "first Wednesday of the month, 2pm–4pm")),
        ("Apr-Sep Sa 10:00+", ("d’avril à septembre, samedi, à partir de 10 h",
                               "eus miz Ebrel da viz Gwengolo, Sadorn, adalek 10 h",
                               "April to September, Saturday, from 10am")),
        ("Mo 09:00-12:00; SH off", ("lundi, 9 h – 12 h ; fermé pendant les vacances scolaires",
                                    "Lun, 9 h – 12 h ; serr e-pad ar vakañsoù-skol",
                                    "Monday, 9am–midday; closed during school holidays")),
    ],
)  # fmt: skip
def test_hours_are_said_in_each_language(expression, expected):
    assert said(expression) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("Sa,Su 10:00-12:00", "samedi et dimanche, 10 h – 12 h"),
        ("Mo,We,Fr 10:00-12:00", "lundi, mercredi et vendredi, 10 h – 12 h"),
        ("Mo-We,Fr 10:00-12:00", "du lundi au mercredi et vendredi, 10 h – 12 h"),
        ("Mo-Su 10:00-12:00", "tous les jours, 10 h – 12 h"),
        ("10:00-12:00", "tous les jours, 10 h – 12 h"),
        ("Mo-Su,PH 10:00-12:00", "tous les jours et les jours fériés, 10 h – 12 h"),
        ("Sa-Mo 10:00-12:00", "lundi, samedi et dimanche, 10 h – 12 h"),
        ("We[1],We[-1] 10:00-12:00", "premier mercredi et dernier mercredi du mois, 10 h – 12 h"),
    ],
)
def test_days_in_a_row_are_said_by_the_first_and_the_last(expression, expected):
    assert french(expression) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("Jul 10:00-12:00", "en juillet, 10 h – 12 h"),
        ("Jul-Aug 10:00-12:00", "en juillet et août, 10 h – 12 h"),
        ("Oct-Mar 10:00-12:00", "d’octobre à mars, 10 h – 12 h"),
        ("Nov-Dec 10:00-12:00", "en novembre et décembre, 10 h – 12 h"),
        ("Dec 25 off; Mo 10:00-12:00", "fermé le 25 décembre ; lundi, 10 h – 12 h"),
        ("Dec 24-Jan 02 off; Mo 10:00-12:00", "fermé du 24 décembre au 2 janvier ; lundi, 10 h – 12 h"),
        ("2030 Dec 24-2030 Dec 31 off", "fermé du 24 au 31 décembre 2030"),
        ("Feb 29 off", "fermé le 29 février"),
        ("PH,SH off", "fermé les jours fériés et pendant les vacances scolaires"),
    ],
)
def test_months_and_dates_are_said_as_on_a_door(expression, expected):
    assert french(expression) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("Fr 22:00-02:00", "vendredi, 22 h – 2 h"),
        ("Fr 22:00-26:00", "vendredi, 22 h – 2 h"),
        ("Mo 08:05-24:00", "lundi, 8 h 05 – minuit"),
        ("Mo-Fr", "du lundi au vendredi, jour et nuit"),
        ("off", "fermé"),
        ('"sur rendez-vous"', "sur rendez-vous"),
        ('Mo 09:00-12:00 "sur rendez-vous; sonner"', "lundi, 9 h – 12 h (sur rendez-vous; sonner)"),
        ("Mo 09:00-12:00 unknown", "lundi, 9 h – 12 h (à confirmer)"),
    ],
)
def test_nights_remarks_and_doubts_are_said(expression, expected):
    assert french(expression) == expected


def test_a_later_rule_replaces_an_earlier_one_as_the_syntax_means():
    assert french("Mo-Fr 09:00-17:00; Fr 09:00-12:00") == "du lundi au jeudi, 9 h – 17 h ; vendredi, 9 h – 12 h"


@pytest.mark.parametrize(
    "expression",
    ["sunrise-sunset", "week 1-53/2 Fr 09:00-12:00", 'Mo 10:00-18:00 || "x"', "SH Mo 10:00-12:00", "du lundi au jeudi"],
)
def test_what_words_do_not_cover_is_shown_as_written(expression):
    hours = in_words(expression)

    assert hours.is_raw
    assert hours.lines == (expression,)


def test_no_hours_say_nothing():
    assert in_words("").lines == ()


@settings(max_examples=100, derandomize=True, deadline=None, database=None)
@given(
    st.text(max_size=40) | st.from_regex(r"(Mo|Tu|PH|SH|Jan|24/7|[\d:,;\- \[\]+\"]|off|closed){1,12}", fullmatch=True)
)
def test_no_expression_breaks_the_words(expression):
    assert isinstance(str(in_words(expression)), str)
