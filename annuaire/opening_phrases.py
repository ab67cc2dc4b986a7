"""What French, Breton and English say of opening hours beyond days and hours: tables, without logic.

Fragments, because a sentence is made of what the expression holds. The Breton is to be read over by a speaker.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OpeningPhrases:
    """One language. {day} is a moment in words, {time} an hour, {months} and {weekday} names."""

    separator: str
    always: str
    all_day: str
    closed: str
    closed_on: str  # "fermé {days}"
    unknown: str
    on_public_holidays: str
    on_school_holidays: str
    months: str  # a range; {of_first} is the first month after "of"
    month: str
    from_hour: str
    ranks: tuple[str, ...]  # first to fifth weekday of the month, then last
    in_the_month: str

    open_until: str
    open_until_day: str
    closes_at: str
    always_open: str
    opens_at: str
    opens_day_at: str


FRENCH = OpeningPhrases(
    separator="\N{NARROW NO-BREAK SPACE}; ",
    always="tous les jours, jour et nuit",
    all_day="jour et nuit",
    closed="fermé",
    closed_on="fermé {days}",
    unknown="à confirmer",
    on_public_holidays="les jours fériés",
    on_school_holidays="pendant les vacances scolaires",
    months="{of_first} à {last}",
    month="en {month}",
    from_hour="à partir de {time}",
    ranks=(
        "premier {weekday}", "deuxième {weekday}", "troisième {weekday}", "quatrième {weekday}", "cinquième {weekday}",
        "dernier {weekday}",
    ),
    in_the_month="{days} du mois",
    open_until="ouvert jusqu’à {time}",
    open_until_day="ouvert jusqu’à {day}, {time}",
    closes_at="ferme à {time}",
    always_open="ouvert jour et nuit",
    opens_at="ouvre à {time}",
    opens_day_at="ouvre {day} à {time}",
)  # fmt: skip

ENGLISH = OpeningPhrases(
    separator="; ",
    always="every day, day and night",
    all_day="day and night",
    closed="closed",
    closed_on="closed {days}",
    unknown="to be confirmed",
    on_public_holidays="on public holidays",
    on_school_holidays="during school holidays",
    months="{first} to {last}",
    month="in {month}",
    from_hour="from {time}",
    ranks=(
        "first {weekday}", "second {weekday}", "third {weekday}", "fourth {weekday}", "fifth {weekday}",
        "last {weekday}",
    ),
    in_the_month="{days} of the month",
    open_until="open until {time}",
    open_until_day="open until {day}, {time}",
    closes_at="closes at {time}",
    always_open="open day and night",
    opens_at="opens at {time}",
    opens_day_at="opens {day} at {time}",
)  # fmt: skip

BRETON = OpeningPhrases(
    separator="\N{NARROW NO-BREAK SPACE}; ",
    always="bemdez, noz-deiz",
    all_day="noz-deiz",
    closed="serr",
    closed_on="serr {days}",
    unknown="da wiriañ",
    on_public_holidays="d’an deizioù gouel",
    on_school_holidays="e-pad ar vakañsoù-skol",
    months="eus miz {first} da viz {last}",
    month="e miz {month}",
    from_hour="adalek {time}",
    ranks=(
        "{weekday} kentañ", "eil {weekday}", "trede {weekday}", "pevare {weekday}", "pempvet {weekday}",
        "{weekday} diwezhañ",
    ),
    in_the_month="{days} ar miz",
    open_until="digor betek {time}",
    open_until_day="digor betek {day}, {time}",
    closes_at="a serr da {time}",
    always_open="digor noz-deiz",
    opens_at="a zigor da {time}",
    opens_day_at="a zigor {day} da {time}",
)  # fmt: skip

PHRASES = {"fr": FRENCH, "br": BRETON, "en": ENGLISH}
