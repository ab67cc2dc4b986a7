"""Words typed in the agenda's filter, found in titles and summaries without regard to accents, case and apostrophes.

The whole of a site is searched elsewhere, by an analysis of its own; here a date is in or out, the same on the page and
in the feed, so every typed word must be part of the words shown.
"""

import unicodedata
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Exists, Func, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat

from core.languages import DEFAULT_LANGUAGE
from evenements.models import EventPage

LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "’": "'", "ʼ": "'", "‘": "'"})
# What PostgreSQL folds letter by letter (Latin-1 and Latin Extended-A); SQLite calls `fold`.
ACCENTED = "".join(chr(code) for code in range(0xC0, 0x180) if unicodedata.decomposition(chr(code)))


def fold(text: str) -> str:
    """TEXT in lower case without accents: "Fête de l’Œuvre" gives "fete de l'oeuvre"."""
    decomposed = unicodedata.normalize("NFKD", text.lower().translate(LIGATURES))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


class Fold(Func):
    """`fold`, in SQL."""

    function = "agenda_fold"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        letters = "".join(letter for letter in ACCENTED if len(fold(letter)) == 1)
        plain = "".join(fold(letter) for letter in letters)
        folded = "normalize(%(expressions)s, NFKC)"
        for code, plain_letters in LIGATURES.items():
            quoted = str(plain_letters).replace("'", "''")
            variants = dict.fromkeys(variant for variant in (chr(code), chr(code).upper()) if len(variant) == 1)
            for variant in variants:
                folded = f"replace({folded}, '{variant}', '{quoted}')"
        template = f"lower(translate({folded}, '{letters}', '{plain}'))"
        return self.as_sql(compiler, connection, template=template, **context)


def add_fold(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Hears that a connection opens: SQLite learns the function."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(
            "agenda_fold", 1, lambda text: None if text is None else fold(text), deterministic=True
        )


def matching(texts: tuple[str, ...], language: str) -> QuerySet:
    """Translation keys of the events whose words in LANGUAGE (French where there are none) hold all words of a text."""
    shown = EventPage.objects.filter(live=True, alias_of=None)
    if language == DEFAULT_LANGUAGE:
        shown = shown.filter(locale__language_code=language)
    else:
        translated = EventPage.objects.filter(
            translation_key=OuterRef("translation_key"), locale__language_code=language, alias_of=None, live=True
        )
        shown = shown.filter(
            Q(locale__language_code=language) | Q(locale__language_code=DEFAULT_LANGUAGE) & ~Exists(translated)
        )
    wanted = Q(pk__in=())
    for text in texts:
        every_word = Q()
        for word in fold(text).split():
            every_word &= Q(folded__contains=word)
        wanted |= every_word
    folded = Fold(Concat("title", Value(" "), "summary", output_field=TextField()))
    return shown.annotate(folded=folded).filter(wanted).values("translation_key")
