"""What two things say of themselves, one beside the other, and what one takes from the other when they are merged."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import models
from django.db.models import Model
from django.utils.encoding import force_str
from django.utils.translation import gettext as _
from wagtail.fields import StreamField

from annuaire.duplicates.subjects import Subject
from annuaire.models import ActorPage
from core.fields import ValuesField
from core.models import Place
from core.plain_text import body_text

ADDRESS = ("street", "complement", "postcode", "commune", "latitude", "longitude")
# What is chosen as a whole: half of one address and half of the other is nowhere.
GROUPS = {"address": ADDRESS}
FIELDS = {
    ActorPage: (
        "title", "acronym", "kind", "summary", "body", "logo", "address", "area_of_action", "opening_hours",
        "accessibility", "phone", "email", "website", "services", "skills", "equipment", "audiences", "actions",
        "programmes", "typologies", "fees", "access_modes", "support_modes", "special_care", "itinerancy",
        "booking_url", "accessibility_url", "parent_structure", "siret", "rna", "verified_on", "sources", "example",
    ),
    Place: ("name", "address", "access"),
}  # fmt: skip
LONGEST = 400


class Taken(StrEnum):
    """Whose value the kept one has in the end."""

    OWN = "own"
    OTHER = "other"
    BOTH = "both"


@dataclass(frozen=True)
class Difference:
    """A field that the two say otherwise, in words; `usual` is what is chosen unless someone says otherwise."""

    name: str
    label: str
    own: str
    other: str
    is_list: bool
    usual: Taken


def differences(kept: Subject, merged: Subject) -> list[Difference]:
    """What differs between KEPT and MERGED, in the order of the form; what both have and can be compared."""
    if type(kept) is type(merged):
        names = FIELDS[type(kept)]
    else:
        names = ("address",)
    return [_difference(name, kept, merged) for name in names if values(kept, name) != values(merged, name)]


def columns(name: str) -> tuple[str, ...]:
    return GROUPS.get(name, (name,))


def values(subject: Subject, name: str) -> tuple[Any, ...]:
    """The stored values of a field, or of a group of them; a list is sorted keys."""
    return tuple(_value(subject, column) for column in columns(name))


def _value(subject: Subject, column: str) -> Any:
    field: Any = subject._meta.get_field(column)
    if isinstance(field, models.ManyToManyField):
        return tuple(sorted(term.pk for term in getattr(subject, column).all()))
    if isinstance(field, StreamField):
        return [{part: block[part] for part in ("type", "value")} for block in getattr(subject, column).raw_data]
    value = getattr(subject, field.attname)
    return value if value is not None else ""


def is_list(subject: Subject, name: str) -> bool:
    field = None if name in GROUPS else subject._meta.get_field(name)
    return isinstance(field, models.ManyToManyField | ValuesField)


def _difference(name: str, kept: Subject, merged: Subject) -> Difference:
    own, other = in_words(kept, name), in_words(merged, name)
    listed = is_list(kept, name)
    if not other:
        usual = Taken.OWN
    elif not own:
        usual = Taken.OTHER
    else:
        usual = Taken.BOTH if listed else Taken.OWN
    return Difference(name, label(kept, name), own, other, listed, usual)


def label(subject: Subject, name: str) -> str:
    if name in GROUPS:
        return _("Adresse")
    said = _("nom") if name == "title" else force_str(getattr(subject._meta.get_field(name), "verbose_name", name))
    return said[:1].upper() + said[1:]


def in_words(subject: Subject, name: str) -> str:
    """The value as an editor reads it; empty when there is none."""
    if name in GROUPS:
        lines = subject.address_lines()
        point = subject.point
        return ", ".join([*lines, *([f"({point[0]:.5f}, {point[1]:.5f})"] if point else [])])
    field: Any = subject._meta.get_field(name)
    value = getattr(subject, name)
    if isinstance(field, models.ManyToManyField):
        return ", ".join(term.label for term in value.all())
    if isinstance(field, StreamField):
        text = body_text(value)
        return f"{text[:LONGEST]}…" if len(text) > LONGEST else text
    if isinstance(field, ValuesField):
        known = dict(field.values.choices) if field.values else {}
        return ", ".join(str(known.get(part, part)) for part in value)
    if isinstance(value, bool):
        return _("oui") if value else ""
    if field.choices:
        return str(getattr(subject, f"get_{name}_display")())
    return force_str(value) if value not in (None, "") else ""


def take(kept: Model, merged: Subject, choices: Mapping[str, str]) -> None:
    """Gives KEPT, unsaved, what CHOICES take of MERGED: by field, one of `Taken`. What they do not name stays."""
    for name, chosen in choices.items():
        if chosen != Taken.OWN:
            for column in columns(name):
                _take(kept, merged, column, both=chosen == Taken.BOTH)


def _take(kept: Any, merged: Subject, column: str, *, both: bool) -> None:
    field: Any = merged._meta.get_field(column)
    if isinstance(field, models.ManyToManyField):
        theirs = list(getattr(merged, column).all())
        ours = list(getattr(kept, column).all()) if both else []
        setattr(kept, column, [*ours, *(term for term in theirs if term not in ours)])
    elif isinstance(field, ValuesField) and both:
        held = {*getattr(kept, column), *getattr(merged, column)}
        setattr(kept, column, [value for value in (field.values.values if field.values else []) if value in held])
    else:
        setattr(kept, field.attname, getattr(merged, field.attname))
