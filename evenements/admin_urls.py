"""Addresses of the admin that belong to events."""

from django.urls import path

from evenements.preview import line_dates

app_name = "evenements_admin"
urlpatterns = [
    path("dates/", line_dates, name="line_dates"),
]
