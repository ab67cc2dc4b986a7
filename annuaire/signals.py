"""Every way that what the directory shows changes, and its version with it."""

from typing import Any
from uuid import UUID

from django.db.models import Model, Q
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_slug_changed, post_page_move

from annuaire import versions
from annuaire.freshness.states import freshness_changed
from annuaire.models import ActorPage
from core.atomic_actions import make_atomic
from core.models import Action, Audience, Commune, Equipment, Service, Skill
from core.models.pages import CanonicalQuerySet

SHOWN = (Action, Audience, Commune, Equipment, Service, Skill)
# What a draft writes on its page: nobody but editors sees it.
DRAFT_FIELDS = frozenset(
    ["draft_title", "has_unpublished_changes", "latest_revision", "latest_revision_created_at", "expire_at",
     "go_live_at", "expired", "owner", "locked", "locked_at", "locked_by"]
)  # fmt: skip


def follow_actor(
    sender: type,
    instance: ActorPage,
    update_fields: frozenset[str] | None = None,
    raw: bool = False,
    **kwargs: Any,
) -> None:
    """An actor or a translation of one, published, withdrawn, deleted or merely saved."""
    if update_fields is not None and update_fields <= DRAFT_FIELDS:
        return
    if raw:  # loaded from a file, with nothing around it yet
        versions.move()
    elif instance.is_canonical:
        # Nothing is told of what was never published, even that it went.
        was_told = instance.live or instance.first_published_at
        versions.note({instance.pk: instance.translation_key} if was_told else {})
    else:
        versions.note(keys_of(ActorPage.objects.canonical().filter(translation_key=instance.translation_key)))


def follow_shown(sender: type, instance: Model, **kwargs: Any) -> None:
    """An entry of a vocabulary, or a commune: many actors may show it."""
    versions.move()


@receiver([post_page_move, page_slug_changed])
def follow_address(sender: type, instance: Page, **kwargs: Any) -> None:
    """The address of actors changes with those of the pages above them; a page moved may no longer be public."""
    follow_under(instance)


@receiver(freshness_changed)
def follow_freshness(sender: type, actor_ids: set[int], **kwargs: Any) -> None:
    """Entries that nobody confirms sink, then are hidden, without being saved."""
    versions.note(keys_of(ActorPage.objects.filter(pk__in=actor_ids)))


@receiver([post_save, post_delete], sender=PageViewRestriction)
def follow_restriction(sender: type, instance: PageViewRestriction, **kwargs: Any) -> None:
    page = Page.objects.filter(pk=instance.page_id).first()
    if page is not None:
        follow_under(page)


def follow_under(page: Page) -> None:
    """What is told of an actor changes, or of all those under a page."""
    if not has_actors(page):
        return
    if actors := keys_of(ActorPage.objects.canonical().filter(pk=page.pk)):
        versions.note(actors)
    else:
        versions.move()


def keys_of(actors: CanonicalQuerySet) -> dict[int, UUID]:
    """The translation keys, by primary key, of those of ACTORS that are or were published."""
    told = actors.filter(Q(live=True) | Q(first_published_at__isnull=False))
    return dict(told.values_list("pk", "translation_key"))


def has_actors(page: Page) -> bool:
    """Whether PAGE is an actor, or has some under it."""
    return ActorPage.objects.filter(path__startswith=page.path).exists()


def connect_all() -> None:
    """Called when the site starts. An actor is saved with its lists in one transaction, which moves the version."""
    make_atomic(ActorPage, "save", "delete")
    for signal in (post_save, post_delete):
        signal.connect(follow_actor, sender=ActorPage)
        for model in SHOWN:
            signal.connect(follow_shown, sender=model)
