"""Turns what the data files say, in several languages, into the words of one page."""

import json
import re
from typing import Any

from django.utils.html import escape

from core.languages import DEFAULT_LANGUAGE
from core.territory import territory

Words = dict[str, Any]

PLACEHOLDER = re.compile(r"\{([a-z_]+(?:\.[a-z_]+)*)\}")


def words_in(entry: Words, language: str) -> Words:
    """ENTRY's fields in LANGUAGE, French where it is missing; what has no language is kept.

    A list of words becomes a sentence, a body the JSON of a StreamField; `{publisher.email}` and the like are filled in
    from territory.toml.
    """
    found: Words = {}
    for name, value in entry.items():
        if isinstance(value, dict):
            value = value.get(language) or value.get(DEFAULT_LANGUAGE) or ""
        if name == "audiences_text" and value:
            value = ", ".join(value)
        if isinstance(value, list):
            value = body(value)
        found[name] = filled(value, language) if isinstance(value, str) else value
    return found


def body(blocks: list[Any]) -> str:
    """The JSON of a StreamField made of BLOCKS: paragraphs in a row become one text block, `{type, value}` is kept."""
    stream: list[Words] = []
    for block in blocks:
        if isinstance(block, str):
            html = block if block.startswith("<") else f"<p>{escape(block)}</p>"
            if stream and stream[-1].get("paragraphs"):
                stream[-1]["value"] += html
            else:
                stream.append({"type": "text", "value": html, "paragraphs": True})
        else:
            stream.append(block)
    return json.dumps([{"type": block["type"], "value": block["value"]} for block in stream], ensure_ascii=False)


def filled(text: str, language: str) -> str:
    """TEXT with each `{key}` of territory.toml replaced by its value in LANGUAGE; an unknown key is left as written."""
    return PLACEHOLDER.sub(lambda match: _value(match[1], language) or match[0], text)


def _value(key: str, language: str) -> str:
    value: Any = territory().data
    for part in key.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    if isinstance(value, dict):
        value = value.get(language) or value.get(DEFAULT_LANGUAGE)
    missing = territory().data["to_complete"]
    if value == missing[DEFAULT_LANGUAGE]:
        value = missing.get(language) or value
    return value if isinstance(value, str) else ""
