"""Begins an import: what the file is, and what is supposed of it until somebody says otherwise."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from annuaire.enums import ActorKind
from annuaire.imports.columns import format_of, recognise
from annuaire.imports.enums import ImportFormat
from annuaire.imports.models import LONGEST_SOURCE, ActorImport, ImportedActor, ImportFile
from annuaire.imports.sheets import open_sheet


def opened(data: bytes, name: str, source: str, user: AbstractBaseUser | None = None) -> ActorImport:
    """The import, not saved, of the file DATA called NAME. Raises UnreadableFile.

    Places of the national file are published, since each is one that exists by a public source; a spreadsheet gives
    drafts, which somebody reads first.
    """
    sheet = open_sheet(data)
    kind = format_of(sheet.header)
    is_national = kind == ImportFormat.NATIONAL
    return ActorImport(
        source=known_source(source),
        file_name=name[:255],
        format=kind,
        header=list(sheet.header),
        about=sheet.about[:255],
        mapping=recognise(sheet.header, kind),
        default_kind=ActorKind.OTHER if is_national else ActorKind.COMPANY,
        publish=is_national,
        created_at=timezone.now(),
        user=user,
    )


def keep(of: ActorImport, data: bytes) -> ActorImport:
    """Saves OF with its file DATA."""
    with transaction.atomic():
        of.save()
        ImportFile.objects.create(of=of, data=data)
    return of


def sources() -> list[str]:
    """The names of the sources that imports came from."""
    found = {*ImportedActor.objects.values_list("source", flat=True).distinct()}
    return sorted(found | {*ActorImport.objects.values_list("source", flat=True).distinct()})


def known_source(name: str) -> str:
    """NAME as it was written the first time: the same source whatever the case."""
    wanted = " ".join(name.split())[:LONGEST_SOURCE]
    return next((known for known in sources() if known.casefold() == wanted.casefold()), wanted)
