"""Two things side by side, in words for who decides: what differs, what names each, what merging them would do."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page

from annuaire.duplicates.fields import FIELDS, Difference, differences, in_words, label, values
from annuaire.duplicates.models import Duplicate, Merge
from annuaire.duplicates.subjects import Subject, key_of, name_of, subjects
from annuaire.duplicates.wording import in_words as reasons_in_words
from annuaire.models import ActorPage
from core.addresses import canonical_path
from core.mentions import Swap
from core.models import Place
from core.repointing import FOLLOWING, naming


@dataclass(frozen=True)
class Side:
    """One of the two: `named_by` are the contents that name it, in words."""

    subject: Subject
    key: str
    name: str
    kind: str
    where: str
    edit_url: str
    page_url: str
    named_by: str


@dataclass(frozen=True)
class Row:
    """What the two say of one thing; empty where one says nothing."""

    label: str
    left: str
    right: str


@dataclass(frozen=True)
class Proposal:
    """A pair in the list; `sides` are there for those that still exist."""

    pair: Duplicate
    sides: Sequence[Side]
    reasons: str
    merge: Merge | None = None


def side_of(subject: Subject, *, counting: bool = False) -> Side:
    is_actor = isinstance(subject, ActorPage)
    return Side(
        subject=subject,
        key=key_of(subject),
        name=name_of(subject),
        kind=str(subject.get_kind_display()) if isinstance(subject, ActorPage) else _("Lieu de l’agenda"),
        where=", ".join(subject.address_lines()),
        edit_url=edit_url(subject),
        page_url=subject.full_url or "" if is_actor and subject.live else "",
        named_by=named_by(subject) if counting else "",
    )


def edit_url(subject: Subject) -> str:
    if isinstance(subject, ActorPage):
        return reverse("wagtailadmin_pages:edit", args=[subject.pk])
    return AdminURLFinder().get_edit_url(subject) or ""


def named_by(subject: Subject) -> str:
    """The contents that name SUBJECT, counted by kind: "2 événements, 1 candidature au concours"."""
    pages: dict[int, str] = {}
    for model, name in naming(Swap(subject, subject)):
        if (model._meta.label, name) in FOLLOWING:
            continue
        rows = model._base_manager.filter(**{name: subject.pk})
        holder = "pk" if issubclass(model, Page) else next(_holders(model), "")
        for pk in rows.values_list(holder, flat=True) if holder else ():
            pages.setdefault(pk, "")
    kinds = Counter(type(page) for page in Page.objects.filter(pk__in=pages, alias_of=None).specific())
    said = [f"{number} {_kind(model, number)}" for model, number in sorted(kinds.items(), key=lambda one: -one[1])]
    return ", ".join(said)


def _holders(model: type[Model]) -> Iterator[str]:
    source: Any = model._meta.auto_created
    for known in model._meta.concrete_fields:
        target = known.remote_field.model if known.remote_field else None
        if target and (target is source or (known.name == "page" and issubclass(target, Page))):
            yield known.attname


def _kind(model: type[Page], number: int) -> str:
    return str(model._meta.verbose_name if number == 1 else model._meta.verbose_name_plural)


def proposals(pairs: Iterable[Duplicate]) -> list[Proposal]:
    """The pairs as the list shows them; a constant number of queries."""
    rows = list(pairs)
    found = subjects({key for row in rows for key in row.keys})
    merges = {row.duplicate_id: row for row in Merge.objects.standing().filter(duplicate__in=rows).select_related("by")}
    return [
        Proposal(
            pair=row,
            sides=[side_of(found[key]) for key in row.keys if key in found],
            reasons=reasons_in_words(row.reasons),
            merge=merges.get(row.pk),
        )
        for row in rows
    ]


def rows_of(left: Subject, right: Subject) -> list[Row]:
    """What LEFT and RIGHT say otherwise; of an actor and a place, what both may say."""
    if type(left) is not type(right):
        kinds = Row(_("Genre"), side_of(left).kind, side_of(right).kind)
        return [kinds, Row(_("Nom"), name_of(left), name_of(right)), Row(*_both("address", left, right))]
    return [Row(*_both(name, left, right)) for name in FIELDS[type(left)] if values(left, name) != values(right, name)]


def _both(name: str, left: Subject, right: Subject) -> tuple[str, str, str]:
    return label(left, name), in_words(left, name), in_words(right, name)


def same_labels(left: Subject, right: Subject) -> str:
    """The names of what both say alike, in one line."""
    if type(left) is not type(right):
        return ""
    alike = [name for name in FIELDS[type(left)] if values(left, name) == values(right, name) and in_words(left, name)]
    return ", ".join(label(left, name).lower() for name in alike)


def choices_for(kept: Subject, merged: Subject) -> list[Difference]:
    """What is to be chosen before MERGED goes into KEPT."""
    return differences(kept, merged)


def consequences(kept: Subject, merged: Subject) -> list[str]:
    """What merging will do, in sentences."""
    names = {"kept": name_of(kept), "merged": name_of(merged)}
    said = []
    if isinstance(merged, ActorPage):
        said.append(_("La fiche « %(merged)s » n’est plus publiée ; « %(kept)s » reste.") % names)
    else:
        said.append(_("Le lieu « %(merged)s » est supprimé ; « %(kept)s » reste.") % names)
    if users := named_by(merged):
        sentence = _("Ce qui nomme « %(merged)s » nomme « %(kept)s », brouillons compris : %(users)s.")
        said.append(sentence % (names | {"users": users}))
    if isinstance(merged, ActorPage):
        sentence = _("L’adresse %(path)s, en toutes langues, mène à « %(kept)s ».")
        said.append(sentence % (names | {"path": canonical_path(merged)}))
        if number := _given_translations(kept, merged):
            sentence = ngettext(
                "%(number)s traduction qui manque à « %(kept)s » lui est donnée.",
                "%(number)s traductions qui manquent à « %(kept)s » lui sont données.",
                number,
            )
            said.append(sentence % (names | {"number": number}))
    said.append(_("Les abonnements faits à l’ancien nom continuent, avec les mêmes événements."))
    said.append(_("La fusion s’annule depuis « Doublons possibles », onglet « Fusionnés »."))
    return said


def _given_translations(kept: Subject, merged: ActorPage) -> int:
    if isinstance(kept, Place):
        return 0
    known = kept.get_translations(inclusive=True).values("locale")
    return merged.get_translations().filter(alias_of=None).exclude(locale__in=known).count()
