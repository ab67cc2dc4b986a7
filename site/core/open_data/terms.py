"""On what terms data is given: the licence and the publisher, as the territory says them."""

from typing import Any

from core.languages import DEFAULT_LANGUAGE
from core.territory import territory

# By the address of the licence, the name that Table Schema and Data Package know it by.
NAMES = {"https://www.etalab.gouv.fr/licence-ouverte-open-licence": "etalab-2.0"}


def licence_link() -> str:
    """The licence, for the header Link (RFC 8288)."""
    return f'<{licence_url()}>; rel="license"'


def licence_url() -> str:
    return territory().data["licence"]["url"]


def licence_title(language: str = DEFAULT_LANGUAGE) -> str:
    names = territory().data["licence"]["name"]
    return names.get(language) or names[DEFAULT_LANGUAGE]


def schema_licence() -> dict[str, Any]:
    """The licence as Data Package writes it (`licenses`): a name when there is one, a title, a path."""
    name = NAMES.get(licence_url())
    return {**({"name": name} if name else {}), "title": licence_title(), "path": licence_url()}
