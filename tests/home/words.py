"""Compares what two languages say in the data files."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

TAG = re.compile(r"<(\w+)")


def lost(french: Mapping[str, Any], translation: Mapping[str, Any], fields: Iterable[str]) -> list[str]:
    """The FIELDS that FRENCH says and TRANSLATION does not, or not with as many blocks of the same shape."""
    said = [name for name in fields if french.get(name)]
    return [name for name in said if shape(french[name]) != shape(translation.get(name))]


def shape(words: Any) -> Any:
    """What WORDS are made of, whatever the language: blocks, paragraphs, headings, items of lists."""
    if isinstance(words, list):
        return [shape(block) for block in words]
    if isinstance(words, Mapping):
        value = words["value"]
        folds = len(value.get("items", ())) if isinstance(value, Mapping) else 0
        return (words["type"], folds, TAG.findall(json.dumps(value)))
    return bool(words) and TAG.findall(words)
