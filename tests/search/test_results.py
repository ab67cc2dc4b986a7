"""Excerpts: the words marked, everything escaped, nothing lost."""

import html

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.analysis import terms
from search.results import EXCERPT, excerpt, marked

any_text = st.text(st.one_of(st.characters(), st.sampled_from("<>&\"' éœ-'’\u202e\u00ad\u0301…")), max_size=400)


def looked_for(text: str) -> set[str]:
    return set(terms(text, "fr"))


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        ("Les imprimantes 3D", "imprimer", "Les <mark>imprimantes</mark> 3D"),
        ("À l’e-administration", "administration", "À <mark>l’e-administration</mark>"),
        ("<script>alert(1)</script> & co", "script", "&lt;<mark>script</mark>&gt;alert(1)&lt;/<mark>script</mark>&gt;"),
        ("<mark>rien</mark>", "tout", "&lt;mark&gt;rien&lt;/mark&gt;"),
    ],
)
def test_words_are_marked_in_all_their_forms_and_all_is_escaped(text: str, words: str, shown: str):
    assert marked(text, looked_for(words), "fr").startswith(shown)


@settings(max_examples=600, deadline=None)
@given(text=any_text, words=any_text)
def test_marking_loses_and_adds_nothing(text: str, words: str):
    plain = marked(text, looked_for(words), "fr").replace("<mark>", "").replace("</mark>", "")

    assert html.unescape(plain) == html.unescape(html.escape(text))
    assert "<" not in plain
    assert ">" not in plain


@settings(max_examples=150, deadline=None)
@given(text=any_text)
def test_an_excerpt_is_short_whatever_the_text(text: str):
    plain = excerpt([text * 20], looked_for(text[-20:]), "fr").replace("<mark>", "").replace("</mark>", "")

    assert len(html.unescape(plain)) <= EXCERPT + 2


def test_an_excerpt_begins_before_the_first_word_found_and_says_where_it_was_cut():
    text = "avant " * 100 + "kayak" + " après" * 100

    shown = excerpt([text], looked_for("kayak"), "fr")

    assert shown.startswith("…avant ")
    assert shown.endswith(" après…")
    assert "<mark>kayak</mark>" in shown


def test_the_first_text_that_has_a_word_is_shown_else_the_first_of_all():
    assert excerpt(["", "un résumé", "le kayak"], looked_for("kayak"), "fr") == "le <mark>kayak</mark>"
    assert excerpt(["", "un résumé", "le kayak"], looked_for("vélo"), "fr") == "un résumé"
    assert excerpt([], looked_for("vélo"), "fr") == ""


@pytest.mark.django_db
@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(text=any_text)
def test_whatever_is_typed_the_page_and_the_suggestions_answer(client: Client, text: str):
    typed = text.encode("utf-8", "replace").decode()
    for path in ("/recherche/", "/br/recherche/suggestions/"):
        response = client.get(path, {"q": typed, "type": typed, "commune": typed, "tel_quel": typed, "page": typed})

        assert response.status_code == 200
