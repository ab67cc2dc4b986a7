"""Which actor of the directory a line is about: surely, perhaps, or none.

Surely: the source's own identifier, the directory's, the same SIRET and name, the same name in the same commune. What
only looks alike is proposed to an editor, never merged.
"""

import hashlib
import uuid
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from annuaire.duplicates.blocking import keys
from annuaire.duplicates.merging import merged_entries
from annuaire.duplicates.records import Record, Traits, traits
from annuaire.duplicates.scoring import match
from annuaire.duplicates.wording import in_words
from annuaire.imports.enums import TELLING
from annuaire.imports.lines import Line
from annuaire.imports.models import ActorImport, ImportedActor, ImportLine
from annuaire.models import ActorPage
from annuaire.phone import international
from annuaire.sorting import sort_key

# Of all that share something with a line, those that share most are compared with it.
MOST_COMPARED = 60
MOST_PROPOSED = 3


@dataclass(frozen=True)
class Resembling:
    """An actor that a line may be about, and why."""

    pk: int
    name: str
    why: str


@dataclass(frozen=True)
class Match:
    """`actor` is the key of the one it is; otherwise those it may be. `refusal`: the file said it already."""

    actor: int | None = None
    resembling: tuple[Resembling, ...] = ()
    refusal: str = ""


@dataclass(frozen=True)
class Known:
    """What tells actors apart, of those that a batch of lines may be about."""

    by_identifier: Mapping[str, int]
    by_key: Mapping[str, int]
    by_name: Mapping[str, Sequence[tuple[int, str, str, str]]]


def likeness(line: Line) -> str:
    """What two lines about one actor have in common, when nothing else tells them apart."""
    said = "|".join(
        [sort_key(line.name), line.facts.get("commune", "") or sort_key(line.town), line.facts.get("siret", "")]
    )
    return hashlib.sha1(said.encode(), usedforsecurity=False).hexdigest()


@dataclass
class Said:
    """The lines of a file that were read already: no actor is told twice."""

    identifiers: dict[str, int] = field(default_factory=dict)
    likenesses: dict[str, int] = field(default_factory=dict)
    actors: dict[int, int] = field(default_factory=dict)

    @classmethod
    def by(cls, of: ActorImport) -> "Said":
        """What the lines of the import OF before its position told."""
        rows = ImportLine.objects.filter(of=of, number__lte=of.position).exclude(likeness="").order_by("-number")
        said = cls()
        columns = ("number", "identifier", "likeness", "actor_id", "outcome")
        for number, identifier, like, actor, outcome in rows.values_list(*columns).iterator():
            said.likenesses[like] = number
            if identifier:
                said.identifiers[identifier] = number
            if actor and outcome in TELLING:
                said.actors[actor] = number
        return said

    def earlier(self, actor: int, number: int) -> int | None:
        """The line that told of ACTOR before the line NUMBER, which is remembered."""
        first = self.actors.setdefault(actor, number)
        return first if first != number else None

    def twin(self, line: Line) -> tuple[int, bool] | None:
        """The number of an earlier line about the same actor, and whether it surely is; LINE is remembered."""
        surely = self.identifiers.setdefault(line.external_id, line.number) if line.external_id else line.number
        perhaps = self.likenesses.setdefault(likeness(line), line.number)
        if surely != line.number:
            return surely, True
        return None if perhaps == line.number else (perhaps, not line.external_id)


