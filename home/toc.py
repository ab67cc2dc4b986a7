"""The contents of a page: its headings of level 2 get an anchor, and a list of them leads there."""

import re
from collections.abc import Sequence

from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

from core.parts import Link

HEADING = re.compile(r"<h2(?P<attributes>(?:(?! id=)[^>])*)>(?P<content>.*?)</h2>", re.DOTALL)
MIN_ENTRIES = 3


def with_contents(html: str, more: Sequence[Link] = ()) -> tuple[SafeString, list[Link]]:
    """HTML, already safe, with an id on each h2, and the links to them, then to those of MORE that follow it; no links
    when there are fewer than three.
    """
    links: list[Link] = []
    taken = {link.url.removeprefix("#") for link in more}

    def anchor(match: re.Match[str]) -> str:
        label = " ".join(strip_tags(match["content"]).split())
        slug = slugify(label) or "partie"
        while slug in taken:
            slug += "-2"
        taken.add(slug)
        links.append(Link(label, f"#{slug}"))
        return f'<h2{match["attributes"]} id="{slug}">{match["content"]}</h2>'

    anchored = mark_safe(HEADING.sub(anchor, html))  # noqa: S308  # the blocks' own templates escaped it
    links += more
    return anchored, links if len(links) >= MIN_ENTRIES else []
