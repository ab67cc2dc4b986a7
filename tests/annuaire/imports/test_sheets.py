"""Files as people have them: read whatever they were saved with, refused with a sentence when they cannot be."""

import io
import zipfile

import pytest

from annuaire.imports import sheets, xlsx_sheet
from annuaire.imports.sheets import UnreadableFile, open_sheet
from annuaire.imports.xlsx_sheet import text_of
from tests.annuaire.imports.sample import xlsx_of

ROWS = [("nom", "sigle"), ("Médiathèque", "é"), ("L’Œil", "–")]


def read(data: bytes) -> list[tuple[str, ...]]:
    return [record.cells for record in open_sheet(data).records()]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_text_is_read_whatever_its_encoding_separator_and_line_ends(encoding, separator, end):
    data = end.join(separator.join(row) for row in ROWS).encode(encoding)

    sheet = open_sheet(data)

    assert sheet.header == ("nom", "sigle")
    assert [record.cells for record in sheet.records()] == ROWS[1:]


def test_a_line_pasted_from_elsewhere_does_not_garble_the_others():
    lines = ["nom;sigle", "Médiathèque;é", "L’Œil;–"]
    pasted = "Forêt;ü".encode("cp1252")

    assert read("\n".join(lines).encode() + b"\n" + pasted) == [*ROWS[1:], ("Forêt", "ü")]


def test_a_line_of_letters_nobody_can_read_is_refused_alone():
    data = "nom;sigle\nMédiathèque;é\n".encode() + b"For\x90t;x\n"

    good, bad = open_sheet(data).records()

    assert good.cells == ("Médiathèque", "é")
    assert "lettres illisibles" in bad.error


def test_a_cell_may_hold_lines_separators_and_quotes():
    data = b'nom;resume\r\n"Le ""Club""";"Un;\r\ndeux\r\n"\r\nAbri;x\r\n'

    assert read(data) == [('Le "Club"', "Un;\r\ndeux\r\n"), ("Abri", "x")]


def test_lines_are_numbered_as_a_spreadsheet_shows_them_and_empty_ones_are_left_out():
    data = b'\n\nnom;sigle\na;b\n;\n\n"c\nd";e\n'

    assert [(record.number, record.cells[0]) for record in open_sheet(data).records()] == [(4, "a"), (7, "c\nd")]


def test_a_quote_that_is_never_closed_spoils_its_own_line_alone():
    data = b'nom;sigle\na;b\n"c;d\ne;f\n' + b"g;h\n" * 20_000

    records = list(open_sheet(data).records())

    assert [record.number for record in records if record.error] == [3]
    assert records[2].cells == ("e", "f")
    assert len(records) == 20_003


def test_a_line_that_is_longer_than_the_headings_was_cut_at_the_wrong_places():
    first, second = open_sheet(b"nom,sigle\na,b,c\nd,e,,\n").records()

    assert "3 cellules pour 2 titres" in first.error
    assert second.cells == ("d", "e")


def test_what_is_not_a_character_is_no_reason_to_stop():
    assert read(b"nom;sigle\na\x00;b\x1a\n") == [("a\x00", "b\x1a")]


def test_a_workbook_is_read_as_its_text():
    data = xlsx_of(("nom", "siret", "latitude"), ("Le Club", 73282932000074, 47.5), (), (None, None, 3.0))

    sheet = open_sheet(data)

    assert "XLSX" in sheet.about
    assert [(record.number, record.cells) for record in sheet.records()] == [
        (2, ("Le Club", "73282932000074", "47.5")),
        (4, ("", "", "3")),
    ]


def test_a_formula_without_a_value_and_an_error_are_faults_of_their_cells():
    (record,) = open_sheet(xlsx_of(("nom", "sigle", "siret"), ("=A1", "#N/A", "x"))).records()

    assert record.cells == ("", "", "x")
    assert "formule sans résultat" in record.faults[0]
    assert "#N/A" in record.faults[1]


@pytest.mark.parametrize(
    ("value", "text"),
    [(12.0, "12"), (True, "oui"), (None, ""), (8.12e13, "81200000000000"), (0.1, "0.1"), ("a", "a")],
)
def test_values_are_what_a_person_would_have_typed(value, text):
    assert text_of(value) == text


def test_days_are_written_as_days():
    import datetime as dt

    data = xlsx_of(("nom", "verifie_le"), ("a", dt.date(2026, 1, 5)), ("b", dt.datetime(2026, 1, 5, 10)))

    assert [cells[1] for cells in read(data)] == ["2026-01-05", "2026-01-05T10:00:00"]


