"""An edition that someone entered is not deleted: their applications would go with it, unread."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from evenements.contest.enums import ApplicationState
from evenements.contest.models import Application


@hooks.register("before_delete_page")
def refuse_to_delete_what_was_entered(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Says how many applications there are, instead of deleting PAGE and what is under it."""
    under = Page.objects.descendant_of(page, inclusive=True).values("pk")
    kept = Application.objects.filter(edition__in=under, purged_at=None).exclude(state=ApplicationState.WITHDRAWN)
    number = kept.count()
    if not number:
        return None
    sentence = ngettext(
        "Une candidature est déposée dans cette édition : dépubliez-la plutôt.",
        "%(count)s candidatures sont déposées dans cette édition : dépubliez-la plutôt.",
        number,
    )
    messages.error(request, sentence % {"count": number})
    return redirect("wagtailadmin_pages:edit", page.pk)
