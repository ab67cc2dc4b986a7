"""Whether the drafts that wait for the results can be published, read together in a constant number of queries.

Wagtail makes a page of its revision one at a time and asks the database of each thing it leads to; the deliberation has
twenty of them on one page. What is read here is what may lack: a field, an actor, an address, words for a picture.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _
from wagtail.images import get_image_model
from wagtail.models import Page

from annuaire.models import ActorPage
from core.models import ContestCategory
from evenements.contest.files import no_words
from evenements.contest.models import Application
from evenements.models import ContestEntryPage


def unpublishable(waiting: Sequence[Application]) -> list[tuple[Application, str]]:
    """Those of WAITING, read with `entry__latest_revision`, that cannot be published, each with why in a sentence."""
    drafts = {row.pk: _draft(row.entry, "pictures") for row in waiting if row.entry}
    actors = _actors(drafts.values())
    _drop_what_is_gone(drafts.values(), actors)
    pages: list[Page] = [*drafts.values(), *(actor for actor in actors.values() if not actor.live)]
    taken = _taken_addresses(pages)
    found = []
    for row in waiting:
        for page in filter(None, [drafts.get(row.pk), actors.get(drafts[row.pk].actor_id)]):
            why = "" if page.live else " ".join(_lacks(page, taken))
            if why:
                said = {"title": page.title, "why": why}
                found.append((row, _("« %(title)s » ne peut pas être publiée : %(why)s") % said))
    return found


def _draft(page: Page, *relations: str) -> Any:
    """PAGE as it was last saved, with its fields and those RELATIONS alone; nothing is asked of the database."""
    kept = {*(field.name for field in page._meta.concrete_fields), "pk", *relations}
    revision = page.latest_revision
    content = revision.content if revision else page.serializable_data()
    found = type(page).from_serializable_data({key: content[key] for key in content if key in kept}, check_fks=False)
    found.pk, found.path, found.live = page.pk, page.path, page.live
    return found


def _actors(drafts: Iterable[ContestEntryPage]) -> dict[int, ActorPage]:
    """The actors of DRAFTS that are there, by key; those that nobody has published as they were last saved."""
    keys = {draft.actor_id for draft in drafts}
    rows = ActorPage.objects.filter(pk__in=keys).select_related("latest_revision")
    return {row.pk: row if row.live or row.first_published_at else _draft(row) for row in rows}


def _drop_what_is_gone(drafts: Iterable[ContestEntryPage], actors: dict[int, ActorPage]) -> None:
    """Takes out of DRAFTS what they lead to and that was deleted since they were saved."""
    rows = list(drafts)
    categories = _known(ContestCategory, (row.category_id for row in rows))
    images = _known(get_image_model(), (picture.image_id for row in rows for picture in row.pictures.all()))
    for row in rows:
        row.actor_id = row.actor_id if row.actor_id in actors else None
        row.category_id = row.category_id if row.category_id in categories else None
        row.pictures = [picture for picture in row.pictures.all() if picture.image_id in images]


def _known(model: type[Model], keys: Iterable[Any]) -> set[Any]:
    return set(model._default_manager.filter(pk__in=set(keys)).values_list("pk", flat=True))


def _taken_addresses(pages: Sequence[Page]) -> set[tuple[str, str]]:
    """The folders and slugs that two of PAGES want, or that another page of the folder has."""
    wanted = Counter(map(_address, pages))
    others = Page.objects.filter(slug__in={page.slug for page in pages}).exclude(pk__in={page.pk for page in pages})
    return {address for address, number in wanted.items() if number > 1} | set(map(_address, others))


def _address(page: Page) -> tuple[str, str]:
    return page.path[: -Page.steplen], page.slug


def _lacks(page: Page, taken: set[tuple[str, str]]) -> list[str]:
    """What PAGE needs, in sentences: the fields by their names."""
    led = [field.name for field in page._meta.concrete_fields if field.is_relation and getattr(page, field.attname)]
    found = []
    try:
        page.clean_fields(exclude=[*led, "content_type"])
    except ValidationError as error:
        for name, said in error.message_dict.items():
            label = page._meta.get_field(name).verbose_name
            found.append(_("%(field)s : %(why)s") % {"field": label, "why": " ".join(said)})
    if _address(page) in taken:
        found.append(_("Une autre page a la même adresse."))
    if isinstance(page, ContestEntryPage) and any(not row.alternative for row in page.pictures.all()):
        found.append(no_words())
    return found