def zip_of(**parts: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/"), data)
    return made.getvalue()


def with_macro() -> bytes:
    data = io.BytesIO(xlsx_of(("nom", "sigle"), ("a", "b")))
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"")
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "est vide"),
        (b"\n \n", "est vide"),
        (b"nom\nLe Club\n", "titres des colonnes"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ancien .xls"),
        (b"<html><table></table>", "page web"),
        (b"\x89PNG" + bytes(1000), "n’est pas un tableau"),
        (b"PK\x03\x04 et rien", "abîmé"),
        (zip_of(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "n’est pas un classeur"),
        (zip_of(**{"xl__workbook.xml": b"<workbook"}), "abîmé"),
        (with_macro(), "macros"),
        (";".join(f"c{place}" for place in range(101)).encode(), "plus de 100 colonnes"),
    ],
    ids=["empty", "blank", "one column", "xls", "html", "png", "zip", "ods", "broken", "macro", "wide"],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(data, sentence):
    with pytest.raises(UnreadableFile, match=sentence):
        open_sheet(data)


def test_what_unzips_to_too_much_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(xlsx_sheet, "MOST_UNZIPPED", 1000)

    with pytest.raises(UnreadableFile, match="trop lourd"):
        open_sheet(xlsx_of(("nom", "sigle"), ("a", "b")))


def test_a_file_that_is_too_large_or_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(sheets, "MOST_LINES", 2)
    sheet = open_sheet(b"nom;sigle\na;b\na;b\na;b\n")
    with pytest.raises(UnreadableFile, match="plus de 2 lignes"):
        list(sheet.records())

    monkeypatch.setattr(sheets, "MOST_BYTES", 10)
    with pytest.raises(UnreadableFile, match="dépasse"):
        open_sheet(b"nom;sigle\na;b\n")


SHARED_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
SHARED = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'


def sheet_of(rows: str, **parts: str) -> bytes:
    """A workbook of two columns whose sheet is ROWS, with PARTS more, all of texts that cells share."""
    made = io.BytesIO()
    types = "".join(f'<Override PartName="/{name}" ContentType="{SHARED_TYPE}"/>' for name in parts)
    with zipfile.ZipFile(io.BytesIO(xlsx_of(("nom", "sigle")))) as book, zipfile.ZipFile(made, "w") as archive:
        for name in book.namelist():
            data = book.read(name).replace(b"</sheetData>", f"{rows}</sheetData>".encode())
            archive.writestr(name, data.replace(b"</Types>", f"{types}</Types>".encode()))
        for name, text in parts.items():
            archive.writestr(name, text)
    return made.getvalue()


def row_of(number: int, text: str = "a") -> str:
    return f'<row r="{number}"><c r="A{number}" t="inlineStr"><is><t>{text}</t></is></c></row>'


@pytest.mark.parametrize("number", [100_002, 1_048_576, 2_000_000_000])
def test_a_cell_far_below_is_beyond_the_limit_and_costs_no_line_between(number, monkeypatch):
    made = []
    record = xlsx_sheet._record
    monkeypatch.setattr(xlsx_sheet, "_record", lambda *told: made.append(told) or record(*told))
    sheet = open_sheet(sheet_of(row_of(number)))

    with pytest.raises(UnreadableFile):
        list(sheet.records())
    assert len(made) < 10


def test_a_last_row_that_only_has_a_format_is_no_line():
    """What LibreOffice writes at the foot of a sheet."""
    data = sheet_of(row_of(2) + '<row r="1048576" customFormat="false" ht="12.8"/>')

    assert read(data) == [("a",)]


def test_empty_lines_without_end_are_too_many(monkeypatch):
    monkeypatch.setattr(sheets, "MOST_LINES", 5)
    for data in (b"nom;sigle\n" + b"\n" * 10, sheet_of("".join(f'<row r="{number}"/>' for number in range(2, 10)))):
        with pytest.raises(UnreadableFile, match="vides comprises"):
            list(open_sheet(data).records())


@pytest.mark.parametrize("name", ["xl/sharedStrings.xml", "xl/autre.xml", "xl/worksheets/textes.xml"])
def test_what_is_held_in_memory_is_bounded_whatever_its_name(monkeypatch, name):
    monkeypatch.setattr(xlsx_sheet, "MOST_HELD", 200_000)

    assert open_sheet(sheet_of(row_of(2), **{name: SHARED})).header == ("nom", "sigle")
    with pytest.raises(UnreadableFile, match="trop lourd"):
        open_sheet(sheet_of(row_of(2), **{name: SHARED + " " * 200_000}))
