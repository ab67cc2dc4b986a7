"""What organisers do of a date: see who comes, add, remove, tick who came, write to all, take the list away.

Whoever may change an event sees its bookings, and no other's; every view of names is in the history of the event.
"""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.permission_policies.pages import PagePermissionPolicy

from core.clock import now as clock_now
from core.clock import today as clock_today
from core.languages import DEFAULT_LANGUAGE
from evenements.booking import allocation
from evenements.booking.allocation import Asked, Refused
from evenements.booking.audit import note
from evenements.booking.calls import date_url
from evenements.booking.dates import occurrence_of
from evenements.booking.enums import GOING, HOLDING
from evenements.booking.forms import AddressField, NameField, PeopleField
from evenements.booking.keys import row_key
from evenements.booking.letters import News, Notice, tell_all
from evenements.booking.models import BookedDate, Booking
from evenements.booking.register import Register, as_csv
from evenements.form_guard import KeyedForm, new_token
from evenements.models import EventPage, Occurrence
from evenements.presentation import when_words
from evenements.snapshots import load

MOST_BY_HAND = 50
# In the session: the date whose list is shown again because someone was ticked in it, which the history already has.
TICKED = "bookings.ticked"


def editable(user: Any) -> QuerySet:
    """The pages whose bookings USER may see."""
    return PagePermissionPolicy().instances_user_has_permission_for(user, "change").values("pk")


class AddForm(KeyedForm):
    """Someone an organiser adds; without an address, nothing is written to them."""

    name = NameField()
    email = AddressField(required=False)

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.fields["people"] = PeopleField(MOST_BY_HAND)


class LetterForm(KeyedForm):
    """What an organiser writes to those who booked."""

    subject = forms.CharField(max_length=120)
    text = forms.CharField(max_length=5000)
    waiting = forms.BooleanField(required=False)


def date_for(request: HttpRequest, event: int, day: str, line: str) -> BookedDate:
    """The row of a date, for someone who may change its event; not saved when nobody asked for it yet."""
    page = get_object_or_404(EventPage.objects.canonical(), pk=event)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    try:
        identity = {"event": page, "line_uid": line, "original_day": dt.date.fromisoformat(day)}
    except ValueError:
        raise Http404 from None
    row = BookedDate.objects.filter(**identity).first()
    published = Occurrence.objects.filter(**identity, seats__isnull=False).first()
    if row is None:
        if published is None:
            raise Http404
        row = allocation.opened(published)
    row.event = page
    return row


