"""From the date line an editor fills to the pure line `recurrence` expands, and what is wrong with it, in sentences."""

import datetime as dt
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core import closures
from core.clock import today
from evenements import recurrence
from evenements.enums import Frequency

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from evenements.models import DateLine

# How far a line without an end looks for the days it skips, to the end of a year, so that its feed changes once a year
# at most for it: school calendars are known two or three years ahead.
SKIP_HORIZON_YEARS = 4


def to_rule(line: "DateLine") -> recurrence.Rule | None:
    """The recurrence rule of LINE, None when it happens once."""
    if line.frequency == Frequency.ONCE:
        return None
    last = line.frequency == Frequency.MONTHLY_LAST_WEEKDAY
    return recurrence.Rule(
        frequency=cast("recurrence.Frequency", "monthly_weekday" if last else line.frequency),
        interval=line.interval,
        weekdays=tuple(day for day in line.weekdays.split(",") if day) if line.frequency == Frequency.WEEKLY else (),
        until=line.until,
        count=line.count,
        last=last,
    )


def to_line(line: "DateLine") -> recurrence.Line:
    """The pure form of LINE. Raises ValueError when its stored exceptions cannot be read."""
    return recurrence.Line(
        uid=line.uid,
        start_date=line.start_date,
        start_time=None if line.all_day else line.start_time,
        end_date=line.end_date,
        end_time=None if line.all_day else line.end_time,
        all_day=line.all_day,
        rule=to_rule(line),
        excluded=frozenset(dt.date.fromisoformat(day) for day in line.excluded),
        changes=tuple(recurrence.Change.from_json(change) for change in line.changes),
    )


def skipped_days(line: "DateLine") -> list[str]:
    """The days LINE leaves out because they are public or school holidays, as ISO dates."""
    if not line.frequency or not (line.skip_public_holidays or line.skip_school_holidays):
        return []
    closed = closures.closed_days(
        line.start_date,
        line.until or dt.date(max(line.start_date, today()).year + SKIP_HORIZON_YEARS, 12, 31),
        country=settings.TERRITORY.country,
        school_zone=settings.TERRITORY.school_zone,
        public_holidays=line.skip_public_holidays,
        school_holidays=line.skip_school_holidays,
    )
    return sorted(day.isoformat() for day in closed)


SENTENCES: dict[tuple[str, str], "Promise"] = {
    ("start_date", "out_of_range"): _("Choisissez un jour entre 1970 et 2199."),
    ("start_date", "no_date"): _("Cette ligne ne donne aucune date : toutes sont exclues ou supprimées."),
    ("start_time", "missing"): _("Indiquez l’heure de début, ou cochez « toute la journée »."),
    ("end_time", "missing"): _("Indiquez l’heure de fin du dernier jour, ou cochez « toute la journée »."),
    ("end_time", "before_start"): _("La fin vient avant le début."),
    ("end_date", "before_start"): _("Le dernier jour vient avant le premier."),
    ("end_date", "too_long"): _("Une date dure un an au plus."),
    ("frequency", "unknown"): _("Choisissez une répétition de la liste."),
    ("interval", "out_of_range"): _("Écrivez un nombre de 1 à 99."),
    ("weekdays", "unknown"): _("Choisissez des jours de la liste."),
    ("count", "out_of_range"): _("Écrivez un nombre de fois de 1 à 1000."),
    ("count", "with_until"): _("Donnez un dernier jour ou un nombre de fois, pas les deux."),
    ("until", "before_start"): _("Le dernier jour de la répétition vient avant le premier."),
    ("until", "out_of_range"): _("Choisissez un dernier jour avant 2200."),
    ("until", "too_many"): _("Cela fait trop de dates : rapprochez le dernier jour."),
    ("changes", "duplicate"): _("Deux particularités portent sur la même date : gardez-en une."),
    ("changes", "out_of_range"): _("Une date est déplacée trop loin : choisissez un jour entre 1970 et 2199."),
    ("changes", "end_before_start"): _("Une date déplacée finit avant de commencer."),
}


def problems(line: "DateLine") -> dict[str, list[Any]]:
    """What is wrong with LINE, a list of sentences per field; empty when nothing is, or when it is not begun."""
    found: dict[str, list[Any]] = {}
    if line.start_date is None:
        return found
    try:
        pure = to_line(line)
    except (ValueError, TypeError, KeyError):
        return {"changes": [_("Les dates particulières ne se lisent pas : rechargez la page et recommencez.")]}
    for problem in recurrence.validate(pure):
        found.setdefault(problem[0], []).append(SENTENCES[problem])
    return found
