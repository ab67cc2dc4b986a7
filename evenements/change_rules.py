"""What the exceptions of a line may say, checked as they come from a browser."""

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.clock import today
from core.dates_in_words import full_day
from core.models import Place
from evenements.enums import State
from evenements.recurrence import Change

if TYPE_CHECKING:
    from django.utils.functional import Promise

# More exceptions than dates means another line: `recurrence` reads the rule once for each.
MAX_CHANGES = 500
MAX_TITLE = 255
MAX_NOTE = 200
MAX_SEATS = 9999
UNREADABLE = gettext_lazy("Les dates particulières ne se lisent pas : rechargez la page et recommencez.")


def change_problems(changes: Any) -> "list[str | Promise]":
    """What is wrong with CHANGES, the JSON of a line's exceptions: a sentence each, none when they can be stored."""
    if not isinstance(changes, list):
        return [UNREADABLE]
    if len(changes) > MAX_CHANGES:
        return [
            _("Une ligne porte %(number)s dates particulières au plus : continuez dans une nouvelle ligne.")
            % {"number": MAX_CHANGES}
        ]
    return [sentence for change in changes for sentence in _problems_of(change)]


def _problems_of(data: Any) -> Iterator[str]:
    try:
        change = Change.from_json(data)
    except (ValueError, TypeError, OverflowError):
        yield _("Une date particulière ne se lit pas : rechargez la page et recommencez.")
        return
    day = _named(change.original)
    if change.state is not None and change.state not in State.values:
        yield _("%(day)s : cet état n’existe pas.") % {"day": day}
    if len(change.title) > MAX_TITLE:
        yield _("%(day)s : le titre a %(number)s caractères au plus.") % {"day": day, "number": MAX_TITLE}
    if len(change.note) > MAX_NOTE:
        yield _("%(day)s : la précision a %(number)s caractères au plus.") % {"day": day, "number": MAX_NOTE}
    if change.seats is not None and not 0 < change.seats <= MAX_SEATS:
        yield _("%(day)s : écrivez un nombre de places, de 1 à %(number)s.") % {"day": day, "number": MAX_SEATS}
    if change.host is not None and not (0 < change.host < 2**31 and change.place is None):
        yield _("%(day)s : choisissez ce lieu dans la liste.") % {"day": day}
    if change.place is not None and not Place.objects.filter(pk=change.place).exists():
        yield _("%(day)s : ce lieu n’existe plus.") % {"day": day}


def _named(day: dt.date) -> str:
    words = full_day(day, today())
    return words[:1].upper() + words[1:]
