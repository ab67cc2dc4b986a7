"""An event that people will come to is cancelled before it is deleted: they are told then."""

from collections.abc import Sequence

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.models import Page

from core.clock import now as clock_now
from evenements.booking.enums import GOING
from evenements.booking.models import Booking
from evenements.enums import State


@hooks.register("before_delete_page")
def refuse_to_delete_what_is_booked(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Says how many people would be left without a word, instead of deleting PAGE and what is under it."""
    return _refusal(request, [page])


@hooks.register("before_bulk_action")
def refuse_to_delete_several_booked(
    request: HttpRequest, action_type: str, objects: list[Model], action: BulkAction
) -> HttpResponse | None:
    """The same of several pages: Wagtail deletes these without the hook of one."""
    return _refusal(request, [page for page in objects if isinstance(page, Page)]) if action_type == "delete" else None


def _refusal(request: HttpRequest, pages: Sequence[Page]) -> HttpResponse | None:
    """What leads to an event that is kept, one of PAGES or under them."""
    under = [page.pk for each in pages for page in each.get_descendants(inclusive=True).only("pk")]
    coming = Booking.objects.filter(date__event__in=under, state__in=GOING, date__end__gt=clock_now())
    coming = coming.exclude(date__state=State.CANCELLED)
    first, number = coming.select_related("date").first(), coming.count()
    if first is None:
        return None
    sentence = ngettext(
        "Une réservation est en cours : annulez d’abord l’événement, la personne sera prévenue.",
        "%(count)s réservations sont en cours : annulez d’abord l’événement, ces personnes seront prévenues.",
        number,
    )
    messages.error(request, sentence % {"count": number})
    return redirect("wagtailadmin_pages:edit", first.date.event_id)
