"""What a juror may read of an application: a sheet of allowed fields, made here and nowhere else.

A field of the application that `Sheet` has not is never read by a juror. In an edition judged blind the sheet says
nothing of whose it is: no actor, commune or video, pieces named by their number. The texts are the applicant's own, who
may have written a name in them all the same: the names that are known, and whatever leads to somebody (addresses,
telephones, sites, accounts), are masked. Who is to be contacted is in no sheet.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from evenements.contest.common_words import COMMON
from evenements.contest.enums import FileKind
from evenements.contest.models import Application, ApplicationFile

EXTENSIONS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}
LEAST_LETTERS = 3
# What a word of a name of an organisation has at least, to be looked for alone.
LEAST_OF_A_WORD = 4
# What a name begins with without being part of it, folded: forms of companies, articles, town halls, titles.
HEADS = re.compile(
    r"^(?:(?:sarl|sasu|sas|sa|eurl|earl|gaec|scop|scic|sci|ets|etablissements|entreprise|societe|association|mairie|"
    r"commune|ville|le|la|les|l|de|du|des|d|m|mr|mme|mlle|monsieur|madame|dr)\W+)+"
)
# What a title says of itself between brackets.
ASIDE = re.compile(r"\s*\([^()]*\)")
REST_OF_ADDRESS = r"(?::\d+)?(?:/[^\s<>«»\"]*)?"
# Files that are written as sites are.
FILES = "pdf|csv|xlsx?|docx?|pptx?|od[st]|txt|xml|json|js|html?|jpe?g|png|gif|webp|svg|mp[34]|exe|etc|ex"
# Between two figures of a number.
GAP = r"[\s.()/–-]"
# Addresses, sites, accounts; telephones, from here and from abroad, however they are cut; SIREN, SIRET, VAT and any
# other number of nine figures. A day is not the beginning of a telephone. Nothing begins in the middle of what it could
# be a part of, and what was read is not read again ("++"): a text that anyone may have written is gone through once,
# whatever is in it.
TRACES = re.compile(
    r"(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)++"
    r"|(?:https?://|www\.)[^\s<>«»\"]+"
    rf"|(?<![\w.-])[\w.-]+\.(?:fr|bzh|com|org|net|eu|io|info|coop|paris|app|pro|shop)\b{REST_OF_ADDRESS}"
    rf"|(?<![\w.-])(?=[\d.-]*+[^\W\d])[\w.-]+\.(?!(?:{FILES})\b)(?-i:[a-z]{{2,}})\b{REST_OF_ADDRESS}"
    r"|(?<!\w)@\w{2,}"
    rf"|(?:(?<!\w)\+|(?<![\w])00)\s?\d(?:{GAP}{{0,3}}\d){{8,14}}(?!\d)"
    rf"|(?<!\w)\(?0(?!\d[./-]\d\d[./-](?:19|20)\d\d\b){GAP}{{0,3}}[1-9](?:{GAP}{{0,3}}\d){{8}}(?!\d)"
    r"|(?<!\w)(?:FR\s?[\dA-Z]{2}\s?)?\d{3}[\s.-]?\d{3}[\s.-]?\d{3}(?:[\s.-]?\d{3}[\s.-]?\d{2})?(?!\w)"
    r"|(?<!\d)\d{9,}",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Piece:
    """A file, by its number from 1; `name` tells nothing of its author. When not `is_shown`, nobody opens it yet."""

    number: int
    name: str
    is_picture: bool
    alternative: str
    is_shown: bool


@dataclass(frozen=True)
class Heading:
    """What a list says of an application to its jury; `author` and `commune` are "" in an edition judged blind."""

    number: int
    category: str
    title: str
    author: str
    commune: str


@dataclass(frozen=True)
class Sheet(Heading):
    """All that a juror reads of an application; `video_url` is "" in an edition judged blind, `has_video` says it.

    `language` is that of the texts.
    """

    language: str
    summary: str
    what_was_done: str
    results: str
    video_url: str
    has_video: bool
    pieces: tuple[Piece, ...]


def heading_of(application: Application) -> Heading:
    """The heading of APPLICATION, whose edition says whether the jury is blind: its long texts are not gone through."""
    return Heading(**_heading(application, reader_of(application)))


def sheet_of(application: Application) -> Sheet:
    """The sheet of APPLICATION, whose edition says whether the jury is blind."""
    blind, text = application.edition.anonymous, reader_of(application)
    return Sheet(
        **_heading(application, text),
        language=application.language,
        summary=text(application.summary),
        what_was_done=text(application.what_was_done),
        results=text(application.results),
        video_url="" if blind else application.video_url,
        has_video=bool(application.video_url),
        pieces=tuple(
            _piece(number, file, blind, text(file.alternative))
            for number, file in enumerate(application.files.all(), start=1)
        ),
    )


def reader_of(application: Application) -> Callable[[str], str]:
    """What the jury of APPLICATION reads of a text, by whoever it is: all of it, or what its mask leaves."""
    return Mask(names_of(application)) if application.edition.anonymous else str


def _heading(application: Application, text: Callable[[str], str]) -> dict[str, Any]:
    blind = application.edition.anonymous
    return {
        "number": application.number or 0,
        "category": application.category.label if application.category else "",
        "title": text(application.title),
        "author": "" if blind else author_of(application),
        "commune": "" if blind else commune_of(application),
    }


def _piece(number: int, file: ApplicationFile, blind: bool, alternative: str) -> Piece:
    return Piece(
        number, piece_name(number, file), file.kind == FileKind.PICTURE, alternative, not blind or file.for_jury
    )


def piece_name(number: int, file: ApplicationFile) -> str:
    """ "piece-1.pdf": the name under which the jury gets FILE."""
    return f"piece-{number}.{EXTENSIONS.get(file.content_type, 'bin')}"


def author_of(application: Application) -> str:
    """The actor's name, or the one proposed."""
    return application.actor.title if application.actor else application.proposed_name


