"""From typed text to neutral tokens."""

import pytest

from search.analysis import MAX_QUERY_TOKENS, query_tokens, tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Médiathèque", ["mediatheque"]),
        ("l’atelier d'impression", ["atelier", "impression"]),
        ("qu'est-ce", ["est", "ce"]),
        ("Cœur de ville", ["coeur", "de", "ville"]),
        ("c’hoari", ["choari"]),
        ("Port-Louis", ["port", "louis"]),
        ("aujourd’hui", ["aujourd", "hui"]),
        ("3D, 5G", ["3d", "5g"]),
        ("b<>com", ["b", "com"]),
        ("ÉTÉ\x00été", ["ete", "ete"]),
        ("🦀 «»", []),
    ],
)
def test_words_become_neutral_tokens(text: str, expected: list[str]):
    assert tokens(text) == expected


def test_a_query_is_bounded_whatever_its_length():
    assert len(query_tokens("mot " * 5000)) == MAX_QUERY_TOKENS
