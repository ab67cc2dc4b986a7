"""What a blind jury gets of a PDF has its pages, and nobody's name."""

import zlib
from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    StreamObject,
    TextStringObject,
)

from evenements.contest.documents import Unreadable, pages_alone, picture_alone

NAME = "Biscuiterie Kerlann"


def pdf(*, protected: bool = False) -> bytes:
    """Two pages by NAME: a picture with EXIF, a note, an attachment, a bookmark, a script, XMP."""
    exif = Image.Exif()
    exif[0x013B] = NAME
    scan = BytesIO()
    Image.new("RGB", (60, 40), "navy").save(scan, "PDF", title=NAME, author=NAME)
    photograph = BytesIO()
    Image.new("RGB", (60, 40), "navy").save(photograph, "JPEG", exif=exif, comment=NAME.encode())
    writer = PdfWriter(clone_from=BytesIO(scan.getvalue()))
    writer.add_blank_page(100, 100)
    for row in writer.pages[0]["/Resources"]["/XObject"].values():
        row.get_object()._data = photograph.getvalue()
    writer.add_metadata({"/Author": NAME, "/Company": NAME})
    writer.xmp_metadata = f"""<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">
        <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description
        xmlns:dc="http://purl.org/dc/elements/1.1/" dc:creator="{NAME}"/></rdf:RDF></x:xmpmeta>""".encode()
    writer.add_attachment("note.txt", NAME.encode())
    writer.add_outline_item(title=NAME, page_number=0)
    script = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject(NAME)}
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(script)
    writer.add_annotation(page_number=0, annotation=FreeText(text=NAME, rect=(1, 1, 20, 20)))
    if protected:
        writer.encrypt("secret")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_pdf_keeps_its_pages_and_loses_who_made_it():
    before, after = pdf(), pages_alone(pdf())
    assert NAME.encode() in before
    assert NAME.encode() not in after
    read = PdfReader(BytesIO(after))
    assert len(read.pages) == 2
    assert dict(read.metadata or {}).keys() <= {"/Producer"}
    assert (read.xmp_metadata, read.attachments, read.outline) == (None, {}, [])
    assert "/Names" not in read.trailer["/Root"]
    assert NAME not in "".join(repr(read.get_object(number)) for number in range(1, len(read.xref[0]) + 1))


def edited(change: Callable[[PdfWriter, DictionaryObject], None]) -> bytes:
    """The document of `pdf` after a CHANGE of it and of the resources of its first page."""
    writer = PdfWriter(clone_from=BytesIO(pdf()))
    change(writer, writer.pages[0]["/Resources"])
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def metadata(writer: PdfWriter) -> IndirectObject:
    stream = StreamObject()
    stream._data = NAME.encode()
    stream[NameObject("/Type")] = NameObject("/Metadata")
    return writer._add_object(stream)


def test_what_is_about_a_part_goes_however_deep_it_is():
    def mark(writer: PdfWriter, resources: DictionaryObject) -> None:
        layer = DictionaryObject({NameObject("/Metadata"): metadata(writer)})
        rows = ArrayObject([DictionaryObject({NameObject("/Author"): TextStringObject(NAME)})])
        names = {NameObject("/MC0"): layer, NameObject("/MC1"): metadata(writer), NameObject("/MC2"): rows}
        resources[NameObject("/Properties")] = DictionaryObject(names)

    data = edited(mark)
    assert NAME.encode() in data
    assert NAME.encode() not in pages_alone(data)


@pytest.mark.parametrize("is_apart", [False, True])
def test_a_font_that_has_the_name_of_an_entry_stays(is_apart):
    def name(writer: PdfWriter, resources: DictionaryObject) -> None:
        fonts = DictionaryObject({NameObject("/B"): DictionaryObject({NameObject("/Type"): NameObject("/Font")})})
        resources[NameObject("/Font")] = writer._add_object(fonts) if is_apart else fonts

    [page, _blank] = PdfReader(BytesIO(pages_alone(edited(name)))).pages
    assert list(page["/Resources"]["/Font"]) == ["/B"]


