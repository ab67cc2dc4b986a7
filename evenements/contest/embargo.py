"""What was made of an application is not published by hand before the results.

The admin says so where somebody publishes. What else publishes a page (an approval, a command, code) goes by Wagtail's
action, which refuses; an approval that comes before the results is kept, and they publish the page.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.actions.publish_page_revision import PublishPagePermissionError, PublishPageRevisionAction
from wagtail.admin import messages
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.models import Page, WorkflowState

from evenements.contest.results import under_embargo
from evenements.models import ContestEntryPage


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


@hooks.register("before_copy_page")
def refuse_to_copy_before_the_results(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A copy would be nobody's application, and so held by nothing: it is made once the results are known."""
    copied = page.get_descendants(inclusive=True) if request.POST.get("copy_subpages") else [page]
    held = _first_held(copied)
    if held is None:
        return None
    sentence = _("« %(title)s » attend les résultats : on ne la copie pas avant.")
    messages.warning(request, sentence % {"title": held.title})
    return redirect("wagtailadmin_explore", page.get_parent().pk)


def hold_publication() -> None:
    """Has Wagtail's action refuse what waits, and approvals leave it a draft; called when the site starts."""
    action: Any = PublishPageRevisionAction
    action.execute = _refusing(action.execute)
    state: Any = WorkflowState
    state.on_finish = _leaving_drafts(state.on_finish)


def _refusing(execute: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(execute)
    def run(self: PublishPageRevisionAction, *args: Any, **kwargs: Any) -> Any:
        if held := _first_held([self.object]):
            raise PublishPagePermissionError(_why(held))
        return execute(self, *args, **kwargs)

    return run


def _leaving_drafts(on_finish: Callable[..., None]) -> Callable[..., None]:
    @wraps(on_finish)
    def run(self: WorkflowState, user: Any = None) -> None:
        if _first_held([self.content_object]) is None:
            on_finish(self, user=user)

    return run


def _first_held(objects: Iterable[Any]) -> ContestEntryPage | None:
    """The first entry that waits, in French, of those that OBJECTS are or translate."""
    entries = [each for each in objects if isinstance(each, Page) and issubclass(each.specific_class, ContestEntryPage)]
    if not entries:
        return None
    keys = [entry.translation_key for entry in entries]
    return under_embargo().filter(translation_key__in=keys).select_related("application__edition").first()


def _why(held: ContestEntryPage) -> str:
    """When HELD is published, or what its edition lacks for it to be."""
    results_at = held.application.edition.results_at
    if results_at is None:
        sentence = _(
            "« %(title)s » attend les résultats : écrivez leur heure dans l’édition. Le brouillon est enregistré."
        )
        return sentence % {"title": held.title}
    sentence = _("« %(title)s » est publiée avec les résultats, le %(moment)s : le brouillon est enregistré.")
    return sentence % {"title": held.title, "moment": date_format(localtime(results_at), "DATETIME_FORMAT")}


def _refusal(request: HttpRequest, pages: list[Page]) -> HttpResponse | None:
    held = _first_held(pages)
    if held is None:
        return None
    messages.warning(request, _why(held))
    return redirect("wagtailadmin_pages:edit", held.pk)
