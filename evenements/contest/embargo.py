"""What was made of an application is not published by hand before the results."""

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.models import Page

from evenements.contest.results import under_embargo


@hooks.register("before_publish_page")
def refuse_to_publish_before_the_results(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Says when PAGE will be published by itself, instead of doing it now; the draft is saved."""
    return _refusal(request, [page])


@hooks.register("before_bulk_action")
def refuse_to_publish_several(
    request: HttpRequest, action_type: str, objects: list[Model], action: BulkAction
) -> HttpResponse | None:
    """The same of several pages, and of what is under them."""
    pages = [page for page in objects if isinstance(page, Page)] if action_type == "publish" else []
    under = [page for each in pages for page in each.get_descendants(inclusive=True)]
    return _refusal(request, under) if under else None


def _refusal(request: HttpRequest, pages: list[Page]) -> HttpResponse | None:
    held = under_embargo().filter(pk__in=[page.pk for page in pages]).select_related("application__edition").first()
    if held is None:
        return None
    moment = date_format(localtime(held.application.edition.results_at), "DATETIME_FORMAT")
    sentence = _("« %(title)s » est publiée avec les résultats, le %(moment)s : le brouillon est enregistré.")
    messages.warning(request, sentence % {"title": held.title, "moment": moment})
    return redirect("wagtailadmin_pages:edit", held.pk)
