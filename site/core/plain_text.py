"""Rich text and page bodies as plain text, for what shows no markup: calendars, feeds, messages."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from wagtail.blocks import StreamValue

PARAGRAPHS = frozenset(["p", "h2", "h3", "h4", "ul", "ol", "blockquote"])
# In each type of block, the fields that hold words, in the order they are read; those that hold rich text.
WORDS = {
    "quote": ("text", "source"),
    "callout": ("text",),
    "accordion": ("title", "items"),
    "video": ("title", "url"),
    "document": ("title",),
    "item": ("title", "text"),
}
RICH = frozenset([("callout", "text"), ("item", "text")])


class _Text(HTMLParser):
    """Gathers the text of rich text: a blank line between paragraphs, a dash before the items of a list."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in PARAGRAPHS:
            self.parts.append("\n\n")
        elif tag in ("br", "li"):
            self.parts.append("\n– " if tag == "li" else "\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in PARAGRAPHS:
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(re.sub(r"\s+", " ", data))


def html_text(html: str) -> str:
    """The text of HTML, without a tag; paragraphs are separated by a blank line."""
    if "<" not in html and "&" not in html:
        return html.strip()
    reader = _Text()
    reader.feed(html)
    reader.close()
    text = re.sub(r" *\n *", "\n", "".join(reader.parts))
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def body_text(body: StreamValue) -> str:
    """The text of a page's body, in reading order: pictures and lists of pages have none here."""
    texts = (text for block in body.raw_data for text in _texts(block["type"], block["value"]))
    return "\n\n".join(filter(None, texts))


def _texts(kind: str, value: Any) -> Iterator[str]:
    if kind == "text":
        yield html_text(value)
        return
    for name in WORDS.get(kind, ()):
        if name == "items":
            yield from (text for item in value.get(name, ()) for text in _texts("item", item.get("value", item)))
        else:
            text = value.get(name) or ""
            yield html_text(text) if (kind, name) in RICH else text.strip()
