"""A PDF as a blind jury gets it: its pages alone, without what says who wrote it, when and with what.

What PDF calls metadata (ISO 32000-1 §14.3: the information dictionary and XMP streams, of the document and of its
parts), its attachments, scripts, form, bookmarks and annotations (§12) are left behind: an annotation has an author, a
link leads to a site. Those of the pictures on its pages go too (EXIF, comments). What is written on a page stays, and
so an organiser reads a document before the jury does.
"""

from io import BytesIO

from pypdf import PdfReader, PdfWriter
from pypdf.errors import DependencyError, PyPdfError
from pypdf.generic import DictionaryObject, NameObject, StreamObject

ABOUT = (
    "/Metadata", "/PieceInfo", "/LastModified", "/Annots", "/AA", "/AF", "/Author", "/Creator", "/ModDate",
    "/CreationDate", "/OPI", "/B", "/SeparationInfo", "/StructParents", "/Thumb",
)  # fmt: skip
JPEG = "/DCTDecode"
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
    for found in writer._objects:
        if not isinstance(found, DictionaryObject):
            continue
        for name in ABOUT:
            found.pop(NameObject(name), None)
        if isinstance(found, StreamObject) and found.get("/Filter") in (JPEG, [JPEG]):
            found._data = picture_alone(found._data)


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
