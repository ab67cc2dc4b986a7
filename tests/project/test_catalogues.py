"""Translations: complete in each language, and French that stays French."""

import re

import pytest
from django.utils import translation
from django.utils.translation import gettext, ngettext, npgettext, pgettext

from tools import catalogues
from tools.catalogues import Sentence


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_every_sentence_is_translated(language: str) -> None:
    problems = list(catalogues.problems(language))

    assert not problems, f"{len(problems)} problems, the first: " + "; ".join(problems[:10])


def test_french_sentences_are_shown_as_they_are_written() -> None:
    # A sentence that is also one of Django's or Wagtail's must not be shown in their words.
    changed = []
    with translation.override("fr"):
        for sentence, files in catalogues.sentences_of_project().values():
            if sentence.context:
                shown = pgettext(sentence.context, sentence.msgid)
            else:
                shown = gettext(sentence.msgid)
            if shown != sentence.msgid:
                changed.append((sentence.msgid, shown, files))

    assert changed == []


def test_zero_is_singular_in_french() -> None:
    wrong = []
    with translation.override("fr"):
        for sentence, files in catalogues.sentences_of_project().values():
            if not sentence.plural:
                continue
            if sentence.context:
                shown = npgettext(sentence.context, sentence.msgid, sentence.plural, 0)
            else:
                shown = ngettext(sentence.msgid, sentence.plural, 0)
            if shown != sentence.msgid:
                wrong.append((shown, files))

    assert wrong == []


def test_displayed_french_is_typographic() -> None:
    straight = re.compile(r"\w'\w")
    found = [
        (sentence.msgid, files)
        for sentence, files in catalogues.sentences_of_project().values()
        if straight.search(sentence.msgid) or straight.search(sentence.plural)
    ]

    assert found == []


def test_sentences_are_read_from_modules_in_their_order() -> None:
    source = """
title = _("Lieu")
def count(n: int) -> str:
    return ngettext("%(n)s date", "%(n)s dates", n) % {"n": n} + pgettext("mois", "mai") + label
"""

    assert list(catalogues.sentences_of_python(source)) == [
        Sentence("Lieu"),
        Sentence("%(n)s date", plural="%(n)s dates"),
        Sentence("mai", context="mois"),
    ]


def test_a_sentence_built_at_run_time_is_refused() -> None:
    with pytest.raises(ValueError, match="plain string"):
        list(catalogues.sentences_of_python('_(f"{n} dates")'))


def test_sentences_are_read_from_templates_as_the_site_will_ask_for_them() -> None:
    source = """
{% translate "L’agenda, 14\u202fh" %} {% translate "mai" context "mois" %} {{ x|default:_("Aucun") }}
{% blocktranslate trimmed count n=dates|length %}
  {{ n }} date
{% plural %}
  {{ n }} dates
{% endblocktranslate %}
"""

    assert list(catalogues.sentences_of_template(source)) == [
        Sentence("L’agenda, 14\u202fh"),
        Sentence("mai", context="mois"),
        Sentence("Aucun"),
        Sentence("%(n)s date", plural="%(n)s dates"),
    ]


def test_wagtail_speaks_of_languages_in_french() -> None:
    with translation.override("fr"):
        assert gettext("Locales") == "Langues"
        assert gettext("{} locales") == "{} langues"