def refiltered(*names: str) -> bytes:
    """The same, whose picture is said to be under the filters NAMES."""

    def change(writer: PdfWriter, resources: DictionaryObject) -> None:
        [row] = resources["/XObject"].values()
        picture = row.get_object()
        if names[0] == "/FlateDecode":
            picture._data = zlib.compress(picture._data)
        picture[NameObject("/Filter")] = ArrayObject(map(NameObject, names))

    return edited(change)


def test_a_picture_is_cleaned_under_another_filter_too():
    after = pages_alone(refiltered("/FlateDecode", "/DCTDecode"))
    [picture] = PdfReader(BytesIO(after)).pages[0].images
    assert (picture.image.size, dict(picture.image.getexif()), NAME.encode() in picture.data) == ((60, 40), {}, False)


@pytest.mark.parametrize("name", ["/JPXDecode", "/JBIG2Decode"])
def test_a_picture_that_nobody_can_clean_is_refused(name):
    with pytest.raises(Unreadable):
        pages_alone(refiltered(name))


def inline(entries: str) -> bytes:
    """A page whose instructions have a picture of one pixel, described by ENTRIES."""

    def change(writer: PdfWriter, resources: DictionaryObject) -> None:
        drawn = StreamObject()
        drawn._data = f"q BI /W 1 /H 1 /CS /G /BPC 8 {entries} ID x EI Q".encode()
        writer.pages[0][NameObject("/Contents")] = writer._add_object(drawn)

    return edited(change)


@pytest.mark.parametrize("entries", ["", "/F /Fl", "/Filter [/A85 /LZW]", "/F [/ASCIIHexDecode]", "/D [1 0] /F/CCF"])
def test_a_picture_among_instructions_that_is_but_pixels_stays(entries):
    assert b"BI /W 1" in PdfReader(BytesIO(pages_alone(inline(entries)))).pages[0].get_contents().get_data()


@pytest.mark.parametrize("entries", ["/F /DCT", "/Filter/DCTDecode", "/F [/A85 /DCT]", "/F /D#43T"])
def test_one_that_is_a_jpeg_is_refused(entries):
    with pytest.raises(Unreadable):
        pages_alone(inline(entries))


def test_one_that_unfolds_without_end_is_refused(monkeypatch):
    monkeypatch.setattr("evenements.contest.documents.MOST_READ", 50)
    with pytest.raises(Unreadable):
        pages_alone(inline(" " * 50))


def test_the_pictures_of_its_pages_are_still_pictures():
    [picture] = PdfReader(BytesIO(pages_alone(pdf()))).pages[0].images
    assert picture.image.size == (60, 40)
    assert not picture.image.getexif()


def enciphered() -> bytes:
    """A page enciphered by AES-256 (ISO 32000-2 §7.6), which nothing installed here undoes."""
    crypt = "/CF<</StdCF<</CFM/AESV3/AuthEvent/DocOpen/Length 32>>>>/StmF/StdCF/StrF/StdCF"
    keys = f"/O<{'0' * 96}>/U<{'0' * 96}>/OE<{'0' * 64}>/UE<{'0' * 64}>/Perms<{'0' * 32}>"
    bodies = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
        f"<</Filter/Standard/V 5/R 6/Length 256/P -4{keys}{crypt}>>",
    ]
    text, places = "%PDF-2.0\n", []
    for number, body in enumerate(bodies, start=1):
        places.append(len(text))
        text += f"{number} 0 obj{body}endobj\n"
    rows = "".join(f"{place:010} 00000 n \n" for place in places)
    trailer = "<</Size 5/Root 1 0 R/Encrypt 4 0 R/ID[<00><00>]>>"
    return f"{text}xref\n0 5\n0000000000 65535 f \n{rows}trailer{trailer}\nstartxref\n{len(text)}\n%%EOF".encode()


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\nnothing", b"\x00" * 200, "protected", "enciphered"])
def test_what_cannot_be_read_is_refused(data):
    made = {"protected": lambda: pdf(protected=True), "enciphered": enciphered}
    data = made[data]() if data in made else data
    with pytest.raises(Unreadable):
        pages_alone(data)


def test_a_picture_that_is_none_is_left_as_it_is():
    assert picture_alone(b"not a picture") == b"not a picture"
    assert picture_alone(b"\xff\xd8\xff") == b"\xff\xd8\xff"
