"""No text in a cell is a formula, and each comes back as it was."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.formulas import is_formula, neutral, plain
from core.tables.writing import readable

SIGNS = "=+-@＝＋－＠"
TEXTS = st.text(alphabet=st.sampled_from([*SIGNS, *"'\";\t\r\n ,aé1|"]), max_size=12)


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+33 2 97", "'+33 2 97"),
        ("-2", "'-2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("  =1", "  '=1"),
        ('"=1', "\"'=1"),
        ("a;=cmd|x", "a;'=cmd|x"),
        ("a ; -1", "a ; '-1"),
        ("a\n=1", "a\n'=1"),
        ("'=1", "''=1"),
        ("＝1", "'＝1"),
        ("a = b", "a = b"),
        ("Port-Louis", "Port-Louis"),
        ("l'atelier", "l'atelier"),
        ("Mo-Fr 09:00-12:00; Sa 08:30-12:00; PH off", "Mo-Fr 09:00-12:00; Sa 08:30-12:00; PH off"),
        ("contact@club.example", "contact@club.example"),
        ("", ""),
    ],
)
def test_a_sign_at_the_beginning_of_a_cell_of_any_reader_is_text(text, cell):
    assert neutral(text) == cell
    assert not is_formula(cell)
    assert plain(cell) == text


@settings(max_examples=500, derandomize=True, deadline=None, database=None)
@given(TEXTS)
def test_what_is_neutralised_comes_back_as_it_was(text):
    assert plain(neutral(text)) == text


@settings(max_examples=500, derandomize=True, deadline=None, database=None)
@given(st.lists(TEXTS, min_size=1, max_size=4), st.sampled_from(",;\t"))
def test_no_cell_begins_with_a_sign_whatever_the_separator_it_is_read_with(texts, separator):
    """Carriage returns and tabs never come here: cells are written without them."""
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\r\n").writerow([neutral(readable(text)) for text in texts])

    for line in csv.reader(io.StringIO(written.getvalue(), newline=""), delimiter=separator):
        for cell in line:
            assert cell.lstrip(' "\t\r\n')[:1] not in {*SIGNS}, cell
