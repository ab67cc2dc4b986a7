"""The addresses of bookings."""

from django.urls import path

from evenements.booking import keys  # noqa: F401  # the converter <row:…>
from evenements.booking.own import booking, booking_calendar
from evenements.booking.views import book

urlpatterns = [
    path("reserver/<row:pk>/", book, name="book"),
    path("reservations/<str:token>/", booking, name="booking"),
    path("reservations/<str:token>/date.ics", booking_calendar, name="booking_calendar"),
]
