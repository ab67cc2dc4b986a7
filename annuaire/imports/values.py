"""The facts of an actor as imports compare them: from a page, to a page, in JSON, in words."""

import dataclasses
import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from annuaire.enums import ActorKind
from annuaire.facts import LISTS, VALUES, ActorFacts, facts_of, model_values
from annuaire.imports.knowledge import Knowledge
from annuaire.imports.lines import name_of, point
from annuaire.models import ActorPage
from core.clock import today
from core.dates_in_words import short_day

COMPARED = tuple(
    field.name
    for field in dataclasses.fields(ActorFacts)
    if field.name not in ("key", "slug", "language", "published_on", "town", "latitude", "longitude")
)
TUPLES = (*LISTS, *VALUES, "programmes", "sources")
BY_SOURCE = ("services", "audiences")


def facts_here(actor: ActorPage, knowledge: Knowledge) -> dict[str, Any]:
    """What ACTOR says, by the names of `ActorFacts`, its coordinates together as `point`."""
    told = facts_of(actor)
    found = {name: getattr(told, name) for name in COMPARED}
    found |= {name: knowledge.vocabularies[name].sorted(found[name]) for name in LISTS}
    found["point"] = () if told.latitude is None or told.longitude is None else point(told.latitude, told.longitude)
    return found


def as_seen_by_a_source(facts: Mapping[str, Any], knowledge: Knowledge, *, is_national: bool) -> dict[str, Any]:
    """FACTS without what a national file cannot tell of the lists that it knows in part."""
    seen = dict(facts)
    if is_national:
        seen |= {name: knowledge.national_only(name, facts[name]) for name in BY_SOURCE if name in facts}
    return seen


def give(actor: ActorPage, values: Mapping[str, Any], knowledge: Knowledge, *, is_national: bool = False) -> None:
    """Writes VALUES, facts by name, on ACTOR, not saved. Of a national file, lists keep what it cannot tell."""
    given = dict(values)
    if is_national:
        for name in set(BY_SOURCE) & set(given):
            untold = {term.code for term in getattr(actor, name).all()}
            given[name] = (*given[name], *(untold - set(knowledge.national_only(name, untold))))
    if "point" in given:
        actor.latitude, actor.longitude = given.pop("point") or (None, None)
    if "commune" in given:
        actor.commune_id = knowledge.communes.get(given.pop("commune"))
    for name in set(LISTS) & set(given):
        vocabulary = knowledge.vocabularies[name]
        setattr(
            actor,
            name,
            [vocabulary.terms[code] for code in vocabulary.sorted(given.pop(name)) if code in vocabulary.terms],
        )
    for name, value in model_values(given).items():
        setattr(actor, name, value)


def as_json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else list(value) if isinstance(value, tuple) else value


def of_json(name: str, value: Any) -> Any:
    if name == "verified_on" and value:
        return dt.date.fromisoformat(value)
    return tuple(value) if isinstance(value, list) else value


def in_words(name: str, value: Any, knowledge: Knowledge) -> str:
    """VALUE of the fact NAME as an editor reads it; "" for nothing."""
    if value in (None, "", ()) or value == []:
        return ""
    if name == "commune":
        return knowledge.names.get(value, value)
    if name == "point":
        return ", ".join(f"{part:.6f}".rstrip("0") for part in value)
    if name == "verified_on":
        return short_day(of_json(name, as_json(value)), today())
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if name in LISTS:
        terms = knowledge.vocabularies[name].terms
        return ", ".join(terms[code].label if code in terms else code for code in value)
    if name in TUPLES:
        return ", ".join(value)
    if name == "phone":
        return str(model_values({"phone": value})["phone"])
    if name == "kind":
        return str(dict(ActorKind.choices).get(value, value))
    return str(value)


def label(name: str) -> str:
    """What the form calls the fact NAME."""
    if name == "point":
        return _("coordonnées")
    return name_of(name)
