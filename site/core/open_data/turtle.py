"""Turtle (W3C, 2014) of a JSON-LD document as `catalogue` writes it: prefixed names, nested nodes, typed values."""

import re
from collections.abc import Iterator
from typing import Any

Node = dict[str, Any]
ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
# What an address may not hold between < and > (§6.4).
FORBIDDEN = re.compile(r"[\x00-\x20<>\"{}|^`\\]")


def turtle(document: Node) -> str:
    """The same triples, a subject after the other, each once."""
    prefixes = [f"@prefix {name}: <{address}> ." for name, address in document["@context"].items()]
    subjects: dict[str, list[str]] = {}
    _gather({name: value for name, value in document.items() if name != "@context"}, subjects)
    blocks = [subject + "\n    " + " ;\n    ".join(lines) + " ." for subject, lines in subjects.items()]
    return "\n".join([*prefixes, "", *(f"{block}\n" for block in blocks)])


def _gather(node: Node, subjects: dict[str, list[str]]) -> None:
    """Adds what NODE says, then what the nodes in it say."""
    lines = subjects.setdefault(_address(node["@id"]), [])
    for name, value in node.items():
        if name == "@id":
            continue
        values = value if isinstance(value, list) else [value]
        told = ", ".join(item if name == "@type" else _value(item) for item in values)
        line = f"{'a' if name == '@type' else name} {told}"
        if values and line not in lines:
            lines.append(line)
    for inner in _inner(node):
        _gather(inner, subjects)


def _inner(node: Node) -> Iterator[Node]:
    """The nodes that NODE describes, and does not merely name."""
    for value in node.values():
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict) and "@id" in item and len(item) > 1:
                yield item


def _value(item: Any) -> str:
    if isinstance(item, str):
        return _quoted(item)
    if "@id" in item:
        return _address(item["@id"])
    text = _quoted(item["@value"])
    return f"{text}@{item['@language']}" if "@language" in item else f"{text}^^{item['@type']}"


def _quoted(text: str) -> str:
    return '"' + "".join(ESCAPES.get(char, char) for char in text) + '"'


def _address(address: str) -> str:
    return f"<{FORBIDDEN.sub(lambda found: f'%{ord(found[0]):02X}', address)}>"
