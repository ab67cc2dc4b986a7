"""The organiser's own questions, as an editor writes them."""

import pytest
from django.core.exceptions import ValidationError

from evenements.booking.questions import validate_questions


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("\n".join(f"Question {number} ?" for number in range(6)), "Cinq questions au plus"),
        ("x" * 201, "200 caractères au plus"),
        ("Âge ?\nÂge ? *", "Deux questions sont les mêmes."),  # an answer goes with the words of its question
    ],
)
def test_questions_that_cannot_be_asked_are_refused_in_a_sentence(text, said):
    with pytest.raises(ValidationError, match=said):
        validate_questions(text)


def test_five_questions_are_asked():
    validate_questions("\n".join(f"Question {number} ? *" for number in range(5)))
