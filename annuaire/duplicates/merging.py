"""Merges one thing into another: what named it names the other, its addresses lead there, and it can come back.

An entry that is merged is withdrawn and stays in the directory's folder, out of sight; a place is removed, and its row
is in the journal. All of it is one transaction.
"""

import json
from collections.abc import Mapping
from typing import Any

from django.core.serializers import serialize
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, ReferenceIndex

from annuaire.duplicates.fields import columns, take
from annuaire.duplicates.history import Who, note
from annuaire.duplicates.models import Duplicate, Merge, PairState
from annuaire.duplicates.subjects import Subject, existing, key_of, kind_and_pk, name_of, subjects
from annuaire.models import ActorPage
from core.addresses import french_path, site_path
from core.mentions import Swap
from core.models import Place
from core.publication import change
from core.repointing import references_moved, repoint


class Refused(Exception):
    """Nothing was done; the sentence says why."""


def merge(pair: Duplicate, kept_key: str, choices: Mapping[str, str], user: Who = None) -> Merge:
    """Keeps one of PAIR, which takes of the other what CHOICES say (by field, one of `Taken`), and all that names it.

    Raises Refused when someone decided of the pair meanwhile, or when one of the two is gone.
    """
    with transaction.atomic():
        kept, merged = _claimed(pair, kept_key, user)
        swap = Swap(merged, kept)
        journal = repoint(swap)
        told: dict[str, Any] = {"entries": journal.entries}
        if isinstance(merged, ActorPage) and isinstance(kept, ActorPage):
            told["translations"] = _move_translations(kept, merged)
        told["facts"] = give(kept, merged, choices, user)
        row = Merge(duplicate=pair, kept=key_of(kept), merged=key_of(merged), merged_slug=merged.slug)
        row.kept_name, row.merged_name = name_of(kept)[:255], name_of(merged)[:255]
        note(kept, "received", name_of(merged), user)
        note(merged, "merged", name_of(kept), user)
        # Events are told again first: what is told of them still named the one that goes.
        tell(journal.page_ids, kept)
        told |= _retire_entry(merged, kept, user) if isinstance(merged, ActorPage) else _remove_place(merged)
        row.at, row.by, row.journal = timezone.now(), user if user and user.pk else None, told
        row.save()
    return row


def _claimed(pair: Duplicate, kept_key: str, user: Who) -> tuple[Subject, Subject]:
    """The one to keep and the other, now that the pair is this request's to decide of: of two at once, one is."""
    who = user if user and user.pk else None
    decided = {"state": PairState.MERGED, "decided_at": timezone.now(), "decided_by": who}
    if not Duplicate.objects.filter(pk=pair.pk, state=PairState.PROPOSED).update(**decided):
        raise Refused(_("Quelqu’un a déjà décidé de ces deux fiches."))
    found = subjects(pair.keys)
    if kept_key not in pair.keys or existing(pair.keys) != set(pair.keys):
        raise Refused(_("L’une des deux n’existe plus, ou n’est plus publiée : il n’y a rien à fusionner."))
    kept = found.pop(kept_key)
    (merged,) = found.values()
    if isinstance(merged, ActorPage) and isinstance(kept, Place):
        raise Refused(_("Un acteur ne se fusionne pas dans un lieu : gardez l’acteur."))
    if isinstance(kept, ActorPage):
        ActorPage.objects.select_for_update(of=("self",)).get(pk=kept.pk)
    return kept, merged


def _move_translations(kept: ActorPage, merged: ActorPage) -> list[list[Any]]:
    """The words of MERGED in the languages that KEPT lacks become KEPT's. Returns what was moved: page and its key."""
    known = set(kept.get_translations(inclusive=True).values_list("locale_id", flat=True))
    moved = []
    for page in ActorPage.objects.filter(translation_key=merged.translation_key, alias_of=None):
        if page.locale_id not in known:
            moved.append([page.pk, str(page.translation_key)])
            page.translation_key = kept.translation_key
            page.save(clean=False)
    return moved


