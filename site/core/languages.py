"""The languages of the site; French is the one that holds the facts."""

from collections.abc import Mapping

from django.conf import settings
from django.utils.html import format_html
from django.utils.translation import get_language

DEFAULT_LANGUAGE = "fr"


def codes() -> list[str]:
    """Language codes in the order they are offered."""
    return [code for code, _ in settings.LANGUAGES]


def current() -> str:
    """The language being read, as one of `codes()`."""
    code = (get_language() or DEFAULT_LANGUAGE).split("-")[0]
    return code if code in codes() else DEFAULT_LANGUAGE


def prefix(language: str) -> str:
    """The path prefix of LANGUAGE: none for French, "/br" for Breton."""
    return "" if language == DEFAULT_LANGUAGE else f"/{language}"


def language_of(path: str) -> str:
    """The language PATH is read in, by its prefix."""
    head = path.split("/")[1:2]
    return head[0] if head and head[0] in codes() else DEFAULT_LANGUAGE


def choose(words: Mapping[str, str]) -> str:
    """The entry of WORDS, by language code, in the language being read; in French where it has none."""
    return words.get(current()) or words[DEFAULT_LANGUAGE]


def foreign(language: str) -> str:
    """LANGUAGE where it is not the one being read, else "": the value of a `lang` attribute (WCAG 3.1.2)."""
    return language if language != current() else ""


class Quoted(str):
    """Words of LANGUAGE as they are, where a text cannot be marked; `lang` for what can: "" when it is the one read."""

    lang: str

    def __new__(cls, text: str, language: str) -> "Quoted":
        made = super().__new__(cls, text)
        made.lang = foreign(language)
        return made


def in_language(text: str, language: str) -> str:
    """TEXT, marked with LANGUAGE where it is not the one being read: for a sentence among others."""
    return format_html('<span lang="{}">{}</span>', language, text) if text and foreign(language) else text
