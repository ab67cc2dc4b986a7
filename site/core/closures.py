"""Days when a series may rest: public holidays, and the school holidays of a zone of France.

School holidays are known two or three years ahead, no more: beyond, nothing is closed. Ask `known_until`.
"""

from datetime import date
from functools import cache

from holidays import country_holidays
from vacances_scolaires_france import SchoolHolidayDates

SCHOOL_COUNTRY = "FR"  # the country the school calendar speaks of


@cache
def _school_holidays(country: str, zone: str) -> dict[date, str]:
    """Each known day of school holidays and its name; empty where no zone is set or the country has no calendar."""
    if country != SCHOOL_COUNTRY or not zone:
        return {}
    calendar = SchoolHolidayDates()
    zone_key = calendar.zone_key(zone)
    return {day: row["nom_vacances"] for day, row in calendar.data.items() if row[zone_key]}


@cache
def _public_holidays(country: str, year: int) -> dict[date, str]:
    """The public holidays of a whole country, by their names in French where the library has them."""
    return dict(country_holidays(country, years=year, language="fr")) if country else {}


def closed_days(
    first: date, last: date, *, country: str, school_zone: str, public_holidays: bool, school_holidays: bool
) -> frozenset[date]:
    """The days from `first` to `last` included that are closed for the reasons asked for."""
    closed: set[date] = set()
    if public_holidays:
        closed.update(*(_public_holidays(country, year) for year in range(first.year, last.year + 1)))
    if school_holidays:
        closed.update(_school_holidays(country, school_zone))
    return frozenset(day for day in closed if first <= day <= last)


def known_until(*, country: str, school_zone: str) -> date | None:
    """The last day of school holidays that is known, None where none is: a later day is never closed for school."""
    return max(_school_holidays(country, school_zone), default=None)


def closure_name(
    day: date, *, country: str, school_zone: str, public_holidays: bool = True, school_holidays: bool = True
) -> str:
    """Why a day is closed, in French ("Armistice", "vacances de la Toussaint"); empty when it is not."""
    name = _public_holidays(country, day.year).get(day, "") if public_holidays else ""
    if not name and school_holidays:
        name = _school_holidays(country, school_zone).get(day, "")
        name = name[:1].lower() + name[1:]
    return name.replace("'", "’")
