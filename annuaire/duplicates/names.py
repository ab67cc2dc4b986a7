"""Names as they are compared: without accents, legal form, small words, nor their order. No database here."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz.distance import OSA, JaroWinkler

from core.territory import territory

WORD = re.compile(r"[^\W_]+")
INITIALS = re.compile(r"\b(?:[^\W\d_]\.){2,}")
LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})
SMALL = frozenset(
    """a al an ar au aux avec by c chez d dans de des du e en er et for ha in j l la le les m n of ou par pour qu s sous
    sur the to un une ur war y""".split()
)
LEGAL = frozenset(
    """ae asso assoc association ei eirl entreprise epic ets etablissement etablissements eurl gie gip groupement ltd sa
    sarl sas sasu scic scop selarl snc societe ste""".split()
)
# What people write for the same thing; the word on the right is the one compared.
SAME = {
    "biblio": "bibliotheque", "centre": "centre", "ctre": "centre", "cie": "compagnie", "commune": "mairie",
    "mediath": "mediatheque", "municipalite": "mairie", "saint": "st", "sainte": "st", "ste": "st", "ville": "mairie",
}  # fmt: skip
# Words that many names have, with those of the territory's region: sharing them says little.
GENERIC = frozenset(
    """
    accueil agence agglo agglomeration animation antenne atelier ateliers bibliotheque bureau cafe ccas cci
    centre chambre club collectif college comite communal communale communaute communes compagnie conseil culturel
    culturelle cyber departement direction ecole espace fab fablab fabrique fetes formation france gare groupe halle
    informatique jeunes lab lieu local locale lycee mairie maison mediatheque mediation mission mjc multimedia
    municipal municipale numerique office point pole polyvalente public publique region relais reseau salle service
    services site social sociale sports studio syndicat technopole territoire tiers tourisme universite
    """.split()
)
# Words that make another thing of what bears them: a service and its bus are two, a hall and its annexe too.
APART = frozenset(
    """ancien ancienne annexe antenne bis bus camion est gymnase itinerant itinerante mobile nord ouest parking parvis
    petite second sud ter vieux""".split()
)
EXAMPLE = re.compile(r"\(\s*exemple\s*\)", re.IGNORECASE)
LONG = 4
LIGHT, NEARLY, ADDED = 0.4, 0.95, 0.5


@dataclass(frozen=True, slots=True)
class Name:
    """The words of a name in their order, small words and legal form left out; the whole of them joined; initials."""

    words: tuple[str, ...]
    joined: str
    initials: str


@dataclass(frozen=True, slots=True)
class Likeness:
    """How two names are alike, from 0 to 1, and the words that only one of them has."""

    ratio: float
    left: tuple[str, ...] = ()
    right: tuple[str, ...] = ()

    @property
    def are_apart(self) -> bool:
        """Whether a word or a number makes two things of them."""
        alone = {*self.left, *self.right}
        return bool(alone & APART) or any(word.isdigit() for word in alone)


def fold(text: str) -> str:
    """TEXT in lower case, without accents nor ligatures."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(LIGATURES))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def words_of(text: str) -> list[str]:
    """The folded words of TEXT, all of them; initials with points are one word."""
    return WORD.findall(fold(INITIALS.sub(lambda match: match.group().replace(".", "") + " ", text)))


@lru_cache(100_000)
def read_name(text: str) -> Name:
    """TEXT as it is compared; a name made of nothing but small words and legal forms keeps them."""
    every = words_of(EXAMPLE.sub(" ", text)) or words_of(text)
    kept = [word for word in every if word not in SMALL and word not in LEGAL] or every
    words = tuple(SAME.get(word, word) for word in kept)
    return Name(words, "".join(words), "".join(word[0] for word in every if word not in SMALL))


@cache
def region_words() -> frozenset[str]:
    """The words of the name of the region that the territory is in, if it says one."""
    return frozenset(words_of(territory().data["territory"].get("region", "")))


def weight(word: str) -> float:
    """What WORD says of who bears it."""
    return LIGHT if word in GENERIC or word in region_words() or (len(word) == 1 and not word.isdigit()) else 1.0


@lru_cache(200_000)
def same_word(left: str, right: str) -> bool:
    """Whether these are one word: its plural, or a letter more, less, other or swapped; numbers are exact."""
    if left == right:
        return True
    shortest = min(len(left), len(right))
    if shortest < LONG or left.isdigit() or right.isdigit():
        return False
    if left.rstrip("sx") == right.rstrip("sx"):
        return True
    if shortest > LONG and OSA.distance(left, right, score_cutoff=1) <= 1:
        return True
    return shortest >= 2 * LONG and JaroWinkler.similarity(left, right) >= 0.96


def alike(left: Name, right: Name, ignored: frozenset[str] = frozenset()) -> Likeness:
    """How two names are alike; words of IGNORED that only one of them has do not count: those of its address.

    What only one adds to all that the other says counts for half: « La Halte, bureaux partagés » is « La Halte ».
    """
    if left.joined == right.joined:
        return Likeness(1.0)
    here, there = _compounds(left.words, right.words), _compounds(right.words, left.words)
    alone, exact, near = [], 0.0, 0.0
    for word in here:
        found = next((other for other in there if same_word(word, other)), None)
        if found is None:
            alone.append(word)
        else:
            there.remove(found)
            exact += weight(word) if word == found else 0.0
            near += weight(word) if word != found else 0.0
    near += _shortened(alone, there) + _shortened(there, alone)
    alone = [word for word in alone if word not in ignored]
    there = [word for word in there if word not in ignored]
    extra = (sum(map(weight, alone)) + sum(map(weight, there))) * (1.0 if alone and there else ADDED)
    total = 2 * (exact + near) + extra
    ratio = 2 * (exact + NEARLY * near) / total if total else 0.0
    return Likeness(ratio, tuple(alone), tuple(there))


def _shortened(short: list[str], long: list[str]) -> float:
    """Takes from both what SHORT abbreviates of LONG: "expos", "F." for "François", "MJ" for "Maison des jeunes".

    Returns the weight of it.
    """
    found = 0.0
    for word in list(short):
        spelt = next((other for other in long if _begins(word, other)), None)
        run = [spelt] if spelt else _initialled(word, long)
        if run:
            short.remove(word)
            for other in run:
                long.remove(other)
            found += sum(map(weight, run))
    return found


def _begins(word: str, other: str) -> bool:
    """Whether WORD is an initial or a clear beginning of OTHER."""
    return (
        word.isalpha() and len(other) > len(word) and len(word) in (1, *range(LONG + 1, 20)) and other.startswith(word)
    )


def _initialled(word: str, others: Sequence[str]) -> list[str]:
    """The neighbours in OTHERS of which WORD, of two to five letters, gives the initials."""
    size = len(word)
    if not 2 <= size <= 5:
        return []
    runs = (list(others[start : start + size]) for start in range(len(others) - size + 1))
    return next((run for run in runs if "".join(one[0] for one in run) == word), [])


def _compounds(words: Sequence[str], others: Sequence[str]) -> list[str]:
    """WORDS, two neighbours made one where OTHERS write them so: "fab lab" beside "fablab"."""
    wanted, made, index = set(others), [], 0
    while index < len(words):
        pair = "".join(words[index : index + 2])
        joins = index + 1 < len(words) and pair in wanted and words[index] not in wanted
        made.append(pair if joins else words[index])
        index += 2 if joins else 1
    return made
