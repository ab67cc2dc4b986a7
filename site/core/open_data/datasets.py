"""The data that the site gives, as each app declares it: what the page /donnees/ and the catalogue tell.

An app registers a function when the site starts; it is called at each telling, in the language being read.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from core.tables.columns import Column, columns


@dataclass(frozen=True)
class Distribution:
    """A file of a dataset. `path` is the French one; `file_type` is its code in the European vocabulary of formats;
    `schema` is the path, or the address, of what describes its columns; `conforms_to`, of the standard it follows.

    `example` gives the beginning of the file as it is now, "" when there is nothing in it yet. `has_changes` when it
    takes `modifie_depuis`.
    """

    path: str
    title: str
    about: str
    media_type: str
    file_type: str
    schema: str = ""
    conforms_to: str = ""
    has_changes: bool = False
    example: Callable[[], str] = str

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]


@dataclass(frozen=True)
class Dataset:
    """`code` never changes: harvesters know the dataset by it. `row_class` is what the columns of its tables are made
    of; `theme` its code in the European vocabulary of themes; `parameters`, what its addresses take and in which words.
    """

    code: str
    title: str
    description: str
    page: str
    keywords: Sequence[str]
    distributions: Sequence[Distribution]
    modified: dt.datetime | None = None
    theme: str = "SOCI"
    row_class: type | None = None
    parameters: Sequence[str] = field(default_factory=tuple)

    @property
    def anchor(self) -> str:
        return f"jeu-{self.code}"

    @property
    def columns(self) -> Mapping[str, Column]:
        return columns(self.row_class) if self.row_class else {}


Declared = Callable[[], Sequence[Dataset]]
_declared: list[Declared] = []


def register(declared: Declared) -> None:
    """Called by an app when the site starts."""
    if declared not in _declared:
        _declared.append(declared)


def datasets() -> list[Dataset]:
    """Every dataset, in the order the apps are installed in."""
    return [dataset for declared in _declared for dataset in declared()]
