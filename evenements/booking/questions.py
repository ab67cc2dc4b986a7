"""The organiser's own questions: a line each, with a star after one that must be answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST = 5
LONGEST = 200


@dataclass(frozen=True)
class Question:
    """`label` in the language of the page; `asked` as it is kept with the answer, in French."""

    label: str
    asked: str
    required: bool


def lines_of(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip(" *\t")]


def questions(facts: str, words: str = "") -> list[Question]:
    """The questions of FACTS, the French text, as WORDS translates them when it has as many lines."""
    asked = lines_of(facts)[:MOST]
    told = lines_of(words)[:MOST]
    if len(told) != len(asked):
        told = asked
    return [
        Question(_bare(label), _bare(question), question.endswith("*"))
        for label, question in zip_longest(told, asked, fillvalue="")
    ]


def _bare(line: str) -> str:
    return line.rstrip("* ")


def in_lines(answers: Iterable[Iterable[str]]) -> list[tuple[str, str]]:
    """What a booking keeps, by pairs of a question and its answer, without those left empty."""
    return [(question, answer) for question, answer in answers if answer]


def validate_questions(text: str) -> None:
    """Raises ValidationError for more questions than `MOST`, one that is too long, or two of the same words."""
    lines = lines_of(text)
    if len(lines) > MOST:
        raise ValidationError(_("Cinq questions au plus, une par ligne."))
    if any(len(line) > LONGEST for line in lines):
        raise ValidationError(_("Chaque question a %(number)s caractères au plus.") % {"number": LONGEST})
    if len({_bare(line) for line in lines}) < len(lines):
        raise ValidationError(_("Deux questions sont les mêmes."))
