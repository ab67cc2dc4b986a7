"""What imports keep, and for how long: files may hold what is not to be published."""

import datetime as dt

from django.db.models import Q

from annuaire.imports.enums import ImportState
from annuaire.imports.models import ActorImport, ImportFile, ImportLine

# Of an import that is over; of one that was never done.
FILE_KEPT = dt.timedelta(days=90)
ABANDONED = dt.timedelta(days=30)
LINES_KEPT = dt.timedelta(days=365)


def _ended(of: str, before: dt.datetime) -> Q:
    """The imports done before; one that stopped half-way has no other day than that of its file."""
    stopped = Q(**{f"{of}finished_at": None, f"{of}created_at__lt": before})
    return Q(**{f"{of}finished_at__lt": before}) | stopped


def forget_old(now: dt.datetime) -> int:
    """Erases the files of imports done, or left half-way, 90 days ago, their lines after a year (they are then past
    undoing), and imports that nobody went on with for 30 days; returns how many imports lost something.
    """
    idle = Q(state__in=[ImportState.COLUMNS, ImportState.CHECKED]) | Q(
        state=ImportState.FAILED, stopped_in=ImportState.CHECKING
    )
    abandoned = ActorImport.objects.filter(idle, created_at__lt=now - ABANDONED)
    files = ImportFile.objects.filter(_ended("of__", now - FILE_KEPT))
    old = ActorImport.objects.filter(_ended("", now - LINES_KEPT), lines__isnull=False).distinct()
    number = abandoned.count() + files.count() + old.count()
    ImportLine.objects.filter(of__in=list(old.values_list("pk", flat=True))).delete()
    abandoned.delete()
    files.delete()
    return number
