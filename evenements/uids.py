"""Whose a line's UID is: the translations and aliases of an event share it, a copy is another event and has its own."""

import uuid
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings


def new_uid() -> str:
    """A UID for a new line: random, and stored, so that neither the site's address nor anything else changes it."""
    return _uid(uuid.uuid4())


def uid_in_copy(uid: str, translation_key: uuid.UUID) -> str:
    """The UID that the line UID takes in the copy of its event known by TRANSLATION_KEY: always the same, so that the
    copied page and its copied revisions agree.
    """
    return _uid(uuid.uuid5(translation_key, uid))


def own_copied_revision(content: dict[str, Any], translation_key: uuid.UUID) -> None:
    """Gives the lines of CONTENT, a revision copied from another event, the UIDs of the copy."""
    for line in content.get("date_lines", ()):
        line["uid"] = uid_in_copy(line["uid"], translation_key)
    content["translation_key"] = str(translation_key)


def uid_host() -> str:
    """What comes after the @ of a new UID."""
    return urlsplit(settings.SITE_URL).hostname or ""


def _uid(value: uuid.UUID) -> str:
    return f"{value}@{uid_host()}"
