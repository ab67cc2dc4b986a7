"""Undoes a merge: the thing comes back with what named it and its addresses, but for what was changed since."""

import datetime as dt
from typing import Any

from django.core.serializers import deserialize
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.contrib.redirects.models import Redirect

from annuaire.duplicates.history import Who, note
from annuaire.duplicates.merging import Refused, standing_merge, stored, tell
from annuaire.duplicates.models import Duplicate, Merge, PairState
from annuaire.duplicates.subjects import Subject, subjects
from annuaire.models import ActorPage
from core.models import Place
from core.publication import change, publish
from core.repointing import column, put_back


def undo(row: Merge, user: Who = None) -> list[str]:
    """Undoes the merge ROW; returns what could not be put back, in sentences.

    Raises Refused when it was undone already, or when nothing can come back.
    """
    with transaction.atomic():
        who = user if user and user.pk else None
        if not Merge.objects.standing().filter(pk=row.pk).update(undone_at=timezone.now(), undone_by=who):
            raise Refused(_("Cette fusion est déjà annulée."))
        if later := standing_merge(row.kept):
            raise Refused(_("Annulez d’abord la fusion de « %(name)s ».") % {"name": later.merged_name})
        remarks: list[str] = []
        kept = subjects([row.kept]).get(row.kept)
        merged = _returned_place(row, remarks) if "place" in row.journal else _withdrawn_entry(row)
        page_ids, left = put_back(row.journal["entries"])
        if isinstance(merged, ActorPage):
            _give_back_translations(row)
            _publish_again(merged, row, user, remarks)
        if kept is None:
            remarks.append(_("« %(name)s » n’existe plus.") % {"name": row.kept_name})
        else:
            left += _take_back(kept, row.journal["facts"], user)
            note(kept, "lost", row.merged_name, user)
        note(merged, "revived", row.kept_name, user)
        Duplicate.objects.filter(pk=row.duplicate_id).update(state=PairState.PROPOSED, decided_at=None, decided_by=None)
        tell(page_ids, merged, *([kept] if kept else []))
    return [*remarks, *_left(left)]


def _left(number: int) -> list[str]:
    if not number:
        return []
    sentence = ngettext(
        "%(number)s information a changé depuis la fusion, ou n’existe plus : elle reste comme elle est.",
        "%(number)s informations ont changé depuis la fusion, ou n’existent plus : elles restent comme elles sont.",
        number,
    )
    return [sentence % {"number": number}]


def _withdrawn_entry(row: Merge) -> ActorPage:
    page = subjects([row.merged]).get(row.merged)
    if not isinstance(page, ActorPage):
        raise Refused(_("« %(name)s » a été supprimé depuis : la fusion ne s’annule plus.") % {"name": row.merged_name})
    return page


def _returned_place(row: Merge, remarks: list[str]) -> Place:
    """The place as it was, under its own key; under another slug when a new place took its own."""
    (found,) = deserialize("json", row.journal["place"])
    place: Place = found.object
    if Place.objects.filter(pk=place.pk).exists():
        raise Refused(_("« %(name)s » existe déjà : la fusion ne s’annule plus.") % {"name": row.merged_name})
    if Place.objects.filter(slug=place.slug).exists():
        place.slug = place.free_slug()
        sentence = _("Un autre lieu a pris son code : il revient avec le code « %(slug)s ».")
        remarks.append(sentence % {"slug": place.slug})
    place.save(force_insert=True)
    return place


def _give_back_translations(row: Merge) -> None:
    for pk, key in row.journal.get("translations", []):
        page = ActorPage.objects.filter(pk=pk).first()
        if page is not None:
            page.translation_key = key
            page.__dict__.pop("canonical", None)
            page.save(clean=False)


def _publish_again(page: ActorPage, row: Merge, user: Who, remarks: list[str]) -> None:
    """Publishes the entry as it was; a draft, made before the merge or since, stays a draft."""
    Redirect.objects.filter(pk__in=row.journal["redirects"], redirect_page=_pk(row.kept)).delete()
    if page.live:
        remarks.append(_("« %(name)s » avait déjà été publié de nouveau.") % {"name": row.merged_name})
        return
    changed = row.journal["had_draft"] or page.latest_revision_id != row.journal["latest"]
    if (planned := row.journal.get("planned")) and not page.scheduled_revision:
        pk, day = planned
        page.revisions.filter(pk=pk).update(approved_go_live_at=dt.datetime.fromisoformat(day))
    publish(page, lambda version: version, user, has_draft=changed)
    page.refresh_from_db()


def _pk(key: str) -> int:
    return int(key.partition(":")[2])


def _take_back(kept: Subject, facts: list[list[Any]], user: Who) -> int:
    """KEPT loses what it took, where it still has it. Returns how many values were changed since."""
    if not facts:
        return 0
    if isinstance(kept, Place):
        now = stored(kept)
        back = {name: before for name, before, after in facts if now[name] == after}
        for name, value in back.items():
            setattr(kept, column(Place, name).attname, value)
        kept.save()
        return len(facts) - len(back)
    left = _without(kept, facts)[1]
    change(kept, lambda version: _without(version, facts)[0], user)
    kept.refresh_from_db()
    return left


def _without(page: ActorPage, facts: list[list[Any]]) -> tuple[ActorPage, int]:
    """PAGE with the values it had before, where they are those that were given; how many are others by now."""
    content = stored(page)
    back = {name: before for name, before, after in facts if content[name] == after}
    return page.with_content_json(content | back), len(facts) - len(back)
