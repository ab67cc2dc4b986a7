"""Who may do what in the admin: the network's editors, and administrators. Migration 0003 creates the two groups."""

from typing import Any

from django.contrib.auth.models import AbstractUser, AnonymousUser, Group, Permission
from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.models import GroupPagePermission, Page

from core.territory import territory

ADMINISTRATORS = "administrateur"
# Those who mark the applications of an edition of the contest: they come into the admin, and no more (migration 0010).
JURY = "jury"
# What editors may do with the pages of a language; only administrators may delete a page with those under it.
EDITING = ("add_page", "change_page", "publish_page")
HOME_DEPTH = 2


def editors_name() -> str:
    """The name of the editors' group: that of the network which animates the site."""
    return f"éditeur {territory().data['network']['short_name']}"


def is_administrator(user: AbstractUser | AnonymousUser) -> bool:
    """Whether USER is an administrator, or a superuser."""
    return user.is_superuser or user.groups.filter(name=ADMINISTRATORS).exists()


def is_of_the_network(user: AbstractUser | AnonymousUser) -> bool:
    """Whether USER edits for the network or administers: partners, who see the admin too, see their own pages alone."""
    return is_administrator(user) or user.groups.filter(name=editors_name()).exists()


@receiver(post_save)
def let_editors_in(sender: type, instance: Any, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Opens the home page of each language, and all that is under it, to editors as soon as it exists."""
    if not created or raw or not isinstance(instance, Page) or instance.depth != HOME_DEPTH:
        return
    group = Group.objects.filter(name=editors_name()).first()
    if group is None:
        return
    permissions = Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=EDITING)
    for permission in permissions:
        GroupPagePermission.objects.get_or_create(group=group, page_id=instance.pk, permission=permission)
