"""A reader of open data as one would be written from the page /donnees/ alone: it keeps a copy and asks for changes."""

import json
from typing import Any

from django.http import HttpResponseBase
from django.test import Client


def body(response: HttpResponseBase) -> bytes:
    assert response.status_code == 200, response
    return b"".join(response.streaming_content) if response.streaming else response.content


def said(response: HttpResponseBase) -> Any:
    """What a document of JSON says."""
    return json.loads(body(response))


def document(client: Client, address: str, parameters: dict[str, Any] | None = None) -> dict[str, Any]:
    return said(client.get(address, parameters))


class Copy:
    """A copy of the document at ADDRESS, whose items are under NAME. `wholes` counts how often it was sent whole."""

    def __init__(self, client: Client, address: str, name: str) -> None:
        self.client, self.address, self.name = client, address, name
        self.items: dict[str, dict[str, Any]] = {}
        self.wholes = self.told = 0
        self.following = address

    def refresh(self) -> dict[str, Any]:
        found = document(self.client, self.following)
        if found["complet"]:
            self.items.clear()
            self.wholes += 1
        for gone in found["retires"]:
            self.items.pop(gone["id"], None)
        for item in found[self.name]:
            self.items[item["id"]] = item
        assert not {gone["id"] for gone in found["retires"]} & {item["id"] for item in found[self.name]}
        self.told = len(found[self.name])
        self.following = found["suite"] or self.address
        return found

    def full(self) -> dict[str, dict[str, Any]]:
        """What a copy made now would hold."""
        return {item["id"]: item for item in document(self.client, self.address)[self.name]}
