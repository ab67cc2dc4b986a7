"""Those who are of a jury may come into the admin while they are: their group gives that right, and no other."""

from typing import Any

from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from core.groups import JURY
from core.languages import DEFAULT_LANGUAGE
from evenements.contest.models import Juror


def sitting(user_id: int) -> QuerySet[Juror]:
    """The juries the user of USER_ID is of: those of canonical pages, which alone hold facts."""
    return Juror.objects.filter(user=user_id, page__locale__language_code=DEFAULT_LANGUAGE, page__alias_of=None)


@receiver(post_save, sender=Juror)
def let_in(sender: type, instance: Juror, raw: bool = False, **kwargs: Any) -> None:
    """Gives the group to who enters a jury."""
    if not raw:
        follow(instance.user_id)


@receiver(post_delete, sender=Juror)
def let_out(sender: type, instance: Juror, **kwargs: Any) -> None:
    """Takes it back from who leaves the last one."""
    follow(instance.user_id)


def follow(user_id: int) -> None:
    """Puts the user of USER_ID in the group of jurors, or out of it, as the editions say."""
    group, _ = Group.objects.get_or_create(name=JURY)
    if sitting(user_id).exists():
        group.user_set.add(user_id)
    else:
        group.user_set.remove(user_id)
