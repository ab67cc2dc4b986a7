"""What is known of an entry or a place, read once so as to be compared with many others. Pure."""

import math
import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from annuaire.duplicates.names import Name, fold, read_name, words_of

SIREN_LENGTH, SIRET_LENGTH = 9, 14
EARTH_RADIUS = 6_371_000  # metres
# Where anybody has a mailbox or a page: sharing the domain says nothing.
SHARED_DOMAINS = frozenset(
    """bbox.fr facebook.com free.fr gmail.com google.com hotmail.com hotmail.fr icloud.com instagram.com laposte.net
    linkedin.com live.fr neuf.fr orange.fr outlook.com outlook.fr sfr.fr wanadoo.fr yahoo.com yahoo.fr
    youtube.com""".split()
)
STREET_NUMBER = re.compile(r"\b\d+")
# Words of an address that say nothing of which street it is.
STREET_WORDS = frozenset(
    """allee av ave avenue bd bld blvd boulevard bis chemin ch cours de des du esplanade et faubourg impasse imp l la
    le les lieu dit passage pl place quai quater route rte rue sq square ter za zi zac zone artisanale industrielle
    activites""".split()
)


@dataclass(frozen=True, kw_only=True)
class Record:
    """`key` says who it is. A telephone is in the international form; `commune` is an INSEE code, `town` its name.

    Coordinates are WGS 84 decimal degrees. What is not known is empty.
    """

    key: str = ""
    name: str
    acronym: str = ""
    street: str = ""
    complement: str = ""
    commune: str = ""
    town: str = ""
    latitude: float | None = None
    longitude: float | None = None
    phone: str = ""
    email: str = ""
    website: str = ""
    siret: str = ""
    rna: str = ""


@dataclass(frozen=True, slots=True)
class Traits:
    """A record ready to be compared; `place_words` are those of its address, which a name may repeat."""

    record: Record
    name: Name
    acronym: str
    siret: str
    siren: str
    rna: str
    phone: str
    email: str
    domain: str
    site: str
    street: frozenset[str]
    number: str
    place_words: frozenset[str] = field(repr=False)


def traits(record: Record) -> Traits:
    """RECORD ready to be compared."""
    street = words_of(record.street)
    number = STREET_NUMBER.search(record.street)
    digits = "".join(filter(str.isdigit, record.siret))
    siret = digits if len(digits) == SIRET_LENGTH else ""
    email = record.email.strip().lower()
    site = _site(record.website)
    host = site.partition("/")[0]
    mail_domain = email.rpartition("@")[2]
    return Traits(
        record=record,
        name=read_name(record.name),
        acronym="".join(words_of(record.acronym)),
        siret=siret,
        siren=digits[:SIREN_LENGTH] if len(digits) in (SIREN_LENGTH, SIRET_LENGTH) else "",
        rna=record.rna.strip().upper(),
        phone=record.phone,
        email=email,
        domain=host if host not in SHARED_DOMAINS and host else _own_domain(mail_domain),
        site=site if site not in SHARED_DOMAINS else "",
        street=frozenset(word for word in street if word not in STREET_WORDS and not word.isdigit()),
        number=number.group() if number else "",
        place_words=frozenset([*street, *words_of(record.complement), *words_of(record.town)]) | {fold(record.town)},
    )


def _own_domain(domain: str) -> str:
    return "" if domain in SHARED_DOMAINS else domain


def _site(address: str) -> str:
    """The host and path of a web address, without what says the same: "www.", the last slash, the home page's name."""
    if not address.strip():
        return ""
    full = address.strip().lower()
    parts = urlsplit(full if "//" in full else f"//{full}")
    path = re.sub(r"/(index|accueil)\.\w+$", "", parts.path).rstrip("/")
    return f"{(parts.netloc or '').removeprefix('www.')}{path}"


def metres(left: Record, right: Record) -> float | None:
    """How far apart the two are; None when one has no point. Flat Earth: exact enough on a territory."""
    if left.latitude is None or left.longitude is None or right.latitude is None or right.longitude is None:
        return None
    north = math.radians(left.latitude - right.latitude)
    east = math.radians(left.longitude - right.longitude) * math.cos(math.radians(left.latitude))
    return EARTH_RADIUS * math.hypot(north, east)
