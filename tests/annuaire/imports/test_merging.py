"""What a file changes: never what a person edited here, unless that is asked."""

import pytest

from annuaire.imports.merging import Change, is_address_kept_whole, merge

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


def address(
    street: str = "", complement: str = "", postcode: str = "", commune: str = "", point=()
) -> dict[str, object]:
    return {"street": street, "complement": complement, "postcode": postcode, "commune": commune, "point": point}


A = address("1 rue A", "", "56100", "56121", (47.7, -3.3))
C = address("5 rue C", "", "56600", "56098", (47.8, -3.4))


def given(theirs, ours, base, **options) -> tuple[dict[str, object], bool]:
    """The address that an import leaves, and whether it says that it kept it whole."""
    found = merge(theirs, ours, base, take_theirs=options.pop("take_theirs", False), **options)
    return ours | {each.name: each.after for each in found if not each.is_kept}, is_address_kept_whole(found)


@pytest.mark.parametrize(
    "edited",
    [{"street": "2 rue B"}, {"complement": "Bâtiment 3"}, {"point": (47.71, -3.31)}, {"street": ""}],
)
def test_an_address_of_which_a_part_was_edited_here_is_kept_whole(edited):
    assert given(C, A | edited, A) == (A | edited, True)


def test_an_address_that_nobody_edited_is_taken_whole():
    assert given(C, A, A) == (C, False)
    assert given(C, A | {"street": "2 rue B"}, A, take_theirs=True) == (C, False)


def test_what_the_file_no_longer_tells_of_an_address_goes_with_it():
    ours = A | {"complement": "Bâtiment 3"}

    assert given({"street": "5 rue C"}, ours, ours) == (
        ours | {"street": "5 rue C", "complement": "", "point": ()},
        False,
    )
    assert given({"commune": "56098"}, ours, ours)[0] == address("1 rue A", commune="56098")


def test_what_the_file_never_told_of_an_address_keeps_it():
    told, ours = {"street": "1 rue A", "commune": "56121"}, A

    assert given({"street": "5 rue C", "commune": "56098"}, ours, told) == (ours, True)


@pytest.mark.parametrize("change", [{"point": (47.72, -3.32)}, {"postcode": "56101"}])
def test_more_about_the_same_address_is_taken_beside_what_was_added_here(change):
    ours = A | {"complement": "Bâtiment 3"}

    assert given(A | change, ours, A) == (ours | change, False)


def test_what_an_address_lacks_is_filled_in():
    ours = address("1 rue A", "Bâtiment 3", commune="56121")

    assert given(A, ours, None) == (A | {"complement": "Bâtiment 3"}, False)


def test_an_address_that_an_entry_cannot_hold_whole_is_not_taken():
    assert given(C, A, A, take_theirs=True, keep_address=True) == (A, True)
