"""Whether the chosen engine answers: `/sante/` asks."""

from search.engines import ENGINE_ERRORS, chosen, uses_elasticsearch


def is_up() -> bool:
    """Whether Elasticsearch answers in time; true where the database is what searches."""
    if not uses_elasticsearch():
        return True
    try:
        return bool(chosen().es.ping())
    except ENGINE_ERRORS:
        return False
