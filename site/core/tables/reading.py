"""The row that cells tell, and what is wrong with each of them."""

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.formulas import plain
from core.tables.columns import SEPARATOR, Column, Kind, columns
from core.tables.writing import readable

RowT = TypeVar("RowT")
SHOWN = 60
YES = frozenset(["1", "oui", "o", "x", "vrai", "true", "yes", "y"])
NO = frozenset(["0", "non", "n", "faux", "false", "no"])
FRENCH_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


@dataclass(frozen=True)
class CellError:
    """What is wrong with a cell. `is_blocking`: the row makes no sense without it; otherwise it is read as empty."""

    column: str
    value: str
    message: str
    is_blocking: bool


@dataclass(frozen=True)
class Reading(Generic[RowT]):
    """The row that cells tell, with nothing in place of what is wrong, and what is wrong."""

    row: RowT
    errors: tuple[CellError, ...]

    @property
    def is_usable(self) -> bool:
        return not any(error.is_blocking for error in self.errors)


def read(row_class: type[RowT], given: Mapping[str, str]) -> Reading[RowT]:
    """The row that the cells GIVEN, by column, tell. A column that is not there is as if it were empty.

    Never raises: what is wrong is in `errors`, a sentence in the language being read for each cell.
    """
    values: dict[str, Any] = {}
    errors: list[CellError] = []
    for name, known in columns(row_class).items():
        cell = plain(readable(given.get(name) or ""))
        values[name] = known.empty
        if not cell:
            if known.required:
                errors.append(CellError(name, "", _("Cette colonne est obligatoire."), True))
            continue
        values[name], wrong = _read_cell(name, known, cell)
        errors += wrong
    return Reading(row_class(**values), tuple(errors))


def _read_cell(name: str, given: Column, cell: str) -> tuple[Any, list[CellError]]:
    """What CELL says, and what is wrong with it: of many values, the right ones are kept."""
    parts = [part.strip() for part in cell.split(SEPARATOR)] if given.many else [cell]
    found, errors = [], []
    for part in filter(None, parts):
        try:
            found.append(_value(given, part))
        except ValidationError as error:
            blocking = given.required and error.code != "check"
            errors.append(CellError(name, part[:SHOWN], " ".join(error.messages), blocking))
    if given.many:
        return tuple(dict.fromkeys(found)), errors
    return (found[0] if found else given.empty), errors


def _value(given: Column, text: str) -> Any:
    """What TEXT says in the column GIVEN; ValidationError, with a sentence, when it says nothing there."""
    if given.kind in (Kind.STRING, Kind.URI):
        return _checked(given, given.tidy(text) if given.tidy else text)
    return READERS[given.kind](text)


def _checked(given: Column, text: str) -> str:
    if given.values:
        known = known_value(given.values, text)
        if known is None:
            raise ValidationError(_("« %(value)s » n’est pas dans la liste."), params={"value": text[:SHOWN]})
        return known
    if given.pattern and not re.search(given.pattern, text, re.ASCII):
        raise ValidationError(_("« %(value)s » n’a pas la forme attendue."), params={"value": text[:SHOWN]})
    if given.max_length and len(text) > given.max_length:
        raise ValidationError(_("%(limit)s caractères au plus."), params={"limit": given.max_length})
    if given.check:
        try:
            given.check(text)
        except ValidationError as error:
            raise ValidationError(error.messages[0], code="check") from error
    return text


def known_value(values: Sequence[str], text: str) -> str | None:
    """The one of VALUES that TEXT writes: case, accents, apostrophes and spaces do not count; None when it is none."""
    return _by_key(tuple(values)).get(_key(text))


@cache
def _by_key(values: tuple[str, ...]) -> Mapping[str, str]:
    return {_key(value): value for value in values}


def _key(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if char.isalnum())


def _number(text: str) -> float:
    try:
        number = float(text.replace(",", ".").replace("\N{MINUS SIGN}", "-"))
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise ValidationError(_("« %(value)s » n’est pas un nombre."), params={"value": text[:SHOWN]})
    return number


def _day(text: str) -> dt.date:
    """A day, as a machine (2027-01-31, or an instant of that day) or a French person (31/01/2027) writes it."""
    french = FRENCH_DAY.fullmatch(text)
    try:
        if french:
            return dt.date(int(french[3]), int(french[2]), int(french[1]))
        return dt.datetime.fromisoformat(text).date()
    except ValueError:
        raise ValidationError(
            _("« %(value)s » n’est pas une date : écrivez AAAA-MM-JJ."), params={"value": text[:SHOWN]}
        ) from None


def _instant(text: str) -> dt.datetime:
    """An instant; without a time zone, it is UTC."""
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        raise ValidationError(_("« %(value)s » n’est pas une date."), params={"value": text[:SHOWN]}) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def _yes_or_no(text: str) -> bool:
    if (word := text.casefold()) in YES | NO:
        return word in YES
    raise ValidationError(_("« %(value)s » : écrivez oui ou non."), params={"value": text[:SHOWN]})


READERS: dict[Kind, Callable[[str], Any]] = {
    Kind.NUMBER: _number,
    Kind.DATE: _day,
    Kind.DATETIME: _instant,
    Kind.BOOLEAN: _yes_or_no,
}