def commune_of(application: Application) -> str:
    """The name of the author's commune."""
    commune = application.actor.commune if application.actor else application.proposed_commune
    return commune.name if commune else ""


def names_of(application: Application) -> list[str]:
    """The names by which one would know whose APPLICATION is: words or groups of words."""
    actor, found = application.actor, _parts(application.contact_name)
    addresses = [application.contact_email, application.proposed_email]
    communes = [application.proposed_commune]
    named = [application.proposed_name]
    if actor:
        named += application.actor_titles
        found += [actor.acronym, actor.street]
        addresses += [actor.email, f"_@{(urlsplit(actor.website).hostname or '').removeprefix('www.')}"]
        communes.append(actor.commune)
    named += [name for commune in communes if commune for name in (commune.name, commune.name_br)]
    found += [part for name in named for part in (name, ASIDE.sub("", name), *own_words(name))]
    found += [stem for address in addresses if (stem := _stem(address))]
    return list(dict.fromkeys(filter(None, found)))


def _parts(name: str) -> list[str]:
    """The words of somebody's NAME, and the whole."""
    return [name, *(word for word in re.split(r"[\s.]+", name) if len(word) >= LEAST_LETTERS)]


def own_words(name: str) -> list[str]:
    """The words of NAME, an organisation's or a place's, that may tell which one: "Dantec" of « Voilerie Le Dantec ».

    They are capitalised, unless no word is, long enough, and no word that other names have too.
    """
    words = [word for word in re.findall(r"[^\W\d_]+", name) if len(word) >= LEAST_OF_A_WORD]
    if name != name.casefold():
        words = [word for word in words if word[0].isupper()]
    return [word for word in words if _folded(word)[0] not in COMMON]


SHARED_HOSTS = {
    "gmail", "orange", "wanadoo", "free", "laposte", "sfr", "outlook", "hotmail", "live", "yahoo", "icloud", "bbox",
    "proton", "protonmail",
}  # fmt: skip


def _stem(address: str) -> str:
    """ "biscuiterie-port" of contact@biscuiterie-port.fr; nothing of an address whose host everybody has."""
    host = address.rpartition("@")[2].split(".")
    stem = host[-2] if len(host) > 1 else ""
    return "" if stem in SHARED_HOSTS or len(stem) < LEAST_LETTERS else stem


class Mask:
    """Masks names in a text, whatever their case, their accents or what joins their words."""

    def __init__(self, names: Iterable[str]) -> None:
        patterns = sorted(filter(None, map(_pattern, names)), key=len, reverse=True)
        self._names = re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)") if patterns else None

    def __call__(self, text: str) -> str:
        masked = _("[masqué]")
        text = TRACES.sub(masked, text)
        if self._names is None:
            return text
        folded, places = _folded(text)
        kept, end = [], 0
        for found in self._names.finditer(folded):
            kept.append(text[end : places[found.start()]])
            end = places[found.end()]
        if not kept:
            return text
        return masked.join([*kept, text[end:]])


def _pattern(name: str) -> str:
    """A regular expression of the words of NAME, folded; nothing when it is too short to be one."""
    folded = _folded(name)[0]
    words = re.findall(r"\w+", HEADS.sub("", folded.strip()) or folded)
    return r"[\W_]*".join(words) if sum(map(len, words)) >= LEAST_LETTERS else ""


def _folded(text: str) -> tuple[str, list[int]]:
    """TEXT without case nor accents, and for each of its letters, and its end, their place in TEXT."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        plain = _plain(letter)
        letters.append(plain)
        places += [place] * len(plain)
    return "".join(letters), [*places, len(text)]


@lru_cache(maxsize=4096)
def _plain(letter: str) -> str:
    """LETTER without case nor accent: none, one or several letters."""
    plain = "".join(part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))
    return plain.casefold().replace("œ", "oe").replace("æ", "ae")
