"""What is said of a file before it is read, once for all its lines."""

from dataclasses import dataclass

from annuaire.imports.enums import ImportFormat


@dataclass(frozen=True, kw_only=True)
class Options:
    """`mapping` gives the column that each heading is, "" for none. `default_kind` is that of an actor of which the
    file does not say it. `take_theirs`: what was changed here gives way to the file; `add_similar`: what looks like
    an actor of ours without being surely it is added as another.
    """

    kind: str
    mapping: tuple[str, ...]
    source: str
    default_kind: str
    publish: bool
    territory_only: bool = True
    take_theirs: bool = False
    add_similar: bool = False

    @property
    def is_national(self) -> bool:
        return self.kind == ImportFormat.NATIONAL
