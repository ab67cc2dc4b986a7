"""Tables as files: a frozen dataclass is a row, its fields are the columns, and say themselves what they hold.

From the class come its Table Schema (`schema`), the cells of a row (`writing`) and the row that cells tell (`reading`).
"""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from typing import Any

SEPARATOR = "|"


class Kind(StrEnum):
    """The types of Table Schema that tables here use; a URI is its string of that format."""

    STRING = "string"
    URI = "uri"
    NUMBER = "number"
    DATE = "date"
    DATETIME = "datetime"
    BOOLEAN = "boolean"


@dataclass(frozen=True)
class Column:
    """What a column holds. Its row gives: text ("" for nothing), a number, a day or an instant (None for nothing),
    yes or no, or a tuple of texts when `many` (separated by "|" in the cell).

    `values`: the only ones there may be. `tidy`: how people write it, made what the column wants, when it is read.
    `check` raises ValidationError for what its pattern lets through and that is not right.
    """

    title: str
    description: str = ""
    kind: Kind = Kind.STRING
    many: bool = False
    required: bool = False
    unique: bool = False
    pattern: str = ""
    max_length: int | None = None
    values: tuple[str, ...] = ()
    example: str = ""
    tidy: Callable[[str], str] | None = None
    check: Callable[[str], None] | None = None

    @cached_property
    def empty(self) -> Any:
        """What a row gives when the cell is empty."""
        if self.many:
            return ()
        return "" if self.kind in (Kind.STRING, Kind.URI) else None


def column(title: str, description: str = "", **facts: Any) -> Any:
    """A field of a row that is a column of its table."""
    made = Column(title, description, **facts)
    return dataclasses.field(default=made.empty, metadata={"column": made})


def columns(row_class: Any) -> Mapping[str, Column]:
    """The columns of a table, by name, in order."""
    return _columns(row_class)


@cache
def _columns(row_class: Any) -> Mapping[str, Column]:
    return {field.name: field.metadata["column"] for field in dataclasses.fields(row_class)}


def header(row_class: type) -> list[str]:
    return list(columns(row_class))
