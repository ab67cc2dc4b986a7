"""Who may decide of duplicates: who may publish the entries and remove the places."""

from django.contrib.auth.models import AbstractUser, AnonymousUser
from wagtail.permissions import page_permission_policy

from annuaire.duplicates.subjects import Subject
from annuaire.models import ActorPage

User = AbstractUser | AnonymousUser
PLACES = ("core.change_place", "core.delete_place")


def may_see(user: User) -> bool:
    """Whether USER publishes pages at all: the list of duplicates is for them."""
    return page_permission_policy.user_has_permission(user, "publish")


def may_decide(user: User, *things: Subject) -> bool:
    """Whether USER may merge, set apart or bring back these THINGS."""
    return all(
        thing.permissions_for_user(user).can_publish() if isinstance(thing, ActorPage) else user.has_perms(PLACES)
        for thing in things
    )
