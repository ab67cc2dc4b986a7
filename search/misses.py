"""What people searched without finding, for editors: words and a number a day, never who, whence nor at what time.

Kept in Wagtail's Query and QueryDailyHits, which hold nothing else here: every hit is a search that found nothing with
all the words. Days older than WAGTAILSEARCH_HITS_MAX_AGE are dropped by `searchpromotions_garbage_collect`.
"""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection, transaction
from wagtail.contrib.search_promotions.models import Query
from wagtail.search.utils import normalise_query_string

from agenda.text import fold
from annuaire.first_names import FIRST_NAMES
from core.clock import today

logger = logging.getLogger(__name__)

# What may say who somebody is, or is pasted rather than asked: an address of any kind, a telephone or card number, a
# mailbox spelled out, the number of a street, a day of birth.
STREETS = "rue|avenue|av|boulevard|bd|place|impasse|allee|chemin|route|quai|square|cours|residence|hameau|straed|straet"
MONTHS = "janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre"
PERSONAL = re.compile(
    r"@|://|\bwww\.|(?:\d[\s./-]?){6}"
    r"|[(\[{]\s*(?:at|a|arobase)\s*[)\]}]|\barobase\b|\w\.(?:fr|com|org|net|bzh|eu)\b"
    r"|\b(?:gmail|hotmail|outlook|yahoo|wanadoo|laposte)\b"
    rf"|\b\d+\s*(?:bis|ter|quater)?,?\s+(?:{STREETS})\b"
    rf"|\bne(?:e|\(e\))?\s+le\b|\b\d{{1,2}}(?:er)?\s+(?:{MONTHS})\s+\d{{2,4}}\b"
    r"|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b"
)
LONGEST = 60
MOST_WORDS = 8
# Different words kept at once: a robot that types anything fills no disk.
MOST_KEPT = 5000
# Milliseconds that whoever searches waits for another who writes in SQLite's one file.
MOST_WAIT = 100


def keepable(text: str) -> str:
    """TEXT as it is kept; "" when it may hold personal data."""
    words = normalise_query_string(text)
    if PERSONAL.search(fold(words)) or _names_someone(words) or len(words) > LONGEST or len(words.split()) > MOST_WORDS:
        return ""
    return words


def _names_someone(words: str) -> bool:
    """Whether a first name stands beside another word, maybe a surname; some names of places are lost that way."""
    found = re.findall(r"\w+", fold(words))
    return len(found) > 1 and not FIRST_NAMES.isdisjoint(found)


def record(text: str) -> None:
    """Counts one more search of TEXT that found nothing, today. Never raises: whoever searches has nothing to know."""
    words = keepable(text)
    if not words:
        return
    try:
        with _in_haste(), transaction.atomic():
            query = Query.objects.filter(query_string=words).first()
            if query is None and Query.objects.count() < MOST_KEPT:
                query = Query.get(words)
            if query is not None:
                query.add_hit(today())
    except DatabaseError as error:
        logger.warning("search: what found nothing is not counted: %s", error)


@contextmanager
def _in_haste() -> Iterator[None]:
    """Writes at once or not at all: to be counted is worth no wait."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        usual = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {MOST_WAIT}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {usual}")
