"""Whether the chosen engine answers, and with everything: `/sante/` asks."""

from search.engines import ENGINE_ERRORS, uses_elasticsearch
from search.sending import is_whole, waiting

__all__ = ["is_up", "waiting"]


def is_up() -> bool:
    """Whether Elasticsearch answers in time and holds the entries; true where the database is what searches."""
    if not uses_elasticsearch():
        return True
    try:
        return is_whole()
    except ENGINE_ERRORS:
        return False
