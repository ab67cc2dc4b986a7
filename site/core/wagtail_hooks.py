"""What the admin says when an entry is deleted or a place saved."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder

from core.models import Place
from core.models.kept import KeptWhileUsed


@hooks.register("before_delete_snippet")
def refuse_to_delete_what_is_used(request: HttpRequest, instances: Iterable[Model]) -> HttpResponse | None:
    """Says which of INSTANCES are used, and by what, instead of deleting any."""
    refusals = {
        instance: instance.refusal(users)
        for instance in instances
        if isinstance(instance, KeptWhileUsed) and (users := instance.users())
    }
    if not refusals:
        return None
    for sentence in refusals.values():
        messages.error(request, sentence)
    address = AdminURLFinder(request.user).get_edit_url(next(iter(refusals)))
    return redirect(address or "wagtailadmin_home")


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def tell_doubts(request: HttpRequest, instance: Any) -> None:
    """After a place is saved: what seems wrong in its address."""
    if isinstance(instance, Place):
        for doubt in instance.doubts():
            messages.warning(request, doubt)
