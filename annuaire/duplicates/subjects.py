"""The two kinds of things that may be there twice: the entries of the directory, and the places of the agenda."""

from collections.abc import Collection, Iterable, Iterator

from django.db.models import Q, QuerySet

from annuaire import phone
from annuaire.duplicates.records import Record
from annuaire.models import ActorPage
from core.models import Commune, Place

ACTOR, PLACE = "actor", "place"
Subject = ActorPage | Place
ADDRESS = ("street", "complement", "commune__insee", "latitude", "longitude")
COLUMNS = {
    ACTOR: ("pk", "title", *ADDRESS, "acronym", "phone", "email", "website", "siret", "rna"),
    PLACE: ("pk", "name", *ADDRESS),
}
NAMES = ("name", "street", "complement", "commune", "latitude", "longitude")
ONLY_ACTORS = ("acronym", "phone", "email", "website", "siret", "rna")


def key_of(subject: Subject) -> str:
    """How SUBJECT is known among duplicates: "actor:12"."""
    return f"{ACTOR if isinstance(subject, ActorPage) else PLACE}:{subject.pk}"


def kind_and_pk(key: str) -> tuple[str, int]:
    kind, _, pk = key.partition(":")
    return kind, int(pk)


def name_of(subject: Subject) -> str:
    return subject.title if isinstance(subject, ActorPage) else subject.name


def compared(kind: str) -> QuerySet:
    """What of KIND is compared: published entries, all places."""
    if kind == ACTOR:
        return ActorPage.objects.canonical().filter(live=True)
    return Place.objects.all()


def subjects(keys: Iterable[str]) -> dict[str, Subject]:
    """Those of KEYS that still exist, whether published or not; two queries at most."""
    wanted: dict[str, list[int]] = {ACTOR: [], PLACE: []}
    for key in keys:
        kind, pk = kind_and_pk(key)
        wanted[kind].append(pk)
    found: list[Subject] = []
    if wanted[ACTOR]:
        found += ActorPage.objects.filter(pk__in=wanted[ACTOR]).select_related("commune", "locale")
    if wanted[PLACE]:
        found += Place.objects.filter(pk__in=wanted[PLACE]).select_related("commune")
    return {key_of(subject): subject for subject in found}


def records(kind: str, only: Q | None = None) -> Iterator[Record]:
    """What is compared of KIND, as records; ONLY narrows them. Two queries."""
    towns = dict(Commune.objects.values_list("insee", "name"))
    rows = compared(kind).filter(only or Q()).values_list(*COLUMNS[kind])
    for pk, *values in rows.iterator(chunk_size=2000):
        told = dict(zip((*NAMES, *ONLY_ACTORS)[: len(values)], values, strict=True))
        told["commune"] = told["commune"] or ""
        if number := told.get("phone"):
            told["phone"] = phone.international(number)
        yield Record(key=f"{kind}:{pk}", town=towns.get(told["commune"], ""), **told)


def record_of(key: str) -> Record | None:
    """The record of one thing; None when it is not, or no longer, compared."""
    kind, pk = kind_and_pk(key)
    return next(records(kind, Q(pk=pk)), None)


def existing(keys: Collection[str]) -> set[str]:
    """Those of KEYS that are still compared."""
    found = set()
    for kind in (ACTOR, PLACE):
        pks = [pk for known, pk in map(kind_and_pk, keys) if known == kind]
        found |= {f"{kind}:{pk}" for pk in compared(kind).filter(pk__in=pks).values_list("pk", flat=True)}
    return found
