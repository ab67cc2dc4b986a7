"""Telephone numbers, as read here and as dialled from anywhere."""

import pytest

from annuaire import phone


@pytest.mark.parametrize(
    ("typed", "read", "dialled"),
    [
        ("0297000000", "02 97 00 00 00", "+33297000000"),
        ("+33 (0)2 97 00 00 00", "02 97 00 00 00", "+33297000000"),
        ("+44 2079460018", "+44 20 7946 0018", "+442079460018"),
        ("3949", "39 49", "3949"),
        ("112", "112", "112"),
        ("sur demande", "sur demande", ""),
    ],
)
def test_a_number_reads_well_and_can_be_dialled(typed, read, dialled):
    assert (phone.in_words(typed), phone.international(typed)) == (read, dialled)
