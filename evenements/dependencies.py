"""Who depends on what: the events that show something which is not theirs, and what they show of it.

A place or an actor renamed or moved, a label reworded: the events found here are told again. So are those of a picture
when its rendition goes, which is how Wagtail replaces a file.
"""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Model, Q, TextField
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from wagtail.images import get_image_model
from wagtail.models import Page, Revision

from annuaire.models import ActorPage
from core.languages import DEFAULT_LANGUAGE
from core.models import Audience, Commune, Equipment, EventKind, Place, Theme
from evenements.models import DateLine, EventPage, WorkshopPage

ADDRESS = ("street", "complement", "postcode", "commune", "latitude", "longitude")
LABELS = ("label", "label_br", "label_en")
# What events show of each thing that is not theirs.
SHOWN: dict[type[Model], tuple[str, ...]] = {
    Place: ("name", *ADDRESS),
    ActorPage: ("title", "acronym", "slug", "live", "alias_of", "first_published_at", *ADDRESS),
    Commune: ("name", "name_br"),
    EventKind: LABELS,
    Audience: LABELS,
    Theme: LABELS,
    Equipment: LABELS,
}


def shown(thing: Model) -> tuple[Any, ...] | None:
    """What events show of THING, as the database has it; None when it holds nothing of it, or events show nothing."""
    names = SHOWN.get(type(thing))
    if names is None or thing.pk is None:
        return None
    return type(thing)._base_manager.filter(pk=thing.pk).values_list(*names).first()


def events_showing(thing: Model) -> set[int]:
    """The canonical events that have been told and show THING."""
    told = EventPage.objects.canonical().filter(publication__isnull=False)
    return set(told.filter(_condition(thing)).values_list("pk", flat=True).distinct())


def _condition(thing: Model) -> Q:
    match thing:
        case Place():
            return Q(place=thing) | Q(pk__in=_events_with_dates_at("place", [thing.pk]))
        case Commune():
            at = Place.objects.filter(commune=thing).values_list("pk", flat=True)
            hosts = ActorPage.objects.filter(commune=thing).values_list("pk", flat=True)
            dates = _events_with_dates_at("place", at) | _events_with_dates_at("host", hosts)
            return Q(place__commune=thing) | Q(host__commune=thing) | Q(pk__in=dates)
        case ActorPage():
            known = ActorPage.objects.filter(translation_key=thing.translation_key).values_list("pk", flat=True)
            dates = _events_with_dates_at("host", known)
            return Q(host__in=known) | Q(participants__actor__in=known) | Q(pk__in=dates)
        case EventKind():
            return Q(kind=thing)
        case Audience():
            return Q(audiences=thing)
        case Theme():
            return Q(themes=thing)
        case Equipment():
            return Q(pk__in=WorkshopPage.objects.filter(equipment=thing).values("pk"))
    return Q(image=thing.pk) if isinstance(thing, get_image_model()) else Q(pk__in=[])


def _events_with_dates_at(name: str, venues: Iterable[int]) -> set[int]:
    """The events of which a date is held in one of VENUES, places or hosts as NAME says, rather than where they are."""
    wanted = set(venues)
    mention = reduce(or_, (Q(said__contains=f'"{name}": {pk}') for pk in wanted), Q(pk__in=[]))
    lines = DateLine.objects.annotate(said=Cast("changes", TextField())).filter(mention)
    found = lines.values_list("page_id", "changes")
    return {page for page, changes in found if any(change.get(name) in wanted for change in changes)}


def events_naming(place: Place) -> list[EventPage]:
    """The events of which a date is held in PLACE, in what is saved or in any revision."""
    drafts = Revision.page_revisions.annotate(said=Cast(KT("content__date_lines"), TextField()))
    drafts = drafts.filter(said__regex=rf'"place": ?{place.pk}[,}}]').values_list("object_id", flat=True)
    known = _events_with_dates_at("place", [place.pk]) | {int(pk) for pk in drafts.order_by().distinct()}
    return list(EventPage.objects.filter(pk__in=known))


def events_under(page: Page) -> set[int]:
    """The canonical events among PAGE, what is under it, and the originals of the translations under it."""
    pages = EventPage.objects.filter(path__startswith=page.path)
    keys = pages.filter(alias_of=None).values("translation_key")
    return set(EventPage.objects.canonical().filter(translation_key__in=keys).values_list("pk", flat=True))


def canonical_id(page: Page) -> int | None:
    """The canonical event of PAGE, an event or its translation; None for anything else."""
    if not isinstance(page, EventPage) or page.alias_of_id:
        return None
    return page.pk if page.locale.language_code == DEFAULT_LANGUAGE else next(iter(originals_of(page)), None)


def originals_of(page: Page) -> list[int]:
    """The canonical event that PAGE translates, or is; none for the page of anything else."""
    events = EventPage.objects.canonical().filter(translation_key=page.translation_key)
    return list(events.values_list("pk", flat=True))
