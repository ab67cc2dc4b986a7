"""« Réservations »: the dates that take bookings, and who comes to each."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSet

from evenements.booking import keys  # noqa: F401  # the converter <row:…>
from evenements.booking.desk import DateView, act, csv_file, sheet
from evenements.booking.listing import DatesView

DATE = "<row:event>/<str:day>/<str:line>"


class BookingViewSet(ViewSet):
    name = "reservations"
    url_prefix = "reservations"
    menu_label = _("Réservations")
    icon = menu_icon = "ticket"
    menu_order = 35
    add_to_admin_menu = True

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", DatesView.as_view(), name="index"),
            path(f"{DATE}/", DateView.as_view(), name="date"),
            path(f"{DATE}/agir/", act, name="act"),
            path(f"{DATE}/liste/", csv_file, name="csv"),
            path(f"{DATE}/feuille/", sheet, name="sheet"),
        ]
