"""The generated part of the page /donnees/: each dataset, its files, with an example as they are now."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.addresses import absolute, site_path
from core.languages import DEFAULT_LANGUAGE, choose, current, prefix
from core.open_data.datasets import Dataset, Distribution, datasets
from core.open_data.since import NAME
from core.parts import Link
from core.territory import territory

PATH = "/donnees/"
# Of an example, what shows how the file is made.
SHOWN_LINES, SHOWN_CHARACTERS = 60, 6000


@dataclass(frozen=True)
class File:
    """A file as the page shows it (home/dataset.html)."""

    told: Distribution
    url: str
    example: str
    changes: str
    schema: Link | None

    @property
    def address(self) -> str:
        return absolute(self.url)


@dataclass(frozen=True)
class Described:
    told: Dataset
    files: Sequence[File]


def is_data_page(url_path: str) -> bool:
    """Whether the page at URL_PATH, in Wagtail's tree, is /donnees/, in any language."""
    return site_path(url_path) == PATH


def data_context() -> dict[str, Any]:
    """What the page shows beside its words, and the links to it from its contents."""
    found = datasets()
    licence = territory().data["licence"]
    return {
        "datasets": [Described(dataset, [_file(file) for file in dataset.distributions]) for dataset in found],
        "dataset_links": [
            *(Link(dataset.title, f"#{dataset.anchor}") for dataset in found),
            Link(_("Ne relire que ce qui a changé"), "#changements"),
            Link(_("Le catalogue"), "#catalogue"),
        ],
        "changes_name": NAME,
        "catalogues": [reverse("catalogue_jsonld"), reverse("catalogue_turtle")],
        "licence": Link(choose(licence["name"]), licence["url"]),
        "publisher": territory().publisher,
        "data_email": territory().data["publisher"]["data_email"],
        "french": "" if current() == DEFAULT_LANGUAGE else DEFAULT_LANGUAGE,
    }


def _file(told: Distribution) -> File:
    url = f"{prefix(current())}{told.path}"
    schema = told.schema and Link(told.schema.rstrip("/").rpartition("/")[2], told.schema)
    return File(told, url, shortened(told.example()), f"{url}?{NAME}=" if told.has_changes else "", schema or None)


def shortened(text: str) -> str:
    """The beginning of TEXT, whole lines, with a mark where it was cut."""
    lines = text.strip("\n").splitlines()
    kept = "\n".join(lines[:SHOWN_LINES])[:SHOWN_CHARACTERS]
    return kept if len(lines) <= SHOWN_LINES and len(kept) < SHOWN_CHARACTERS else f"{kept}\n…"
