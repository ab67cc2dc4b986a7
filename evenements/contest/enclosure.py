"""Where a juror's account leads: to the jury's pages, and nowhere else in the admin.

Coming into Wagtail's admin opens more than pages one may edit: its choosers find drafts, a picture is read by its
number. Somebody who is a juror and nothing else is kept to a list of addresses, so that what the admin gains one day
is closed to them until it is added here.
"""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AbstractUser, AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem

from core.groups import JURY

ADMIN = "/admin/"
NAMESPACE = "jury"
HOME = "wagtailadmin_home"
# Signing in and out, one's own account, and what each page of the admin loads.
OPEN = {
    "wagtailadmin_login", "wagtailadmin_logout", "wagtailadmin_account", "wagtailadmin_sprite",
    "wagtailadmin_javascript_catalog", "wagtailadmin_dismissibles", "wagtailadmin_password_reset",
    "wagtailadmin_password_reset_done", "wagtailadmin_password_reset_confirm", "wagtailadmin_password_reset_complete",
}  # fmt: skip
# Where a request's user keeps the answer.
KNOWN = "_is_only_a_juror"


def is_only_a_juror(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether USER has no other group nor right than those of a juror."""
    known = vars(user)
    if KNOWN not in known:  # a page of the admin asks several times
        known[KNOWN] = _has_only_the_jury(user)
    return bool(known[KNOWN])


def _has_only_the_jury(user: AbstractBaseUser | AnonymousUser) -> bool:
    if not isinstance(user, AbstractUser) or user.is_superuser:
        return False
    return list(user.groups.values_list("name", flat=True)[:2]) == [JURY] and not user.user_permissions.exists()


@hooks.register("construct_main_menu", order=1000)
def show_the_jury_alone(request: HttpRequest, items: list[MenuItem]) -> None:
    """The menu of a juror has what their account opens."""
    if is_only_a_juror(request.user):
        items[:] = [item for item in items if item.name == NAMESPACE]


class EnclosureMiddleware:
    """Leads those who are only jurors back to the jury; after authentication and messages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """The redirection, else nothing: the view answers."""
        match = request.resolver_match
        if not request.path.startswith(ADMIN) or match is None:
            return None
        if match.namespace == NAMESPACE or match.view_name in OPEN or not is_only_a_juror(request.user):
            return None
        if match.view_name != HOME:
            messages.error(request, _("Votre compte de juré ouvre les candidatures de vos éditions, et rien d’autre."))
        return redirect("jury:index")
