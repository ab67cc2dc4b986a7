"""Those who are of a jury may come into the admin while they are: their group gives that right, and no other.

The account of who judged is closed rather than deleted.
"""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import Model, QuerySet
from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.views.bulk_action import BulkAction

from core.groups import JURY
from core.languages import DEFAULT_LANGUAGE
from evenements.contest.jury import User, person_name
from evenements.contest.models import Juror, Mark, Recusal


def sitting(user_id: int) -> QuerySet[Juror]:
    """The juries the user of USER_ID is of: those of canonical pages, which alone hold facts."""
    return Juror.objects.filter(user=user_id, page__locale__language_code=DEFAULT_LANGUAGE, page__alias_of=None)


@receiver(pre_save, sender=Juror)
def remember_who_sat(sender: type, instance: Any, **kwargs: Any) -> None:
    """A row may be given to somebody else."""
    instance._sat = Juror.objects.filter(pk=instance.pk).values_list("user_id", flat=True).first()


@receiver(post_save, sender=Juror)
def let_in(sender: type, instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """Gives the group to who enters a jury; takes it back from who had the same row, if they leave the last one."""
    if not raw:
        for user_id in {instance.user_id, instance._sat or instance.user_id}:
            follow(user_id)


@receiver(post_delete, sender=Juror)
def let_out(sender: type, instance: Juror, **kwargs: Any) -> None:
    """Takes it back from who leaves the last one."""
    follow(instance.user_id)


def follow(user_id: int) -> None:
    """Puts the user of USER_ID in the group of jurors, or out of it, as the editions say."""
    group, _created = Group.objects.get_or_create(name=JURY)
    if sitting(user_id).exists():
        group.user_set.add(user_id)
    else:
        group.user_set.remove(user_id)


@hooks.register("before_delete_user")
def refuse_to_delete_who_judged(request: HttpRequest, user: User) -> HttpResponse | None:
    """Says what to do instead of deleting USER, who marked an application or stood back from one."""
    return _refusal(request, [user])


@hooks.register("before_bulk_action")
def refuse_to_delete_several(
    request: HttpRequest, action_type: str, objects: list[Model], action: BulkAction
) -> HttpResponse | None:
    """The same of several accounts."""
    users = [row for row in objects if isinstance(row, get_user_model())] if action_type == "delete" else []
    return _refusal(request, users)


def _refusal(request: HttpRequest, users: list[Any]) -> HttpResponse | None:
    keys = [user.pk for user in users]
    judged = {*Mark.objects.filter(juror__in=keys).values_list("juror", flat=True)}
    judged |= {*Recusal.objects.filter(user__in=keys).values_list("user", flat=True)}
    names = [person_name(user) for user in users if user.pk in judged]
    if not names:
        return None
    sentence = _(
        "Le classement du concours dépend de ce compte : désactivez-le plutôt que de le supprimer (%(names)s)."
    )
    messages.error(request, sentence % {"names": ", ".join(names)})
    return redirect("wagtailusers_users:index")
