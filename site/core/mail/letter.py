"""A letter in plain words, as text and as HTML without style: read by every mail reader, and by those who listen."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from core.parts import Link

SEPARATOR = "\n\n" + "-" * 40 + "\n\n"


@dataclass(frozen=True)
class Letter:
    """What is said in one language: paragraphs, facts under their title, what to do about it, then the last words."""

    language: str
    subject: str
    paragraphs: Sequence[str]
    facts_title: str = ""
    facts: Sequence[tuple[str, str]] = ()
    links: Sequence[Link] = ()
    closing: Sequence[str] = ()


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a mail; `content_type` with its parameters ("text/calendar; method=PUBLISH")."""

    name: str
    content_type: str
    data: bytes


def as_text(letters: Sequence[Letter]) -> str:
    """LETTERS one under the other, without markup: a link is its words, then its address on a line of its own."""
    return SEPARATOR.join(map(_text, letters)) + "\n"


def _text(letter: Letter) -> str:
    with translation.override(letter.language):  # a colon has a space before it in French
        line = _("%(label)s : %(value)s")
    facts = "\n".join(f"– {line % {'label': label, 'value': value}}" for label, value in letter.facts)
    title = [letter.facts_title] if letter.facts else []
    links = [f"{link.label}\n{link.url}" for link in letter.links]
    return "\n\n".join(filter(None, [*letter.paragraphs, *title, facts, *links, *letter.closing]))


def as_html(letters: Sequence[Letter]) -> str:
    """The same as a page, each letter marked with its language."""
    return render_to_string("mail/letter.html", {"letters": letters})