class Finder:
    """Finds the actors that the lines of a file of SOURCE are about. What looks alike is sought among the actors that
    the source never spoke of: it knows how to tell its own apart.
    """

    def __init__(self, source: str, said: Said | None = None) -> None:
        self.source = source
        self.said = said or Said()
        self.merged: Mapping[int, int] = {}
        self._alike: Alike | None = None

    def follow(self, actor: int | None) -> int | None:
        """The entry that stands for ACTOR, when it is merged into another."""
        return self.merged.get(actor, actor) if actor else None

    def find(self, lines: Sequence[Line]) -> list[Match]:
        """What each of LINES is about, in their order; a constant number of queries."""
        self.merged = merged_entries()
        known = self._known(lines)
        return [self._match(line, known) for line in lines]

    def _known(self, lines: Sequence[Line]) -> Known:
        identifiers = [line.external_id for line in lines if line.external_id]
        uids = [uid for text in identifiers if (uid := uid_of(text))]
        names = {sort_key(line.name) for line in lines if line.name}
        tied = ImportedActor.objects.filter(source=self.source, identifier__in=identifiers)
        actors = ActorPage.objects.canonical()
        by_name = defaultdict(list)
        namesakes = actors.filter(sort_name__in=names).values_list("pk", "sort_name", "siret", "commune__insee")
        here = [(self.merged.get(pk, pk), *facts) for pk, *facts in namesakes]
        told = ImportedActor.objects.filter(source=self.source, actor__in=[pk for pk, *_facts in here])
        others = dict(told.exclude(identifier="").values_list("actor_id", "identifier"))
        for pk, name, siret, insee in here:
            by_name[name].append((pk, siret, insee or "", others.get(pk, "")))
        by_key = actors.filter(translation_key__in=uids).values_list("translation_key", "pk")
        return Known(
            {identifier: self.merged.get(pk, pk) for identifier, pk in tied.values_list("identifier", "actor_id")},
            {str(key): self.merged.get(pk, pk) for key, pk in by_key},
            by_name,
        )

    def _match(self, line: Line, known: Known) -> Match:
        if line.error:
            return Match()
        twin = self.said.twin(line)
        if twin and twin[1]:
            return Match(refusal=_("Déjà dit à la ligne %(line)s.") % {"line": twin[0]})
        sure = known.by_identifier.get(line.external_id) or known.by_key.get(line.external_id.lower())
        if sure is not None:
            return Match(sure)
        sure, namesakes = self._by_name(line, known)
        if sure is not None:
            return Match(sure)
        if twin:
            why = _("même nom et même commune qu’à la ligne %(line)s, avec un autre identifiant") % {"line": twin[0]}
            return Match(resembling=(Resembling(0, line.name, why),))
        if self._alike is None:
            self._alike = Alike.outside(self.source, self.merged)
        return Match(resembling=namesakes or self._alike.to(line))

    def _by_name(self, line: Line, known: Known) -> tuple[int | None, tuple[Resembling, ...]]:
        """The only actor with this name that has the same SIRET or, unless another one, is in the same commune; and
        those of this name and commune that another SIRET, or their number, makes uncertain.
        """
        siret, insee = line.facts.get("siret", ""), line.facts.get("commune", "")
        found = [
            (pk, theirs, commune)
            for pk, theirs, commune, other in known.by_name.get(sort_key(line.name), ())
            if not (line.external_id and other and other != line.external_id)
        ]
        same_siret = [pk for pk, theirs, _commune in found if siret and theirs == siret]
        same_commune = [(pk, theirs) for pk, theirs, commune in found if insee and commune == insee]
        sure = same_siret or [pk for pk, theirs in same_commune if not (siret and theirs)]
        if len(set(sure)) == 1:
            return sure[0], ()
        why = _("même nom et même commune")
        return None, tuple(Resembling(pk, line.name, why) for pk in list(dict(same_commune))[:MOST_PROPOSED])


def uid_of(text: str) -> uuid.UUID | None:
    """The identifier of this directory that TEXT is."""
    try:
        return uuid.UUID(text) if len(text) == 36 else None
    except ValueError:
        return None


class Alike:
    """The actors that a line may look like, by what they share."""

    def __init__(self, records: Iterable[Record]) -> None:
        self.traits: list[Traits] = []
        self.sharing: dict[str, list[int]] = defaultdict(list)
        for record in records:
            found = traits(record)
            for key in keys(found):
                self.sharing[key].append(len(self.traits))
            self.traits.append(found)

    @classmethod
    def outside(cls, source: str, merged: Collection[int]) -> "Alike":
        """The actors of which SOURCE never spoke, but for those MERGED into others."""
        rows = ActorPage.objects.canonical().exclude(imported_from__source=source).exclude(pk__in=list(merged))
        names = ("pk", "title", "acronym", "street", "complement", "commune__insee", "commune__name", "latitude",
                 "longitude", "phone", "email", "website", "siret", "rna")  # fmt: skip
        return cls(_record(row) for row in rows.values(*names).iterator(chunk_size=2000))

    def to(self, line: Line) -> tuple[Resembling, ...]:
        """Those that look like LINE, the likeliest first."""
        if not self.traits:
            return ()
        told = traits(_told(line))
        shared = Counter(place for key in keys(told) for place in self.sharing.get(key, ())[:2000])
        found = []
        for place, _times in shared.most_common(MOST_COMPARED):
            likely = match(told, self.traits[place])
            if likely.is_proposed:
                found.append((likely, self.traits[place].record))
        found.sort(key=lambda pair: -pair[0].score)
        return tuple(
            Resembling(int(record.key), record.name, in_words(likely.reasons))
            for likely, record in found[:MOST_PROPOSED]
        )


def _record(row: Mapping[str, Any]) -> Record:
    same = {name: row[name] for name in row if name not in ("pk", "title", "commune__insee", "commune__name", "phone")}
    return Record(
        key=str(row["pk"]),
        name=row["title"],
        commune=row["commune__insee"] or "",
        town=row["commune__name"] or "",
        phone=international(row["phone"]) if row["phone"] else "",
        **same,
    )


def _told(line: Line) -> Record:
    point = line.facts.get("point") or (None, None)
    names = ("acronym", "street", "complement", "commune", "phone", "email", "website", "siret", "rna")
    same = {name: line.facts.get(name, "") for name in names}
    return Record(name=line.name, town=line.town, latitude=point[0], longitude=point[1], **same)
