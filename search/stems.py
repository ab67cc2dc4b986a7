"""Folding, and the stem of a word in each language: a reviewed table of exceptions, then Snowball. Pure."""

import re
import tomllib
import unicodedata
from functools import lru_cache
from pathlib import Path

import snowballstemmer

DATA = Path(__file__).parent / "data"
# What NFKD leaves whole.
LETTERS = str.maketrans(
    {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ı": "i"}
)
NEUTRAL = re.compile(r"[^a-z0-9]+")
SNOWBALL = {"fr": "french", "en": "english"}
SHORTEST = 4


def fold(text: str) -> str:
    """TEXT as [a-z0-9] only: "Médiathèque" gives "mediatheque", "c’hoari" gives "choari", "Œuvre" gives "oeuvre"."""
    return NEUTRAL.sub("", unicodedata.normalize("NFKD", text.translate(LETTERS)).casefold())


@lru_cache
def exceptions(language: str) -> dict[str, str]:
    """The stems decided by hand, by word as written (in lower case) or folded."""
    path = DATA / f"stems_{language}.toml"
    families = tomllib.loads(path.read_text(encoding="utf-8"))["families"] if path.exists() else {}
    return {word: name for name, family in families.items() for word in family}


@lru_cache
def stop_words(language: str) -> frozenset[str]:
    """Folded words that say nothing in a question, unless there are no others."""
    path = DATA / f"stop_{language}.txt"
    return frozenset(fold(word) for word in path.read_text(encoding="utf-8").split()) if path.exists() else frozenset()


@lru_cache
def _snowball(language: str) -> "snowballstemmer.basestemmer.BaseStemmer | None":
    return snowballstemmer.stemmer(SNOWBALL[language]) if language in SNOWBALL else None


def stem(word: str, language: str) -> str:
    """The term of WORD (one word, in lower case) in LANGUAGE; a language without rules of its own only folds.

    The word is looked up in the table with its accents first: "marché" is not "marche".
    """
    folded = fold(word)
    table = exceptions(language)
    if found := table.get(word) or table.get(folded):
        return found
    snowball = _snowball(language)
    if snowball is None or len(folded) < SHORTEST or not folded.isalpha():
        return folded
    return snowball.stemWord(folded)
