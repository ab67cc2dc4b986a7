"""The territory's own facts, read from `territory.toml` in its folder. No Django here: settings need it."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Words = dict[str, str]


@dataclass(frozen=True)
class TerritoryFile:
    """What `territory.toml` says. Words are by language code; `data` is the whole file, for what one page reads."""

    name: str
    names: Words
    short_name: str
    site_name: Words
    slogan: Words
    initials: str
    hoist: str
    time_zone: str
    country: str
    phone_region: str
    school_zone: str
    email: str
    publisher: str
    publisher_names: Words
    colours: dict[str, str]
    bounds: tuple[float, float, float, float]
    data: dict[str, Any]


def read_territory(folder: Path) -> TerritoryFile:
    """Reads FOLDER/territory.toml.

    Raises FileNotFoundError when it is absent and KeyError, naming the key, when a required one is missing.
    """
    data = tomllib.loads((folder / "territory.toml").read_text(encoding="utf-8"))
    territory, brand, publisher = data["territory"], data["brand"], data["publisher"]
    west, south, east, north = territory["bounding_box"]
    return TerritoryFile(
        name=territory["name"]["fr"],
        names=territory["name"],
        short_name=territory["short_name"],
        site_name=data["site"]["name"],
        slogan=data["site"]["slogan"],
        initials=brand["initials"],
        hoist=brand["hoist"],
        time_zone=territory["time_zone"],
        country=territory["country"],
        phone_region=territory["phone_region"],
        school_zone=territory["school_zone"],
        email=publisher["email"],
        publisher=publisher["name"],
        publisher_names=publisher.get("names", {}) | {"fr": publisher["name"]},
        colours=brand["colours"],
        bounds=(west, south, east, north),
        data=data,
    )
