"""The order of names: the same on every database, because the key holds only what all of them sort alike."""

import unicodedata

LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})


def sort_key(name: str) -> str:
    """NAME as a French dictionary sorts it: "L’Œil du port" is "loeilduport"."""
    decomposed = unicodedata.normalize("NFKD", name.casefold().translate(LIGATURES))
    return "".join(letter for letter in decomposed if letter.isascii() and letter.isalnum())