def give(kept: Subject, merged: Subject, choices: Mapping[str, str], user: Who) -> list[list[Any]]:
    """KEPT takes what CHOICES say, published at once; its draft takes it too. Returns each value before and after."""
    chosen = {name: said for name, said in choices.items() if said != "own"}
    names = [column for name in chosen for column in columns(name)]
    if not names:
        return []
    if isinstance(kept, Place):
        before = stored(kept)
        take(kept, merged, chosen)
        kept.save()
    else:
        live = ActorPage.objects.get(pk=kept.pk)
        before = stored(live)

        def taken(version: ActorPage) -> ActorPage:
            take(version, merged, chosen)
            return version

        change(live, taken, user)
        kept.refresh_from_db()
    after = stored(kept)
    return [[name, before[name], after[name]] for name in names if before[name] != after[name]]


def stored(subject: Subject) -> dict[str, Any]:
    """The values of SUBJECT as JSON keeps them, by field: a day is its text."""
    if isinstance(subject, ActorPage):
        values = subject.serializable_data()
    else:
        values = {field.name: field.value_from_object(subject) for field in subject._meta.concrete_fields}
    return json.loads(json.dumps(values, cls=DjangoJSONEncoder))


def _retire_entry(merged: ActorPage, kept: Subject, user: Who) -> dict[str, Any]:
    """Withdraws MERGED, whose addresses in each language now lead to KEPT."""
    page = ActorPage.objects.get(pk=merged.pk)
    planned = page.scheduled_revision
    told: dict[str, Any] = {"latest": page.latest_revision_id, "had_draft": page.has_unpublished_changes}
    told["planned"] = [planned.pk, planned.approved_go_live_at.isoformat()] if planned else None
    paths = [french_path(page.url_path)]
    for other in page.get_translations().filter(alias_of=None).live():
        if other.slug != page.slug:
            paths.append(site_path(other.url_path))
    UnpublishPageAction(page, user=user, log_action=False).execute(skip_permission_checks=True)
    redirects = [
        Redirect.objects.update_or_create(
            old_path=Redirect.normalise_path(path),
            site=None,
            defaults={"redirect_page_id": kept.pk, "is_permanent": True, "automatically_created": True},
        )[0].pk
        for path in filter(None, paths)
    ]
    return {**told, "redirects": redirects}


def _remove_place(place: Place) -> dict[str, Any]:
    told = {"place": serialize("json", [place])}
    place.delete()
    return told


def tell(page_ids: set[int], *subjects_changed: Subject) -> None:
    """Those who follow what pages show read again PAGE_IDS and the entries themselves."""
    ids = page_ids | {subject.pk for subject in subjects_changed if isinstance(subject, ActorPage)}
    for page in Page.objects.filter(pk__in=page_ids).specific():
        ReferenceIndex.create_or_update_for_object(page)
    references_moved.send(sender=Merge, page_ids=ids)


def standing_merge(key: str) -> Merge | None:
    """The merge by which the thing of KEY left, when it was not undone."""
    return Merge.objects.standing().filter(merged=key).first()


def merged_entries() -> dict[int, int]:
    """The entries that are merged away, each with the one that stands for it, through as many merges as there were.

    One that was published again since is an entry like another.
    """
    rows = Merge.objects.standing().filter(merged__startswith="actor:").order_by("at")
    into = {kind_and_pk(merged)[1]: kind_and_pk(kept)[1] for merged, kept in rows.values_list("merged", "kept")}
    for pk in ActorPage.objects.filter(pk__in=list(into), live=True).values_list("pk", flat=True):
        del into[pk]
    found = {}
    for merged, kept in into.items():
        seen = {merged}
        while kept in into and kept not in seen:
            seen.add(kept)
            kept = into[kept]
        found[merged] = kept
    return found


def merged_places(slugs: list[str]) -> dict[str, Subject]:
    """Where the places that had these slugs are now, by slug, through as many merges as there were."""
    found: dict[str, Subject] = {}
    for row in Merge.objects.standing().filter(merged__startswith="place:", merged_slug__in=slugs).order_by("at"):
        key, seen = row.kept, {row.merged}
        while key not in seen and (later := standing_merge(key)):
            seen.add(key)
            key = later.kept
        if key in (here := subjects([key])):
            found[row.merged_slug] = here[key]
    return found
