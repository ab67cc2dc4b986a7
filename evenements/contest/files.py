"""What may be joined to an application. The type is told by the content; a picture is made again, without what it says
of its camera, of where and of whom (EXIF); a file keeps the name its author gave it for its author alone. What a blind
jury gets of a PDF (`documents`) is written beside it once, when it comes.
"""

import struct
import warnings
import zlib
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from io import BytesIO
from pathlib import PurePath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils.translation import gettext as _
from PIL import Image

from evenements.contest.documents import Unreadable, is_pdf, pages_alone
from evenements.contest.enums import FileKind
from evenements.contest.models import Application, ApplicationFile
from evenements.form_guard import one_line

PDF_MARK = b"%PDF-"
# ISO 32000-1 Annex H: readers look for the mark in the first 1024 bytes.
PDF_MARK_WITHIN = 1024
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
# Pixels: what is decoded at most, half of it where pixels let through (they are copied once more to be reduced), and
# the longest side that is kept.
MOST_PIXELS, LONGEST_SIDE = 50_000_000, 2400
LIGHT = ("JPEG", "MPO")
# What the decoders raise of bytes that anyone may have made.
UNREADABLE = (
    OSError, ValueError, SyntaxError, TypeError, AttributeError, EOFError, LookupError, ArithmeticError, RuntimeError,
    MemoryError, struct.error, zlib.error,
)  # fmt: skip
ORIENTATION = 0x0112
TURNS: dict[object, Image.Transpose] = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
QUALITY = 85
MEGABYTE = 1024 * 1024
LONGEST_NAME = 200


def add_file(application: Application, sent: UploadedFile, alternative: str) -> ApplicationFile:
    """Keeps SENT with APPLICATION. Raises ValidationError, with a sentence, for what cannot be."""
    if application.files.count() >= settings.CONTEST_FILES:
        most = settings.CONTEST_FILES
        raise ValidationError(_("Une candidature a %(most)s fichiers au plus : retirez-en un.") % {"most": most})
    kind, content_type, data = _read(sent)
    if application.is_entered and kind == FileKind.PICTURE and not alternative:
        raise ValidationError(no_words())
    file = ApplicationFile(
        application=application,
        kind=kind,
        name=_own_name(sent.name or ""),
        content_type=content_type,
        size=len(data),
        alternative=alternative,
    )
    file.file.save("", ContentFile(data), save=False)
    file.save()
    if kind == FileKind.DOCUMENT:
        with suppress(Unreadable):  # Its author has it as it is; an organiser is told why a blind jury will not.
            _write_bare(file, data)
    return file


def bare(file: ApplicationFile) -> bytes:
    """FILE, a PDF, without what is told of its author; Unreadable when nobody can tell, FileNotFoundError when lost.

    Written now where it is not yet: for a PDF that came before copies were kept.
    """
    storage = file.file.storage
    if not storage.exists(bare_name(file)):
        with file.file.open("rb") as stored:
            _write_bare(file, stored.read())
    with storage.open(bare_name(file)) as copy:
        data: bytes = copy.read()
    return data


def is_bared(file: ApplicationFile) -> bool:
    """Whether a blind jury may get FILE: a PDF that could not be read when it came stays with its author."""
    return file.kind != FileKind.DOCUMENT or file.file.storage.exists(bare_name(file))


def bare_name(file: ApplicationFile) -> str:
    """Where the bare copy of FILE is in its storage."""
    return f"{file.file.name}-bare"


def _write_bare(file: ApplicationFile, data: bytes) -> None:
    storage, name = file.file.storage, bare_name(file)
    written = storage.save(name, ContentFile(pages_alone(data)))
    if written != name:  # Another request wrote the same at once.
        storage.delete(written)


def wordless(files: Iterable[ApplicationFile]) -> bool:
    """Whether a picture of FILES says nothing to whoever does not see it."""
    return any(file.kind == FileKind.PICTURE and not file.alternative for file in files)


def no_words() -> str:
    return _("Dites ce que montre chaque image, pour qui ne la voit pas.")


def _read(sent: UploadedFile) -> tuple[FileKind, str, bytes]:
    """The kind of SENT, its type and what is kept of it."""
    if not sent.size:
        raise ValidationError(_("Ce fichier est vide."))
    start = sent.read(PDF_MARK_WITHIN)
    sent.seek(0)
    if PDF_MARK in start:
        _refuse_larger(sent, settings.CONTEST_DOCUMENT_MEGABYTES)
        data = sent.read()
        if not is_pdf(data):
            raise _unknown()
        return FileKind.DOCUMENT, "application/pdf", data
    _refuse_larger(sent, settings.CONTEST_PICTURE_MEGABYTES)
    return FileKind.PICTURE, *_picture(sent)


def _refuse_larger(sent: UploadedFile, megabytes: int) -> None:
    if (sent.size or 0) > megabytes * MEGABYTE:
        raise ValidationError(_("Ce fichier pèse trop : %(most)s Mo au plus.") % {"most": megabytes})


def _picture(sent: UploadedFile) -> tuple[str, bytes]:
    """The picture of SENT made again, upright, and its type: PNG where it lets through, else JPEG."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # What its EXIF has of odd is not kept.
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _written(_reduced(Image.open(sent, formats=FORMATS)))
    except ValidationError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large() from error
    except UNREADABLE as error:
        raise _unknown() from error


def _reduced(image: Image.Image) -> Image.Image:
    """IMAGE upright, its longest side LONGEST_SIDE at most. Reduced while it is decoded, where its format can."""
    turn = TURNS.get(_orientation(image))
    image.draft(None, (LONGEST_SIDE, LONGEST_SIDE))
    if image.width * image.height > (MOST_PIXELS if image.format in LIGHT else MOST_PIXELS // 2):
        raise _too_large()
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return image if turn is None else image.transpose(turn)


def _orientation(image: Image.Image) -> object:
    """How the camera was held (EXIF 2.32, tag 274); None where what the picture says of it cannot be read."""
    try:
        return image.getexif().get(ORIENTATION)
    except UNREADABLE:
        return None


def _written(image: Image.Image) -> tuple[str, bytes]:
    lets_through = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    plain = Image.new("RGBA" if lets_through else "RGB", image.size)
    plain.paste(image.convert(plain.mode))
    out = BytesIO()
    if lets_through:
        plain.save(out, "PNG", optimize=True)
        return "image/png", out.getvalue()
    plain.save(out, "JPEG", quality=QUALITY, optimize=True)
    return "image/jpeg", out.getvalue()


def _unknown() -> ValidationError:
    return ValidationError(_("Ce fichier n’est ni une image (JPEG, PNG, WebP) ni un PDF."))


def _too_large() -> ValidationError:
    return ValidationError(_("Cette image est trop grande : réduisez-la."))


def _own_name(name: str) -> str:
    """NAME as its author reads it again: on one line, without a folder."""
    return one_line(PurePath(name.replace("\\", "/")).name)[:LONGEST_NAME] or _("fichier")


@receiver(post_delete, sender=ApplicationFile)
def remove_content(sender: type, instance: ApplicationFile, **kwargs: object) -> None:
    """Nothing is kept of a file whose row is gone, by whatever way it went."""
    storage = instance.file.storage
    for name in (instance.file.name, bare_name(instance)) if instance.file.name else ():
        transaction.on_commit(partial(storage.delete, name))
