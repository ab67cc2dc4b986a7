"""The territory this site serves, for code that runs under Django."""

from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from core.territory_file import TerritoryFile


def territory() -> "TerritoryFile":
    """The territory's facts (name, colours, time zone…), as its `territory.toml` gives them."""
    return settings.TERRITORY
