"""Loads the controlled lists, the communes, the plan's headings and synonyms: creates what is missing, no more."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models

from core.models import (
    Action,
    Ambition,
    Audience,
    Commune,
    ContestCategory,
    Epci,
    Equipment,
    EventKind,
    Orientation,
    Service,
    Skill,
    Term,
    Theme,
)
from home.loading.files import read
from home.loading.indexing import index

LISTS: dict[str, type[Term]] = {
    "audiences": Audience,
    "themes": Theme,
    "kinds": EventKind,
    "equipment": Equipment,
    "services": Service,
    "skills": Skill,
    "contest_categories": ContestCategory,
}


def _create_missing(model: type[models.Model], key: str, rows: Sequence[models.Model]) -> int:
    """Inserts those of ROWS whose KEY the table does not hold; returns how many."""
    present = set(model._default_manager.values_list(key, flat=True))
    missing = [row for row in rows if getattr(row, key) not in present]
    model._default_manager.bulk_create(missing)
    index(model, missing)
    return len(missing)


def load_lists() -> int:
    """The controlled lists of vocabulary.json, in its order."""
    data = read("vocabulary")
    created = 0
    for name, model in LISTS.items():
        rows = [model(sort_order=order, **entry) for order, entry in enumerate(data[name], start=1)]
        created += _create_missing(model, "code", rows)
    return created


def load_communes() -> int:
    """The communes of communes.json; a marker stands on the town rather than on the middle of the fields."""
    created = 0
    for group in read("communes")["epci"]:
        epci, _ = Epci.objects.get_or_create(siren=group["siren"], defaults={"name": group["nom"]})
        rows = []
        for town in group["communes"]:
            point = town.get("bourg") or town["centre"]
            rows.append(
                Commune(
                    insee=town["code_insee"],
                    name=town["nom"],
                    name_br=town.get("nom_br") or "",
                    epci=epci,
                    population=town["population_municipale"],
                    postcodes=town["codes_postaux"],
                    latitude=point["lat"],
                    longitude=point["lon"],
                )
            )
        created += _create_missing(Commune, "insee", rows)
    return created


def _numbered(model: type[Term], entry: dict[str, Any], **more: Any) -> Term:
    title = entry["title"]
    return model(
        code=str(entry["number"]),
        label=title["fr"],
        label_br=title.get("br") or "",
        label_en=title.get("en") or "",
        sort_order=entry["number"],
        **more,
    )


def load_plan() -> int:
    """The headings of plan.json: ambitions, orientations, actions."""
    plan = read("plan")
    created = _create_missing(Ambition, "code", [_numbered(Ambition, entry) for entry in plan["ambitions"]])
    created += _create_missing(Orientation, "code", [_numbered(Orientation, entry) for entry in plan["orientations"]])
    orientations = {orientation.number: orientation for orientation in Orientation.objects.all()}
    actions = [_numbered(Action, entry, orientation=orientations[entry["orientation"]]) for entry in plan["actions"]]
    return created + _create_missing(Action, "code", actions)


def load_synonyms() -> int:
    """The synonyms search starts with: those of any territory, then those of this one, where it has a file of them."""
    model = apps.get_model("search", "Synonym")
    files = [Path(apps.get_app_config("search").path) / "data" / "synonyms.json"]
    files += [settings.TERRITORY_DIR / "synonyms.json"]
    rows = [
        model(language=language, **entry)
        for path in files
        if path.exists()
        for language, entries in json.loads(path.read_text(encoding="utf-8")).items()
        if isinstance(entries, list)
        for entry in entries
    ]
    return _create_missing(model, "code", rows)
