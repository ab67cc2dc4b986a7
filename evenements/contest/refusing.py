"""An edition that someone entered is not deleted: their applications would go with it, unread."""

from collections.abc import Sequence

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.models import Page

from evenements.contest.enums import ApplicationState
from evenements.contest.models import Application


@hooks.register("before_delete_page")
def refuse_to_delete_what_was_entered(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Says how many applications there are, instead of deleting PAGE and what is under it."""
    return _refusal(request, [page])


@hooks.register("before_bulk_action")
def refuse_to_delete_several_entered(
    request: HttpRequest, action_type: str, objects: list[Model], action: BulkAction
) -> HttpResponse | None:
    """The same of several pages: Wagtail deletes these without the hook of one."""
    return _refusal(request, [page for page in objects if isinstance(page, Page)]) if action_type == "delete" else None


def _refusal(request: HttpRequest, pages: Sequence[Page]) -> HttpResponse | None:
    """What leads to an edition that is kept, one of PAGES or under them."""
    under = [page.pk for each in pages for page in each.get_descendants(inclusive=True).only("pk")]
    kept = Application.objects.filter(edition__in=under, purged_at=None).exclude(state=ApplicationState.WITHDRAWN)
    first, number = kept.first(), kept.count()
    if first is None:
        return None
    sentence = ngettext(
        "Une candidature est déposée dans cette édition : dépubliez-la plutôt.",
        "%(count)s candidatures sont déposées dans cette édition : dépubliez-la plutôt.",
        number,
    )
    messages.error(request, sentence % {"count": number})
    return redirect("wagtailadmin_pages:edit", first.edition_id)
