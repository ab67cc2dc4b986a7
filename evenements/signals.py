"""Every way an event, or something it shows, changes: each ends in `publication`, in the transaction of the change."""

from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from django.dispatch import receiver
from wagtail.images import get_image_model
from wagtail.images.models import AbstractRendition
from wagtail.models import Page, PageViewRestriction, Revision
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from core.atomic_actions import make_atomic
from core.repointing import references_moved
from evenements.booking.dates import move_availability
from evenements.dependencies import SHOWN, canonical_id, events_showing, events_under, originals_of, shown
from evenements.enums import RegistrationMode
from evenements.models import DateLine, EventPage, WorkshopPage
from evenements.publication import publish, publish_many, withdraw
from evenements.snapshots import PICTURE
from evenements.uids import own_copied_revision, uid_in_copy


@receiver(page_published)
def tell_publication(sender: type, instance: Page, **kwargs: Any) -> None:
    """Publishing by any means: in the admin, by schedule, by workflow, by a copy kept live, for a translation too."""
    if event_id := canonical_id(instance):
        publish(event_id)
    if isinstance(instance, EventPage) and instance.registration == RegistrationMode.HERE:
        move_availability()  # no row and no feed has when bookings close, lists of seats left have


@receiver(page_unpublished)
def tell_withdrawal(sender: type, instance: Page, **kwargs: Any) -> None:
    """Unpublishing, expiring, deleting. Of a translation: the French words take its place."""
    event_id = canonical_id(instance)
    if event_id and event_id == instance.pk:
        withdraw([event_id])
    elif event_id:
        publish(event_id)


@receiver(post_delete, sender=Page)
def tell_deletion(sender: type, instance: Page, **kwargs: Any) -> None:
    """A live translation that is deleted was unpublished before, while the database still had it."""
    publish_many(originals_of(instance))


@receiver(post_page_move)
def tell_move(sender: type, instance: Page, url_path_before: str, url_path_after: str, **kwargs: Any) -> None:
    """Addresses change, and a page may come under a restriction, or out of one."""
    if url_path_before != url_path_after:
        publish_many(events_under(instance))


@receiver(page_slug_changed)
def tell_slug(sender: type, instance: Page, **kwargs: Any) -> None:
    """Wagtail says it after the transaction; until then, and after, the old addresses redirect."""
    publish_many(events_under(instance))


@receiver([post_save, post_delete], sender=PageViewRestriction)
def tell_restriction(sender: type, instance: PageViewRestriction, **kwargs: Any) -> None:
    """A page that becomes private, or no longer is, with all that is under it."""
    page = Page.objects.filter(pk=instance.page_id).first()
    if page is not None:
        publish_many(events_under(page))


@receiver(pre_save, sender=Revision)
def own_revision(sender: type, instance: Revision, **kwargs: Any) -> None:
    """A revision copied with its event takes the UIDs of the copy."""
    content = instance.content
    if instance.pk is None and "date_lines" in content:
        key = EventPage.objects.filter(pk=instance.object_id).values_list("translation_key", flat=True).first()
        if key is not None and str(key) != str(content["translation_key"]):
            own_copied_revision(content, key)


@receiver(references_moved)
def tell_other_names(sender: type, page_ids: set[int], **kwargs: Any) -> None:
    """What events named became another thing: an actor or a place that was there twice."""
    publish_many(EventPage.objects.canonical().filter(pk__in=page_ids).values_list("pk", flat=True))


def follow_alias(sender: type, instance: Page, update_fields: frozenset[str] | None, **kwargs: Any) -> None:
    """An alias made a page of its own, or a translation made an alias again: Wagtail publishes nothing then."""
    page = EventPage.objects.filter(pk=instance.pk).first() if "alias_of_id" in (update_fields or ()) else None
    if page is not None:
        if page.is_canonical:
            _own_lines(page)
        publish_many([page.pk, *originals_of(page)])


def _own_lines(page: EventPage) -> None:
    """The lines of what was the alias of an event take UIDs of their own: it is another event now."""
    lines = list(DateLine.objects.filter(page=page))
    for line in lines:
        line.uid = uid_in_copy(line.uid, page.translation_key)
    DateLine.objects.bulk_update(lines, ["uid"])


def remember_shown(sender: type, instance: Model, **kwargs: Any) -> None:
    instance._shown_before = shown(instance)


def tell_change(sender: type, instance: Model, **kwargs: Any) -> None:
    """Something that events show was saved: nothing is told again when what they show of it is the same."""
    if instance._shown_before not in (None, shown(instance)):
        publish_many(events_showing(instance))


def remember_showing(sender: type, instance: Model, **kwargs: Any) -> None:
    instance._showing = events_showing(instance)


def tell_disappearance(sender: type, instance: Model, **kwargs: Any) -> None:
    publish_many(instance._showing)


def tell_new_picture(sender: type, instance: AbstractRendition, **kwargs: Any) -> None:
    """The file of a picture was replaced, and its renditions dropped: its address is another."""
    if instance.filter_spec == PICTURE:
        publish_many(events_showing(get_image_model()(pk=instance.image_id)))


def connect_all() -> None:
    """Connects what depends on lists of models; called when the site starts."""
    image_model = get_image_model()
    for page_model in (Page, EventPage, WorkshopPage):
        post_save.connect(follow_alias, sender=page_model)
    for model in SHOWN:
        pre_save.connect(remember_shown, sender=model)
        post_save.connect(tell_change, sender=model)
    for model in (*SHOWN, image_model):
        make_atomic(model, "save", "delete")
        pre_delete.connect(remember_showing, sender=model)
        post_delete.connect(tell_disappearance, sender=model)
    post_delete.connect(tell_new_picture, sender=image_model.get_rendition_model())
