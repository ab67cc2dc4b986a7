"""Keeps the proposals what the directory is: all of them each night, those of one entry when it is published."""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import Q

from annuaire import phone
from annuaire.duplicates.blocking import EDGE, duplicates, edges, keys
from annuaire.duplicates.models import Duplicate, PairState
from annuaire.duplicates.records import Traits, traits
from annuaire.duplicates.scoring import Match, match
from annuaire.duplicates.subjects import ACTOR, PLACE, kind_and_pk, record_of, records
from annuaire.sorting import sort_key

Found = dict[tuple[str, str], Match]
BATCH = 1000


def find_all(*, dry_run: bool = False) -> dict[str, int]:
    """Compares the directory and the places, and keeps what is found, unless DRY_RUN. How many pairs come and go."""
    everything = [traits(record) for kind in (ACTOR, PLACE) for record in records(kind)]
    found = {_pair(left.record.key, right.record.key): said for left, right, said in duplicates(everything)}
    return _keep(found, Duplicate.objects.all(), dry_run=dry_run)


def find_for(key: str) -> dict[str, int]:
    """The same for one thing: compared with those that the database says may be like it, and those it was paired with.

    What of another writing the database does not see waits for the night.
    """
    known = list(Duplicate.objects.filter(Q(left=key) | Q(right=key)))
    record = record_of(key)
    if record is None:
        return _keep({}, known)
    one = traits(record)
    shared = keys(one)
    paired = [kind_and_pk(other) for row in known for other in row.keys if other != key]
    found: Found = {}
    for kind in (ACTOR, PLACE):
        again = Q(pk__in=[pk for other, pk in paired if other == kind])
        for two in map(traits, records(kind, _maybe_like(one, kind) | again)):
            if two.record.key != key and shared & keys(two) and (said := match(one, two)).is_proposed:
                found[_pair(key, two.record.key)] = said
    return _keep(found, known)


def _pair(first: str, second: str) -> tuple[str, str]:
    """The two keys in the order they are kept in: entries before places, the older before the newer."""
    left, right = sorted((first, second), key=kind_and_pk)
    return left, right


def _maybe_like(one: Traits, kind: str) -> Q:
    """What may be like ONE: a word that begins or ends alike in the commune, or what identifies it, anywhere.

    Places keep no folded name, and are few: all those of the commune.
    """
    here = Q(commune__insee=one.record.commune) | Q(commune=None) if one.record.commune else Q(pk__isnull=False)
    if kind == PLACE:
        return here
    pieces = {edge.strip("…") for edge in edges(one)} | {one.acronym, one.name.initials[:EDGE]}
    words = [Q(sort_name__icontains=piece) for piece in pieces if len(piece) > 1]
    alike = reduce(or_, words, Q(sort_name=sort_key(one.record.name))) & here
    if one.record.commune and one.street and one.number:
        alike |= Q(commune__insee=one.record.commune, street__startswith=one.number)
    same = {
        "siret": one.siret, "rna": one.rna, "phone": phone.in_words(one.phone) if one.phone else "",
        "email__iexact": one.email, "acronym__iexact": one.name.joined, "website__icontains": one.site,
    }  # fmt: skip
    return reduce(or_, (Q(**{lookup: value}) for lookup, value in same.items() if value), alike)


def _keep(found: Found, known: Iterable[Duplicate], *, dry_run: bool = False) -> dict[str, int]:
    """Makes the table say FOUND, of the pairs KNOWN so far; what an editor decided stays as it was decided."""
    with transaction.atomic():
        rows = {row.keys: row for row in known}
        gone = [row.pk for keys, row in rows.items() if row.state == PairState.PROPOSED and keys not in found]
        new = [_told(Duplicate(left=left, right=right), said) for (left, right), said in found.items()
               if (left, right) not in rows]  # fmt: skip
        if dry_run:
            return {"new": len(new), "gone": len(gone)}
        for start in range(0, len(gone), BATCH):
            Duplicate.objects.filter(pk__in=gone[start : start + BATCH], state=PairState.PROPOSED).delete()
        changed = [
            _told(rows[keys], said)
            for keys, said in found.items()
            if keys in rows and rows[keys].state == PairState.PROPOSED and not _says(rows[keys], said)
        ]
        Duplicate.objects.bulk_update(changed, ["score", "reasons"], batch_size=BATCH)
        Duplicate.objects.bulk_create(new, batch_size=BATCH, ignore_conflicts=True)
    return {"new": len(new), "gone": len(gone)}


def _told(row: Duplicate, said: Match) -> Duplicate:
    row.score, row.reasons = round(said.score, 4), [str(reason) for reason in said.reasons]
    return row


def _says(row: Duplicate, said: Match) -> bool:
    return row.score == round(said.score, 4) and row.reasons == [str(reason) for reason in said.reasons]
