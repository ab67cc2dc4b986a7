"""What imports keep, and for how long: files may hold what is not to be published."""

import datetime as dt

from django.db.models import Q

from annuaire.imports.enums import ImportState
from annuaire.imports.models import ActorImport, ImportFile, ImportLine

# Of an import that is over; of one that was never done.
FILE_KEPT = dt.timedelta(days=90)
ABANDONED = dt.timedelta(days=30)
LINES_KEPT = dt.timedelta(days=365)
OVER = (ImportState.DONE, ImportState.UNDONE)


def forget_old(now: dt.datetime) -> int:
    """Erases the files of imports done 90 days ago, their lines after a year (they are then past undoing), and imports
    that nobody went on with for 30 days; returns how many imports lost something.
    """
    idle = Q(state__in=[ImportState.COLUMNS, ImportState.CHECKED]) | Q(
        state=ImportState.FAILED, stopped_in=ImportState.CHECKING
    )
    abandoned = ActorImport.objects.filter(idle, created_at__lt=now - ABANDONED)
    files = ImportFile.objects.filter(of__state__in=OVER, of__finished_at__lt=now - FILE_KEPT)
    old = ActorImport.objects.filter(state__in=OVER, finished_at__lt=now - LINES_KEPT, lines__isnull=False).distinct()
    number = abandoned.count() + files.count() + old.count()
    ImportLine.objects.filter(of__in=list(old.values_list("pk", flat=True))).delete()
    abandoned.delete()
    files.delete()
    return number
