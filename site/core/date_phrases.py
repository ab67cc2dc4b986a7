"""How French, Breton and English say a day, an hour and a repetition: tables, without logic.

Word order differs too much between the three for a catalogue of fragments. Patterns name what they need: {day} a day
of the week, {date} a day and its month, {nth} a day of the month as an ordinal, {which} a phrase already made.
The Breton is to be read over by a speaker.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrases:
    """One language. Weekdays from Monday, months from January, days of the month from the first."""

    weekdays: tuple[str, ...]
    weekdays_with_article: tuple[str, ...]  # "lundi", "al Lun": in a range, before an ordinal
    weekdays_repeated: tuple[str, ...]  # "lundis": in `every_weekday`
    months: tuple[str, ...]
    months_of: tuple[str, ...]  # "d’avril": after a weekday's rank
    short_months: tuple[str, ...]
    numbers: tuple[str, ...]  # "1ᵉʳ": before the month
    numbers_with_article: tuple[str, ...]  # "an 2": where a date follows a preposition
    ordinals: tuple[str, ...]  # "2nd": alone, without the month

    date: str
    date_with_article: str
    month_and_year: str
    today: str
    tomorrow: str
    all_day: str
    conjunction: str

    hour: str
    hour_and_minutes: str
    midnight: str
    midday: str  # empty: twelve o'clock has no name of its own
    twelve_hours: bool
    hours: str  # a compact range
    from_hour_to_hour: str
    at_hour: str

    days: str  # a range of dates
    from_date: str
    until_date: str

    every_day: str
    every_n_days: tuple[str, str]  # two, more
    every_weekday: str
    working_days: str
    every_n_weeks: tuple[str, str]
    on_weekday: str
    ranks: tuple[str, ...]  # first to fifth, then last
    on_ordinal: str
    on_date: str
    each_month: str
    every_n_months: tuple[str, str]
    rank_in_month: str
    every_year: str
    every_n_years: tuple[str, str]
    lasting_n_days: tuple[str, str]
    except_public_holidays: str
    except_school_holidays: str
    except_both: str


_NUMBERS = tuple(str(number) for number in range(1, 32))
_FRENCH_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_FRENCH_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip

FRENCH = Phrases(
    weekdays=_FRENCH_DAYS,
    weekdays_with_article=_FRENCH_DAYS,
    weekdays_repeated=tuple(f"{day}s" for day in _FRENCH_DAYS),
    months=_FRENCH_MONTHS,
    months_of=tuple(f"d’{month}" if month[0] in "ao" else f"de {month}" for month in _FRENCH_MONTHS),
    short_months=(
        "janv.", "févr.", "mars", "avril", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.",
    ),
    numbers=("1ᵉʳ", *_NUMBERS[1:]),
    numbers_with_article=("1ᵉʳ", *_NUMBERS[1:]),
    ordinals=("1ᵉʳ", *_NUMBERS[1:]),
    date="{number} {month}",
    date_with_article="{number} {month}",
    month_and_year="{month} {year}",
    today="aujourd’hui",
    tomorrow="demain",
    all_day="toute la journée",
    conjunction="et",
    hour="{hour}\N{NO-BREAK SPACE}h",
    hour_and_minutes="{hour}\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}{minute:02}",
    midnight="minuit",
    midday="",
    twelve_hours=False,
    hours="{start} – {end}",
    from_hour_to_hour="de {start} à {end}",
    at_hour="à {start}",
    days="du {first} au {last}",
    from_date="à partir du {date}, {which}",
    until_date="jusqu’au {date}",
    every_day="tous les jours",
    every_n_days=("tous les deux jours", "tous les {n} jours"),
    every_weekday="tous les {days}",
    working_days="du lundi au vendredi",
    every_n_weeks=("toutes les deux semaines, {which}", "toutes les {n} semaines, {which}"),
    on_weekday="le {day}",
    ranks=(
        "le premier {day}", "le deuxième {day}", "le troisième {day}", "le quatrième {day}", "le cinquième {day}",
        "le dernier {day}",
    ),
    on_ordinal="le {nth}",
    on_date="le {date}",
    each_month="{which} de chaque mois",
    every_n_months=("tous les deux mois, {which}", "tous les {n} mois, {which}"),
    rank_in_month="{which} {of_month}",
    every_year="tous les ans, {which}",
    every_n_years=("tous les deux ans, {which}", "tous les {n} ans, {which}"),
    lasting_n_days=("deux jours chaque fois", "{n} jours chaque fois"),
    except_public_holidays="sauf jours fériés",
    except_school_holidays="sauf vacances scolaires",
    except_both="sauf jours fériés et vacances scolaires",
)  # fmt: skip

_ENGLISH_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

ENGLISH = Phrases(
    weekdays=_ENGLISH_DAYS,
    weekdays_with_article=_ENGLISH_DAYS,
    weekdays_repeated=_ENGLISH_DAYS,
    months=_ENGLISH_MONTHS,
    months_of=tuple(f"of {month}" for month in _ENGLISH_MONTHS),
    short_months=tuple(month[:3] for month in _ENGLISH_MONTHS),
    numbers=_NUMBERS,
    numbers_with_article=_NUMBERS,
    ordinals=(
        "1st", "2nd", "3rd", *(f"{number}th" for number in range(4, 21)),
        "21st", "22nd", "23rd", *(f"{number}th" for number in range(24, 31)), "31st",
    ),
    date="{number} {month}",
    date_with_article="{number} {month}",
    month_and_year="{month} {year}",
    today="today",
    tomorrow="tomorrow",
    all_day="all day",
    conjunction="and",
    hour="{hour}{half}",
    hour_and_minutes="{hour}.{minute:02}{half}",
    midnight="midnight",
    midday="midday",
    twelve_hours=True,
    hours="{start}–{end}",
    from_hour_to_hour="from {start} to {end}",
    at_hour="at {start}",
    days="{first} to {last}",
    from_date="from {date}, {which}",
    until_date="until {date}",
    every_day="every day",
    every_n_days=("every 2 days", "every {n} days"),
    every_weekday="every {days}",
    working_days="Monday to Friday",
    every_n_weeks=("every 2 weeks, {which}", "every {n} weeks, {which}"),
    on_weekday="on {day}",
    ranks=(
        "on the first {day}", "on the second {day}", "on the third {day}", "on the fourth {day}", "on the fifth {day}",
        "on the last {day}",
    ),
    on_ordinal="on the {nth}",
    on_date="on {date}",
    each_month="{which} of each month",
    every_n_months=("every 2 months, {which}", "every {n} months, {which}"),
    rank_in_month="{which} {of_month}",
    every_year="every year, {which}",
    every_n_years=("every 2 years, {which}", "every {n} years, {which}"),
    lasting_n_days=("for 2 days each time", "for {n} days each time"),
    except_public_holidays="except on public holidays",
    except_school_holidays="except during school holidays",
    except_both="except on public holidays and during school holidays",
)  # fmt: skip

_BRETON_DAYS = ("Lun", "Meurzh", "Merc’her", "Yaou", "Gwener", "Sadorn", "Sul")
_BRETON_MONTHS = (
    "Genver", "C’hwevrer", "Meurzh", "Ebrel", "Mae", "Mezheven",
    "Gouere", "Eost", "Gwengolo", "Here", "Du", "Kerzu",
)  # fmt: skip
# The article follows the number as it is said: "an" before n, d, t, h and vowels (daou, tri, eizh…), else "ar".
_BRETON_AR = {1, 4, 5, 6, 7, 14, 15, 16, 17, 24, 25, 26, 27}
_BRETON_NUMBERS = ("1añ", *_NUMBERS[1:])
_BRETON_WITH_ARTICLE = tuple(
    f"{'ar' if number in _BRETON_AR else 'an'} {text}" for number, text in enumerate(_BRETON_NUMBERS, 1)
)

BRETON = Phrases(
    weekdays=_BRETON_DAYS,
    weekdays_with_article=("al Lun", *(f"ar {day}" for day in _BRETON_DAYS[1:])),
    weekdays_repeated=_BRETON_DAYS,
    months=_BRETON_MONTHS,
    months_of=tuple(f"a viz {month}" for month in _BRETON_MONTHS),
    short_months=(
        "Gen.", "C’hwe.", "Meur.", "Ebr.", "Mae", "Mezh.", "Goue.", "Eost", "Gwen.", "Here", "Du", "Kzu.",
    ),
    numbers=_BRETON_NUMBERS,
    numbers_with_article=_BRETON_WITH_ARTICLE,
    ordinals=_BRETON_WITH_ARTICLE,
    date="{number} a viz {month}",
    date_with_article="{number_with_article} a viz {month}",
    month_and_year="Miz {month} {year}",
    today="hiziv",
    tomorrow="warc’hoazh",
    all_day="a-hed an deiz",
    conjunction="ha",
    hour=FRENCH.hour,
    hour_and_minutes=FRENCH.hour_and_minutes,
    midnight="hanternoz",
    midday="",
    twelve_hours=False,
    hours=FRENCH.hours,
    from_hour_to_hour="eus {start} da {end}",
    at_hour="da {start}",
    days="eus {first} d’{last}",
    from_date="adalek {date}, {which}",
    until_date="betek {date}",
    every_day="bemdez",
    every_n_days=("bep 2 zeiz", "bep {n} deiz"),
    every_weekday="bep {days}",
    working_days="eus al Lun d’ar Gwener",
    every_n_weeks=("bep 2 sizhun, {which}", "bep {n} sizhun, {which}"),
    on_weekday="d’{day_with_article}",
    ranks=(
        "d’{day_with_article} kentañ", "d’an eil {day}", "d’an trede {day}", "d’ar pevare {day}", "d’ar pempvet {day}",
        "d’{day_with_article} diwezhañ",
    ),
    on_ordinal="d’{nth}",
    on_date="d’{date}",
    each_month="{which} a bep miz",
    every_n_months=("bep 2 viz, {which}", "bep {n} miz, {which}"),
    rank_in_month="{which} {of_month}",
    every_year="bep bloaz, {which}",
    every_n_years=("bep 2 vloaz, {which}", "bep {n} bloaz, {which}"),
    lasting_n_days=("e-pad 2 zeiz bep gwech", "e-pad {n} deiz bep gwech"),
    except_public_holidays="nemet d’an deizioù gouel",
    except_school_holidays="nemet e-pad ar vakañsoù-skol",
    except_both="nemet d’an deizioù gouel hag e-pad ar vakañsoù-skol",
)  # fmt: skip

PHRASES = {"fr": FRENCH, "br": BRETON, "en": ENGLISH}