class DateView(WagtailAdminTemplateMixin, TemplateView):
    """Who comes to a date."""

    template_name = "evenements/admin/booking_date.html"
    page_title = gettext_lazy("Réservations")
    header_icon = "ticket"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        listing = {"url": reverse("reservations:index"), "label": _("Réservations")}
        return [*self.breadcrumbs_items, listing, {"url": "", "label": self.date.event.title}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.date = date_for(request, **kwargs)
        if request.session.pop(TICKED, None) != self.date.pk:
            note(self.date, "viewed", request.user)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sought = self.request.GET.get("q", "").replace("\0", "")  # PostgreSQL reads no NUL
        date = self.date
        return super().get_context_data(
            date=date,
            when=when_words(date, clock_today()),
            register=Register(date, sought),
            q=sought,
            is_over=date.end <= clock_now(),
            act_url=date_url(date, "act"),
            csv_url=date_url(date, "csv"),
            sheet_url=date_url(date, "sheet"),
            edit_url=reverse("wagtailadmin_pages:edit", args=[date.event_id]),
            most_by_hand=MOST_BY_HAND,
            token=new_token(),
            **kwargs,
        )


def csv_file(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """The list of a date, in a file."""
    date = date_for(request, **kwargs)
    note(date, "exported", request.user)
    response = HttpResponse(as_csv(Register(date)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="reservations-{date.first_day.isoformat()}.csv"'
    return response


def sheet(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """The list of a date, to print and sign."""
    date = date_for(request, **kwargs)
    note(date, "printed", request.user)
    context = {"date": date, "register": Register(date), "when": when_words(date, clock_today())}
    return TemplateResponse(request, "evenements/admin/booking_sheet.html", context)


@require_POST
def act(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """Adds, removes, accepts for someone, ticks or writes, then goes back to the list, as it was searched."""
    date = date_for(request, **kwargs)
    actions = {"add": _add, "remove": _remove, "accept": _accept, "came": _came, "write": _write}
    if action := actions.get(request.POST.get("action", "")):
        action(request, date)
    anchor, sought = request.POST.get("booking", ""), request.POST.get("q", "")
    query = "?" + urlencode({"q": sought}) if sought else ""
    return redirect(date_url(date) + query + (f"#b{anchor}" if anchor.isdecimal() else ""))


def _add(request: HttpRequest, date: BookedDate) -> None:
    form, published = AddForm(request.POST), occurrence_of(date)
    if not form.is_valid() or published is None:
        messages.error(request, " ".join(_sentences(form)) or _("Cette date n’a plus lieu."))
        return
    said = form.cleaned_data
    who = said["name"], said["email"], said["people"]
    try:
        key = form.said_once(*who)
        made = allocation.book(published, Asked(*who, DEFAULT_LANGUAGE, form_key=key, by_hand=True), clock_now())
    except Refused as refused:
        messages.error(request, refused.reason.label)
        return
    note(date, "added", request.user, people=made.people)
    if made.state in HOLDING:
        messages.success(request, _("%(name)s a sa place.") % {"name": made.name})
    else:
        waits = _("Il n’y a pas assez de places : %(name)s est en attente.") % {"name": made.name}
        calls = "" if made.email else _("Sans adresse, un courriel vous dira quand l’appeler.")
        messages.warning(request, f"{waits} {calls}".strip())


def _sentences(form: forms.Form) -> list[str]:
    return [str(sentence) for sentences in form.errors.values() for sentence in sentences]


def _chosen(request: HttpRequest, date: BookedDate) -> Booking:
    return get_object_or_404(date.bookings, pk=row_key(request.POST.get("booking", "")))


def _remove(request: HttpRequest, date: BookedDate) -> None:
    booking = _chosen(request, date)
    if allocation.cancel(booking, clock_now(), by_organiser=True):
        note(date, "removed", request.user, people=booking.people)
        messages.success(request, _("La réservation de %(name)s est retirée.") % {"name": booking.name})


def _accept(request: HttpRequest, date: BookedDate) -> None:
    """Takes the seats on offer for someone who said yes by telephone."""
    booking = _chosen(request, date)
    try:
        is_taken = allocation.accept(booking, clock_now())
    except Refused:
        messages.error(request, _("Il n’y a pas assez de places : %(name)s est en attente.") % {"name": booking.name})
        return
    if not is_taken:
        messages.error(request, _("Cette place n’est plus proposée à %(name)s.") % {"name": booking.name})
        return
    note(date, "accepted", request.user, people=booking.people)
    messages.success(request, _("%(name)s a sa place.") % {"name": booking.name})


def _came(request: HttpRequest, date: BookedDate) -> None:
    """Ticks who came, or no longer; sent twice it is the same. The history has what it changes, not one more view."""
    said = {"yes": True, "no": False}.get(request.POST.get("came", ""))
    booking = _chosen(request, date)
    if Booking.objects.filter(pk=booking.pk, state__in=HOLDING).exclude(came=said).update(came=said):
        note(date, "came", request.user, booking=booking.pk, came=said)
        request.session[TICKED] = date.pk


def _write(request: HttpRequest, date: BookedDate) -> None:
    """Mails all or none, once each: who is being forgotten meanwhile is not written to."""
    form = LetterForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.non_field_errors())) or _("Écrivez un objet et un texte."))
        return
    said = form.cleaned_data
    text = said["text"].replace("\r\n", "\n")
    snapshot = load([date.event_id]).get(date.event_id)
    occasion = form.said_once(said["subject"], text)
    news = News(Notice.MESSAGE, occasion, date, lambda: snapshot, subject=said["subject"], text=text)
    with transaction.atomic():
        BookedDate.objects.select_for_update().get(pk=date.pk)
        going = date.bookings.filter(state__in=GOING if said["waiting"] else HOLDING)
        rows = [row for row in going if row.can_be_written_to]
        tell_all(rows, news)
        note(date, "written", request.user, people=len(rows))
    sentence = ngettext("Un courriel part dans la minute.", "%(count)s courriels partent dans la minute.", len(rows))
    messages.success(request, sentence % {"count": len(rows)})
