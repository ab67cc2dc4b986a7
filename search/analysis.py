"""From text as people write it to the neutral tokens that every engine stores and matches. Pure."""

import re
import unicodedata

# Each apostrophe people type, each ligature NFKD leaves alone, and NUL, which PostgreSQL refuses.
FOLDING = str.maketrans(
    {"’": "'", "ʼ": "'", "‘": "'", "`": "'", "´": "'", "œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "\x00": " "}
)
TOKEN = re.compile(r"[a-z0-9]+(?:'[a-z0-9]+)*")
ELISIONS = frozenset("l d j m t s n c qu lorsqu jusqu puisqu quoiqu".split())
MAX_QUERY_TOKENS = 12
MAX_QUERY_LENGTH = 200


def fold(text: str) -> str:
    """TEXT without case nor accents: "Médiathèque" gives "mediatheque"."""
    decomposed = unicodedata.normalize("NFKD", text.translate(FOLDING)).casefold()
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def tokens(text: str) -> list[str]:
    """The words of TEXT as [a-z0-9]+: folded, without elisions ("l'atelier" is "atelier"), c'h one letter."""
    found: list[str] = []
    for match in TOKEN.finditer(fold(text)):
        parts = match.group().replace("c'h", "ch").split("'")
        while len(parts) > 1 and parts[0] in ELISIONS:
            parts = parts[1:]
        found.extend(parts)
    return found


def query_tokens(text: str) -> list[str]:
    """The tokens of what a person typed, bounded: no text, however long or hostile, costs more than twelve words."""
    return tokens(text[:MAX_QUERY_LENGTH])[:MAX_QUERY_TOKENS]
