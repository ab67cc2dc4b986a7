"""A PDF as a blind jury gets it: its pages alone, without what says who wrote it, when and with what.

What PDF calls metadata (ISO 32000-1 §14.3: the information dictionary and XMP streams, of the document and of its
parts), its attachments, scripts, form, bookmarks and annotations (§12) are left behind: an annotation has an author, a
link leads to a site. Those of the pictures on its pages go too (EXIF, comments); one written among the instructions of
a page (§8.9.7) has none when it is made of pixels, and keeps the document from the jury when it is a JPEG. What is
written on a page stays, and so an organiser reads a document before the jury does.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.errors import DependencyError, PyPdfError
from pypdf.filters import decode_stream_data
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, StreamObject

ABOUT = (
    "/Metadata", "/PieceInfo", "/LastModified", "/Annots", "/AA", "/AF", "/Author", "/Creator", "/ModDate",
    "/CreationDate", "/OPI", "/B", "/SeparationInfo", "/StructParents", "/Thumb",
)  # fmt: skip
# Dictionaries whose keys are names that an author chose: glyphs, fonts, pictures.
NAMING = {
    "/Font", "/XObject", "/ColorSpace", "/ExtGState", "/Pattern", "/Shading", "/Properties", "/CharProcs", "/Colorants",
}  # fmt: skip
JPEG = "/DCTDecode"
# Filters under which there is nothing but what a page shows (§7.4); JPX and JBIG2 have comments of their own.
PLAIN = {"/FlateDecode", "/LZWDecode", "/RunLengthDecode", "/ASCII85Decode", "/ASCIIHexDecode", "/CCITTFaxDecode"}
# What these are called among the instructions of a page (§8.9.7, table 94), where a picture begins and its data does.
SHORT = {b"Fl", b"LZW", b"RL", b"A85", b"AHx", b"CCF"}
INLINE = re.compile(rb"(?<![^\s>\])])(?:(BI)|ID)(?=\s)")
INLINE_FILTER = re.compile(rb"/(?:F|Filter)\s*(\[[^\]]{0,200}\]|/[^\s/<>\[\]()]+)")
LONGEST_INLINE = 1000
# Bytes of instructions that are read of one document: compressed, anyone sends a thousand times what they weigh.
MOST_READ = 100_000_000
# Streams that are no instructions: pictures, fonts, colour profiles.
DATA = ("/Image", "/Type1C", "/CIDFontType0C", "/OpenType")
DATA_ENTRIES = {"/Length1", "/Length2", "/Length3", "/N"}
# ISO/IEC 10918-1: start of scan; segments of applications, of which 0 is JFIF and 14 Adobe's colours; comments.
START_OF_SCAN, COMMENT = 0xDA, 0xFE
ABOUT_SEGMENTS = {*range(0xE1, 0xEE), 0xEF, COMMENT}

# What pypdf raises on a file that is not as it should be, or is enciphered in a way that it cannot undo alone (AES).
UNREAD = (
    PyPdfError, DependencyError, NotImplementedError, ValueError, KeyError, TypeError, AttributeError, IndexError,
    RecursionError, OSError,
)  # fmt: skip


class Unreadable(Exception):
    """A PDF that is protected or broken: nobody can say what is in it."""


def is_pdf(data: bytes) -> bool:
    """Whether DATA is a document that a reader opens, were it protected: a mark among other things is none."""
    try:
        reader = PdfReader(BytesIO(data))
        return reader.is_encrypted or len(reader.pages) > 0
    except UNREAD:
        return False


def pages_alone(data: bytes) -> bytes:
    """The PDF of DATA with its pages and nothing else; Unreadable when it cannot be read."""
    out = BytesIO()
    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable
        writer = PdfWriter()
        for page in reader.pages:
            writer.add_page(page)
        if not writer.pages:
            raise Unreadable
        _forget(writer)
        writer.compress_identical_objects(remove_duplicates=False, remove_unreferenced=True)
        writer.write(out)
    except UNREAD as error:
        raise Unreadable from error
    return out.getvalue()


def _forget(writer: PdfWriter) -> None:
    """Takes out of each object what is about it and not of it."""
    writer.metadata = None
    named, left = {key for found in writer._objects for key in _named(found)}, MOST_READ
    for number, found in enumerate(writer._objects, start=1):
        _forget_in(found, is_named=number in named)
        if isinstance(found, StreamObject):
            _forget_data(found)
            drawn = _instructions(found)
            left -= len(drawn)
            if left < 0 or _has_inline_jpeg(drawn):
                raise Unreadable


def _named(found: Any) -> Iterator[int]:
    """The numbers of the objects, told in FOUND or in what it holds, whose keys are names that an author chose."""
    if isinstance(found, DictionaryObject):
        yield from (row.idnum for key, row in found.items() if key in NAMING and isinstance(row, IndirectObject))
    for row in _held(found):
        yield from _named(row)


def _held(found: Any) -> list[Any]:
    """What FOUND holds itself, and not by a reference."""
    if isinstance(found, DictionaryObject):
        return list(found.values())
    return list(found) if isinstance(found, ArrayObject) else []


def _forget_in(found: Any, *, is_named: bool = False) -> None:
    """The same in FOUND and in the dictionaries it holds; a glyph or a font NAMED as an entry is not that entry."""
    if isinstance(found, DictionaryObject):
        for name in () if is_named else ABOUT:
            found.pop(NameObject(name), None)
        for key, row in found.items():
            _forget_in(row, is_named=key in NAMING and not is_named)
    elif isinstance(found, ArrayObject):
        for row in found:
            _forget_in(row)


def _forget_data(stream: StreamObject) -> None:
    """Empties STREAM when it is metadata, cleans it when it is a JPEG; Unreadable when nobody can tell what it has."""
    if stream.get("/Type") == "/Metadata" or stream.get("/Subtype") == "/XML":
        stream._data = b""
        for name in ("/Filter", "/DecodeParms"):
            stream.pop(NameObject(name), None)
        return
    chain: Any = stream["/Filter"] if "/Filter" in stream else []
    names = [str(row.get_object()) for row in (chain if isinstance(chain, list) else [chain])]
    if names[-1:] == [JPEG] and PLAIN.issuperset(names[:-1]):
        _forget_jpeg(stream, len(names) - 1)
    elif not PLAIN.issuperset(names):
        raise Unreadable


def _instructions(stream: StreamObject) -> bytes:
    """What STREAM draws, if it is not a picture, a font or a profile."""
    if stream.get("/Subtype") in DATA or DATA_ENTRIES & stream.keys():
        return b""
    data: bytes = stream.get_data()
    return data


def _has_inline_jpeg(instructions: bytes) -> bool:
    """Whether a picture written among INSTRUCTIONS is under a filter that keeps more than pixels."""
    plain, begun = SHORT | {name[1:].encode() for name in PLAIN}, 0
    for found in INLINE.finditer(instructions):
        if found[1]:
            begun = found.end()
            continue
        entries = instructions[max(begun, found.start() - LONGEST_INLINE) : found.start()]
        names = [name for row in INLINE_FILTER.findall(entries) for name in re.findall(rb"/([^\s/\[\]]+)", row)]
        if not plain.issuperset(names):
            return True
        begun = found.end()
    return False


def _forget_jpeg(stream: StreamObject, around: int) -> None:
    """The JPEG of STREAM cleaned, out of the filters AROUND it."""
    if around:
        filters: Any = stream["/Filter"]
        outer = StreamObject()
        outer._data = stream._data
        outer[NameObject("/Filter")] = ArrayObject(filters[:around])
        parameters = stream.pop(NameObject("/DecodeParms"), None)
        if isinstance(parameters, ArrayObject):
            outer[NameObject("/DecodeParms")] = ArrayObject(parameters[:around])
        stream._data = decode_stream_data(outer)
        stream[NameObject("/Filter")] = NameObject(JPEG)
    stream._data = picture_alone(stream._data)


def picture_alone(data: bytes) -> bytes:
    """The JPEG of DATA without comments, EXIF, XMP and whatever applications add; as it is when it is none."""
    if data[:2] != b"\xff\xd8":
        return data
    kept, place = [data[:2]], 2
    while place + 4 <= len(data) and data[place] == 0xFF and data[place + 1] != START_OF_SCAN:
        length = int.from_bytes(data[place + 2 : place + 4], "big")
        if data[place + 1] not in ABOUT_SEGMENTS:
            kept.append(data[place : place + 2 + length])
        place += 2 + length
    return b"".join([*kept, data[place:]])
