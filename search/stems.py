"""Folding, and the stem of a word in each language: a reviewed table, a few rules, then Snowball. Pure."""

import re
import tomllib
import unicodedata
from collections import defaultdict
from functools import lru_cache
from pathlib import Path
from typing import Any

import snowballstemmer

DATA = Path(__file__).parent / "data"
# What NFKD leaves whole.
LETTERS = str.maketrans(
    {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ı": "i"}
)
NEUTRAL = re.compile(r"[^a-z0-9]+")
SNOWBALL = {"fr": "french", "en": "english"}
# What Snowball leaves since it reads no accents here, or since it fears to (letters that stay before the ending).
ENDINGS = {
    "fr": (
        (re.compile(r"(?<=[a-z]{3}[a-rt-z])s$|(?<=[a-z]{2}e)s$"), ""),  # photos, déjeuners, vies
        (re.compile(r"(?<=[a-z]{3}[ao]i)se$"), ""),  # anglaise as anglais
        (re.compile(r"(?<=[a-z]{3}e)e$"), ""),  # connectée as connecté
        (re.compile(r"(?<=[a-z]{3})ere$"), "er"),  # infirmière as infirmier
    ),
    "br": ((re.compile(r"(?<=[a-z]{4})i?ou$"), ""),),  # atalieroù, skrammoù
}
SHORTEST = 4


def fold(text: str) -> str:
    """TEXT as [a-z0-9] only: "Médiathèque" gives "mediatheque", "c’hoari" gives "choari", "Œuvre" gives "oeuvre"."""
    return NEUTRAL.sub("", unicodedata.normalize("NFKD", text.translate(LETTERS)).casefold())


@lru_cache
def families(language: str) -> tuple[dict[str, Any], ...]:
    """The reviewed table: words that share a stem, by hand. `stem` is that of the first word when it is not said."""
    path = DATA / f"stems_{language}.toml"
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["family"] if path.exists() else []
    return tuple(
        {
            "stem": row.get("stem") or fold(row["words"].split()[0]),
            "words": row["words"].split(),
            "apart": row.get("apart", "").split(),
        }
        for row in rows
    )


@lru_cache
def exceptions(language: str) -> dict[str, str]:
    """The stems of the table, by word as written (in lower case), then by folded word where none is written so."""
    as_written = {word: row["stem"] for row in families(language) for word in row["words"]}
    folded = {fold(word): stem for word, stem in reversed(as_written.items())}
    return {**folded, **as_written}


@lru_cache
def _by_folded(language: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for word, name in exceptions(language).items():
        found[fold(word)].add(name)
    return {word: frozenset(names) for word, names in found.items()}


def readings(word: str, language: str) -> frozenset[str]:
    """The stems of the table that WORD, typed without accents, may mean: "marche" may be "marché"."""
    return _by_folded(language).get(word, frozenset()) if word.isascii() else frozenset()


@lru_cache
def stop_words(language: str) -> frozenset[str]:
    """Folded words that say nothing in a question, unless there are no others."""
    path = DATA / f"stop_{language}.txt"
    return frozenset(fold(word) for word in path.read_text(encoding="utf-8").split()) if path.exists() else frozenset()


@lru_cache
def _snowball(language: str) -> "snowballstemmer.basestemmer.BaseStemmer | None":
    return snowballstemmer.stemmer(SNOWBALL[language]) if language in SNOWBALL else None


def by_rule(folded: str, language: str) -> str:
    """The stem of a FOLDED word that is not in the table; short words and those with digits stay whole."""
    if len(folded) < SHORTEST or not folded.isalpha():
        return folded
    for ending, put in ENDINGS.get(language, ()):
        folded = ending.sub(put, folded)
    snowball = _snowball(language)
    return snowball.stemWord(folded) if snowball and len(folded) >= SHORTEST else folded


def stem(word: str, language: str) -> str:
    """The term of WORD (one word, in lower case) in LANGUAGE; a language without rules only folds.

    The table is asked with the accents first: "marché" is not "marche".
    """
    table, folded = exceptions(language), fold(word)
    return table.get(word) or table.get(folded) or by_rule(folded, language)
