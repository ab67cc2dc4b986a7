"""Which pages some words find, asked by apps that lists narrow down, answered by the one that searches the site."""

from django.conf import settings
from django.utils.module_loading import import_string


def matching_pages(text: str, language: str, kind: str) -> list[int]:
    """The canonical pages of KIND that TEXT finds in LANGUAGE, best first; none when it has no word to look for."""
    return import_string(settings.PAGE_SEARCH)(text, language=language, kind=kind)
