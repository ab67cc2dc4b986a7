"""An event that people will come to is cancelled before it is deleted: they are told then."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from core.clock import now as clock_now
from evenements.booking.enums import GOING
from evenements.booking.models import Booking
from evenements.enums import State


@hooks.register("before_delete_page")
def refuse_to_delete_what_is_booked(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Says how many people would be left without a word, instead of deleting PAGE and what is under it."""
    under = Page.objects.descendant_of(page, inclusive=True).values("pk")
    coming = Booking.objects.filter(date__event__in=under, state__in=GOING, date__end__gt=clock_now())
    number = coming.exclude(date__state=State.CANCELLED).count()
    if not number:
        return None
    sentence = ngettext(
        "Une réservation est en cours : annulez d’abord l’événement, la personne sera prévenue.",
        "%(count)s réservations sont en cours : annulez d’abord l’événement, ces personnes seront prévenues.",
        number,
    )
    messages.error(request, sentence % {"count": number})
    return redirect("wagtailadmin_pages:edit", page.pk)
