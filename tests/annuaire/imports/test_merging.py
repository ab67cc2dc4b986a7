"""What a file changes: never what a person edited here, unless that is asked."""

import pytest

from annuaire.imports.merging import Change, merge

EDITED, NEW, OLD = "écrit ici", "dit le fichier", "disait le fichier"


@pytest.mark.parametrize(
    ("theirs", "ours", "base", "change"),
    [
        (NEW, NEW, None, None),
        (NEW, "", None, Change("x", "", NEW)),
        (NEW, EDITED, None, Change("x", EDITED, NEW, is_kept=True)),
        ("", EDITED, None, None),
        (NEW, OLD, {"x": OLD}, Change("x", OLD, NEW)),
        (NEW, EDITED, {"x": OLD}, Change("x", EDITED, NEW, is_kept=True)),
        (OLD, EDITED, {"x": OLD}, Change("x", EDITED, OLD, is_kept=True)),
        (OLD, "", {"x": OLD}, Change("x", "", OLD, is_kept=True)),
        ("", OLD, {"x": OLD}, Change("x", OLD, "")),
        ("", EDITED, {"x": OLD}, Change("x", EDITED, "", is_kept=True)),
        ("", EDITED, {"x": ""}, None),
        ("L’Œil  bleu", "L'Œil bleu", None, None),
        ((1, 2), (), {"x": ()}, Change("x", (), (1, 2))),
        (False, True, {"x": True}, Change("x", True, False)),
    ],
)
def test_a_fact_is_the_file_s_until_somebody_edits_it_here(theirs, ours, base, change):
    found = merge({"x": theirs}, {"x": ours}, base, take_theirs=False)

    assert found == ([change] if change else [])


@pytest.mark.parametrize("base", [None, {"x": OLD}, {"x": NEW}])
def test_the_file_may_be_asked_to_win(base):
    assert merge({"x": NEW}, {"x": EDITED}, base, take_theirs=True) == [Change("x", EDITED, NEW)]


@pytest.mark.parametrize("name", ["title", "kind", "summary"])
def test_what_an_entry_must_have_is_never_emptied(name):
    assert merge({name: ""}, {name: OLD}, {name: OLD}, take_theirs=True) == []
