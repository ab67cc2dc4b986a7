"""Dates as people read them: each table gives the French, the Breton and the English."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, time

import pytest
from babel import Locale
from django.utils import translation

from core.date_phrases import PHRASES
from core.dates_in_words import (
    clock,
    date_in_words,
    day_in_words,
    day_name,
    day_range,
    full_day,
    month_and_year,
    month_name,
    short_day,
    time_range,
    until_day,
    when,
)
from evenements.dates_in_words import rule_in_words, slot_in_words
from evenements.recurrence import Line, Moment, Rule, Slot, slot_on

TODAY = date(2026, 11, 24)  # a Tuesday
LANGUAGES = ("fr", "br", "en")


def said(words: Callable[[], str]) -> tuple[str, ...]:
    """What `words` says in each language, with plain spaces."""
    heard = []
    for language in LANGUAGES:
        with translation.override(language):
            heard.append(words().replace("\N{NO-BREAK SPACE}", " "))
    return tuple(heard)


def at(day: str, hour: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{hour}")


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 12, 9), ("mercredi 9 décembre", "Merc’her 9 a viz Kerzu", "Wednesday 9 December")),
        (date(2026, 12, 1), ("mardi 1ᵉʳ décembre", "Meurzh 1añ a viz Kerzu", "Tuesday 1 December")),
        (date(2026, 2, 2), ("lundi 2 février", "Lun 2 a viz C’hwevrer", "Monday 2 February")),
        (date(2027, 4, 1), ("jeudi 1ᵉʳ avril 2027", "Yaou 1añ a viz Ebrel 2027", "Thursday 1 April 2027")),
        (date(2025, 11, 30), ("dimanche 30 novembre 2025", "Sul 30 a viz Du 2025", "Sunday 30 November 2025")),
    ],
)
def test_a_full_day_says_its_year_when_it_is_not_this_one(day: date, expected: tuple[str, ...]) -> None:
    assert said(lambda: full_day(day, TODAY)) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 11, 24), ("aujourd’hui", "hiziv", "today")),
        (date(2026, 11, 25), ("demain", "warc’hoazh", "tomorrow")),
        (date(2026, 11, 26), ("jeudi 26 novembre", "Yaou 26 a viz Du", "Thursday 26 November")),
        (date(2026, 11, 23), ("lundi 23 novembre", "Lun 23 a viz Du", "Monday 23 November")),
    ],
)
def test_today_and_tomorrow_are_said_so(day: date, expected: tuple[str, ...]) -> None:
    assert said(lambda: day_in_words(day, TODAY)) == expected


def test_the_first_of_january_may_be_tomorrow() -> None:
    assert said(lambda: day_in_words(date(2027, 1, 1), date(2026, 12, 31))) == ("demain", "warc’hoazh", "tomorrow")


def test_the_parts_of_a_date_have_names() -> None:
    day = date(2026, 8, 7)

    assert said(lambda: day_name(day)) == ("vendredi", "Gwener", "Friday")
    assert said(lambda: month_name(day)) == ("août", "Eost", "August")
    assert said(lambda: month_and_year(day)) == ("août 2026", "Miz Eost 2026", "August 2026")
    assert said(lambda: date_in_words(day, TODAY)) == ("7 août", "7 a viz Eost", "7 August")


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 12, 10), ("10 déc.", "10 Kzu.", "10 Dec")),
        (date(2026, 5, 1), ("1ᵉʳ mai", "1añ Mae", "1 May")),
        (date(2027, 1, 14), ("14 janv. 2027", "14 Gen. 2027", "14 Jan 2027")),
    ],
)
def test_a_short_day_fits_a_narrow_place(day: date, expected: tuple[str, ...]) -> None:
    assert said(lambda: short_day(day, TODAY)) == expected


def test_a_short_day_without_today_never_says_the_year() -> None:
    assert said(lambda: short_day(date(2027, 1, 14))) == ("14 janv.", "14 Gen.", "14 Jan")


@pytest.mark.parametrize(
    ("hour", "expected"),
    [
        ("14:00", ("14 h", "14 h", "2pm")),
        ("14:30", ("14 h 30", "14 h 30", "2.30pm")),
        ("08:05", ("8 h 05", "8 h 05", "8.05am")),
        ("12:00", ("12 h", "12 h", "midday")),
        ("12:30", ("12 h 30", "12 h 30", "12.30pm")),
        ("00:00", ("minuit", "hanternoz", "midnight")),
        ("00:15", ("0 h 15", "0 h 15", "12.15am")),
        ("23:59", ("23 h 59", "23 h 59", "11.59pm")),
    ],
)
def test_an_hour_is_said_as_each_language_does(hour: str, expected: tuple[str, ...]) -> None:
    assert said(lambda: clock(time.fromisoformat(hour))) == expected
    assert said(lambda: clock(at("2026-12-09", hour))) == expected


def test_an_hour_never_breaks_across_lines() -> None:
    with translation.override("fr"):
        assert clock(time(14, 30)) == "14\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}30"


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (
            date(2026, 10, 12),
            date(2026, 10, 17),
            ("du 12 au 17 octobre", "eus an 12 d’ar 17 a viz Here", "12 to 17 October"),
        ),
        (
            date(2026, 12, 1),
            date(2026, 12, 3),
            ("du 1ᵉʳ au 3 décembre", "eus ar 1añ d’an 3 a viz Kerzu", "1 to 3 December"),
        ),
        (
            date(2027, 10, 12),
            date(2027, 10, 17),
            ("du 12 au 17 octobre 2027", "eus an 12 d’ar 17 a viz Here 2027", "12 to 17 October 2027"),
        ),
        (
            date(2026, 11, 24),
            date(2026, 12, 5),
            (
                "du 24 novembre au 5 décembre",
                "eus ar 24 a viz Du d’ar 5 a viz Kerzu",
                "24 November to 5 December",
            ),
        ),
        (
            date(2027, 9, 30),
            date(2027, 10, 2),
            (
                "du 30 septembre au 2 octobre 2027",
                "eus an 30 a viz Gwengolo d’an 2 a viz Here 2027",
                "30 September to 2 October 2027",
            ),
        ),
        (
            date(2026, 12, 28),
            date(2027, 1, 3),
            (
                "du 28 décembre 2026 au 3 janvier 2027",
                "eus an 28 a viz Kerzu 2026 d’an 3 a viz Genver 2027",
                "28 December 2026 to 3 January 2027",
            ),
        ),
        (
            date(2025, 12, 28),
            date(2026, 1, 3),
            (
                "du 28 décembre 2025 au 3 janvier 2026",
                "eus an 28 a viz Kerzu 2025 d’an 3 a viz Genver 2026",
                "28 December 2025 to 3 January 2026",
            ),
        ),
    ],
)
def test_a_range_of_days_repeats_nothing(first: date, last: date, expected: tuple[str, ...]) -> None:
    assert said(lambda: day_range(first, last, TODAY)) == expected


def test_an_end_is_a_day_one_goes_up_to() -> None:
    assert said(lambda: until_day(date(2026, 12, 5), TODAY)) == (
        "jusqu’au 5 décembre",
        "betek ar 5 a viz Kerzu",
        "until 5 December",
    )


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (
            at("2026-12-09", "14:00"),
            at("2026-12-09", "17:00"),
            (
                "mercredi 9 décembre, 14 h – 17 h",
                "Merc’her 9 a viz Kerzu, 14 h – 17 h",
                "Wednesday 9 December, 2pm–5pm",
            ),
        ),
        (
            at("2026-11-24", "08:30"),
            at("2026-11-24", "10:00"),
            ("aujourd’hui, 8 h 30 – 10 h", "hiziv, 8 h 30 – 10 h", "today, 8.30am–10am"),
        ),
        (
            at("2026-12-04", "20:00"),
            at("2026-12-05", "02:00"),
            (
                "vendredi 4 décembre, 20 h – 2 h (samedi)",
                "Gwener 4 a viz Kerzu, 20 h – 2 h (Sadorn)",
                "Friday 4 December, 8pm–2am (Saturday)",
            ),
        ),
        (
            at("2026-12-04", "20:00"),
            at("2026-12-05", "00:00"),
            (
                "vendredi 4 décembre, 20 h – minuit",
                "Gwener 4 a viz Kerzu, 20 h – hanternoz",
                "Friday 4 December, 8pm–midnight",
            ),
        ),
        (
            at("2026-12-01", "14:00"),
            at("2026-12-03", "17:00"),
            (
                "du mardi 1ᵉʳ décembre, 14 h, au jeudi 3 décembre, 17 h",
                "eus ar Meurzh 1añ a viz Kerzu, 14 h, d’ar Yaou 3 a viz Kerzu, 17 h",
                "Tuesday 1 December, 2pm, to Thursday 3 December, 5pm",
            ),
        ),
        (
            at("2026-12-31", "18:00"),
            at("2027-01-02", "02:00"),
            (
                "du jeudi 31 décembre 2026, 18 h, au samedi 2 janvier 2027, 2 h",
                "eus ar Yaou 31 a viz Kerzu 2026, 18 h, d’ar Sadorn 2 a viz Genver 2027, 2 h",
                "Thursday 31 December 2026, 6pm, to Saturday 2 January 2027, 2am",
            ),
        ),
        (
            at("2027-02-01", "09:00"),
            at("2027-02-03", "12:00"),
            (
                "du lundi 1ᵉʳ février, 9 h, au mercredi 3 février 2027, 12 h",
                "eus al Lun 1añ a viz C’hwevrer, 9 h, d’ar Merc’her 3 a viz C’hwevrer 2027, 12 h",
                "Monday 1 February, 9am, to Wednesday 3 February 2027, midday",
            ),
        ),
        (
            date(2026, 12, 9),
            date(2026, 12, 10),
            ("mercredi 9 décembre", "Merc’her 9 a viz Kerzu", "Wednesday 9 December"),
        ),
        (
            date(2026, 10, 12),
            date(2026, 10, 18),
            ("du 12 au 17 octobre", "eus an 12 d’ar 17 a viz Here", "12 to 17 October"),
        ),
    ],
)
def test_a_date_is_said_whole(start: Moment, end: Moment, expected: tuple[str, ...]) -> None:
    assert said(lambda: when(start, end, TODAY)) == expected


def test_local_midnights_of_an_all_day_date_are_days() -> None:
    start, end = datetime(2026, 10, 12), datetime(2026, 10, 18)

    assert said(lambda: when(start, end, TODAY, all_day=True))[0] == "du 12 au 17 octobre"
    assert said(lambda: when(start, datetime(2026, 10, 13), TODAY, all_day=True))[0] == "lundi 12 octobre"


def test_an_end_nobody_gave_is_not_said() -> None:
    start, end = at("2026-12-09", "23:30"), at("2026-12-10", "00:30")

    assert said(lambda: when(start, end, TODAY, open_ended=True)) == (
        "mercredi 9 décembre, 23 h 30",
        "Merc’her 9 a viz Kerzu, 23 h 30",
        "Wednesday 9 December, 11.30pm",
    )


def test_a_former_date_is_named_even_when_it_was_for_today() -> None:
    start, end = at("2026-11-24", "14:00"), at("2026-11-24", "17:00")

    assert said(lambda: when(start, end, TODAY, relative=False))[0] == "mardi 24 novembre, 14 h – 17 h"


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-12-09T14:00", "2026-12-09T16:30", ("14 h – 16 h 30", "14 h – 16 h 30", "2pm–4.30pm")),
        ("2026-12-04T20:00", "2026-12-05T02:00", ("20 h – 2 h (samedi)", "20 h – 2 h (Sadorn)", "8pm–2am (Saturday)")),
        ("2026-12-04T20:00", "2026-12-06T02:00", ("20 h – 2 h (6 déc.)", "20 h – 2 h (6 Kzu.)", "8pm–2am (6 Dec)")),
        ("2026-12-09T14:00", "2026-12-09T14:00", ("14 h", "14 h", "2pm")),
    ],
)
def test_the_hours_beside_a_day_say_when_they_end_on_another(start: str, end: str, expected: tuple[str, ...]) -> None:
    assert said(lambda: time_range(datetime.fromisoformat(start), datetime.fromisoformat(end))) == expected


def test_beside_a_day_an_all_day_date_says_so() -> None:
    whole = ("toute la journée", "a-hed an deiz", "all day")

    assert said(lambda: time_range(date(2026, 12, 9), date(2026, 12, 10))) == whole
    assert said(lambda: time_range(datetime(2026, 12, 9), datetime(2026, 12, 10), all_day=True)) == whole


def test_a_slot_says_what_it_is() -> None:
    line = Line("a@test", date(2026, 12, 9), time(14))

    def words(slot: Slot | None) -> str:
        assert slot
        return said(lambda: slot_in_words(slot, date(2026, 12, 9)))[0]

    assert words(slot_on(line, date(2026, 12, 9))) == "aujourd’hui, 14 h"
    assert words(slot_on(replace(line, all_day=True), date(2026, 12, 9))) == "aujourd’hui"
    slot = slot_on(line, date(2026, 12, 9))
    assert slot
    assert said(lambda: slot_in_words(slot, date(2026, 12, 9), relative=False))[0] == "mercredi 9 décembre, 14 h"


WEDNESDAYS = Line(
    "w@test", date(2026, 11, 4), time(14), end_time=time(17), rule=Rule("weekly", until=date(2027, 6, 25))
)
LATER = date(2027, 1, 5)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (Rule("weekly"), ("tous les mercredis", "bep Merc’her", "every Wednesday")),
        (
            Rule("weekly", weekdays=("MO", "WE")),
            ("tous les lundis et mercredis", "bep Lun ha Merc’her", "every Monday and Wednesday"),
        ),
        (
            Rule("weekly", weekdays=("FR", "TU", "MO")),
            (
                "tous les lundis, mardis et vendredis",
                "bep Lun, Meurzh ha Gwener",
                "every Monday, Tuesday and Friday",
            ),
        ),
        (
            Rule("weekly", weekdays=("MO", "TU", "WE", "TH", "FR")),
            ("du lundi au vendredi", "eus al Lun d’ar Gwener", "Monday to Friday"),
        ),
        (
            Rule("weekly", weekdays=("MO", "TU", "WE", "TH", "FR", "SA", "SU")),
            ("tous les jours", "bemdez", "every day"),
        ),
        (
            Rule("weekly", interval=2, weekdays=("TU",)),
            ("toutes les deux semaines, le mardi", "bep 2 sizhun, d’ar Meurzh", "every 2 weeks, on Tuesday"),
        ),
        (
            Rule("weekly", interval=3, weekdays=("MO", "TH")),
            (
                "toutes les 3 semaines, le lundi et le jeudi",
                "bep 3 sizhun, d’al Lun ha d’ar Yaou",
                "every 3 weeks, on Monday and on Thursday",
            ),
        ),
        (Rule("daily"), ("tous les jours", "bemdez", "every day")),
        (Rule("daily", interval=2), ("tous les deux jours", "bep 2 zeiz", "every 2 days")),
        (Rule("daily", interval=10), ("tous les 10 jours", "bep 10 deiz", "every 10 days")),
        (
            Rule("monthly_weekday"),
            (
                "le premier mercredi de chaque mois",
                "d’ar Merc’her kentañ a bep miz",
                "on the first Wednesday of each month",
            ),
        ),
        (
            Rule("monthly_weekday", last=True),
            (
                "le dernier mercredi de chaque mois",
                "d’ar Merc’her diwezhañ a bep miz",
                "on the last Wednesday of each month",
            ),
        ),
        (
            Rule("monthly_weekday", interval=3),
            (
                "tous les 3 mois, le premier mercredi",
                "bep 3 miz, d’ar Merc’her kentañ",
                "every 3 months, on the first Wednesday",
            ),
        ),
        (
            Rule("monthly_weekday", interval=12),
            (
                "tous les ans, le premier mercredi de novembre",
                "bep bloaz, d’ar Merc’her kentañ a viz Du",
                "every year, on the first Wednesday of November",
            ),
        ),
        (Rule("monthly_day"), ("le 4 de chaque mois", "d’ar 4 a bep miz", "on the 4th of each month")),
        (
            Rule("monthly_day", interval=2),
            ("tous les deux mois, le 4", "bep 2 viz, d’ar 4", "every 2 months, on the 4th"),
        ),
        (
            Rule("monthly_day", interval=24),
            ("tous les deux ans, le 4 novembre", "bep 2 vloaz, d’ar 4 a viz Du", "every 2 years, on 4 November"),
        ),
    ],
)
def test_a_rule_is_a_sentence(rule: Rule, expected: tuple[str, ...]) -> None:
    hours = (" de 14 h à 17 h", " eus 14 h da 17 h", " from 2pm to 5pm")

    sentences = said(lambda: rule_in_words(replace(WEDNESDAYS, rule=rule), LATER))

    assert sentences == tuple(which + at_hours for which, at_hours in zip(expected, hours, strict=True))


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        (date(2026, 11, 11), ("le deuxième mercredi", "d’an eil Merc’her", "on the second Wednesday")),
        (date(2026, 11, 21), ("le troisième samedi", "d’an trede Sadorn", "on the third Saturday")),
        (date(2026, 11, 22), ("le quatrième dimanche", "d’ar pevare Sul", "on the fourth Sunday")),
        (date(2026, 11, 30), ("le cinquième lundi", "d’ar pempvet Lun", "on the fifth Monday")),
    ],
)
def test_a_weekday_of_the_month_has_its_rank(first: date, expected: tuple[str, ...]) -> None:
    line = Line("m@test", first, all_day=True, rule=Rule("monthly_weekday"))
    month = (" de chaque mois", " a bep miz", " of each month")

    assert said(lambda: rule_in_words(line, LATER)) == tuple(map("".join, zip(expected, month, strict=True)))


def test_a_month_beginning_with_a_vowel_elides_in_french() -> None:
    line = Line("m@test", date(2026, 10, 7), all_day=True, rule=Rule("monthly_weekday", interval=12))

    assert said(lambda: rule_in_words(line, LATER))[0] == "tous les ans, le premier mercredi d’octobre"


@pytest.mark.parametrize(
    ("public_holidays", "school_holidays", "expected"),
    [
        (False, False, ("", "", "")),
        (True, False, (", sauf jours fériés", ", nemet d’an deizioù gouel", ", except on public holidays")),
        (
            False,
            True,
            (", sauf vacances scolaires", ", nemet e-pad ar vakañsoù-skol", ", except during school holidays"),
        ),
        (
            True,
            True,
            (
                ", sauf jours fériés et vacances scolaires",
                ", nemet d’an deizioù gouel hag e-pad ar vakañsoù-skol",
                ", except on public holidays and during school holidays",
            ),
        ),
    ],
)
def test_a_series_says_its_end_and_when_it_rests(
    public_holidays: bool, school_holidays: bool, expected: tuple[str, ...]
) -> None:
    sentences = said(
        lambda: rule_in_words(
            WEDNESDAYS, LATER, skip_public_holidays=public_holidays, skip_school_holidays=school_holidays
        )
    )

    assert sentences == (
        "tous les mercredis de 14 h à 17 h jusqu’au 25 juin" + expected[0],
        "bep Merc’her eus 14 h da 17 h betek ar 25 a viz Mezheven" + expected[1],
        "every Wednesday from 2pm to 5pm until 25 June" + expected[2],
    )


def test_a_series_to_come_says_from_when() -> None:
    line = replace(WEDNESDAYS, excluded=frozenset({date(2026, 11, 4)}))

    assert said(lambda: rule_in_words(line, date(2026, 11, 4))) == (
        "à partir du 11 novembre, tous les mercredis de 14 h à 17 h jusqu’au 25 juin 2027",
        "adalek an 11 a viz Du, bep Merc’her eus 14 h da 17 h betek ar 25 a viz Mezheven 2027",
        "from 11 November, every Wednesday from 2pm to 5pm until 25 June 2027",
    )
    assert said(lambda: rule_in_words(WEDNESDAYS, date(2026, 11, 4)))[0].startswith("tous les mercredis")


def test_a_number_of_times_is_said_by_the_last_date_that_is_held() -> None:
    line = replace(WEDNESDAYS, rule=Rule("weekly", count=10), excluded=frozenset({date(2027, 1, 6)}))

    assert said(lambda: rule_in_words(line, TODAY))[0] == "tous les mercredis de 14 h à 17 h jusqu’au 30 décembre"


def test_a_repeated_date_without_end_hour_says_its_start() -> None:
    line = replace(WEDNESDAYS, end_time=None, rule=Rule("weekly"))

    assert said(lambda: rule_in_words(line, LATER)) == (
        "tous les mercredis à 14 h",
        "bep Merc’her da 14 h",
        "every Wednesday at 2pm",
    )


def test_a_repeated_night_needs_no_other_day() -> None:
    line = replace(WEDNESDAYS, start_time=time(20), end_time=time(2), rule=Rule("weekly"))

    assert said(lambda: rule_in_words(line, LATER))[0] == "tous les mercredis de 20 h à 2 h"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            Line("d@test", date(2026, 10, 31), end_date=date(2026, 11, 1), all_day=True, rule=Rule("weekly")),
            (
                "tous les samedis, deux jours chaque fois",
                "bep Sadorn, e-pad 2 zeiz bep gwech",
                "every Saturday, for 2 days each time",
            ),
        ),
        (
            Line("d@test", date(2026, 10, 30), time(14), date(2026, 11, 1), time(12), rule=Rule("weekly")),
            (
                "tous les vendredis à 14 h, 3 jours chaque fois",
                "bep Gwener da 14 h, e-pad 3 deiz bep gwech",
                "every Friday at 2pm, for 3 days each time",
            ),
        ),
    ],
)
def test_a_repeated_date_of_several_days_says_how_many(line: Line, expected: tuple[str, ...]) -> None:
    assert said(lambda: rule_in_words(line, LATER)) == expected


def test_a_line_without_rule_is_its_date() -> None:
    assert said(lambda: rule_in_words(replace(WEDNESDAYS, rule=None), TODAY))[0] == "mercredi 4 novembre, 14 h – 17 h"


def test_each_language_has_a_word_for_everything() -> None:
    for words in PHRASES.values():
        assert [len(words.weekdays), len(words.weekdays_with_article), len(words.weekdays_repeated)] == [7, 7, 7]
        assert [len(words.months), len(words.months_of), len(words.short_months)] == [12, 12, 12]
        assert [len(words.numbers), len(words.numbers_with_article), len(words.ordinals)] == [31, 31, 31]
        assert len(words.ranks) == 6


@pytest.mark.parametrize("language", LANGUAGES)
def test_days_and_months_have_the_names_of_the_common_locale_repository(language: str) -> None:
    locale = Locale.parse(language)

    def names(of: Mapping[int, str]) -> tuple[str, ...]:
        return tuple(of[number].replace("ʼ", "’") for number in sorted(of))

    assert PHRASES[language].weekdays == names(locale.days["format"]["wide"])
    assert PHRASES[language].months == names(locale.months["format"]["wide"])


def test_english_ordinals_are_those_one_says() -> None:
    assert " ".join(PHRASES["en"].ordinals[19:]) == "20th 21st 22nd 23rd 24th 25th 26th 27th 28th 29th 30th 31st"


@pytest.mark.parametrize("language", ["fr-fr", "de", None])
def test_another_language_reads_french(language: str | None) -> None:
    with translation.override(language):
        assert day_name(TODAY) == "mardi"


def test_a_variant_of_a_language_is_that_language() -> None:
    with translation.override("en-gb"):
        assert day_name(TODAY) == "Tuesday"
