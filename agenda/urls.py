"""The addresses of feeds, and those of the agenda's pages. They come before Wagtail's: see `sections`."""

from django.urls import path

from agenda import data_views, map_views, sections, views

urlpatterns = [
    path("agenda/agenda.ics", views.agenda_ics, name="agenda_ics"),
    path("agenda/agenda.rss", views.agenda_rss, name="agenda_rss"),
    path("agenda/agenda.csv", data_views.agenda_table, name="agenda_table"),
    path("agenda/agenda.json", data_views.agenda_document, name="agenda_document"),
    path("agenda/points.json", map_views.agenda_points, name="agenda_points"),
    path("agenda/dates.json", map_views.agenda_point, name="agenda_point"),
    path("agenda/agenda.schema.json", data_views.agenda_table_schema, name="agenda_table_schema"),
    path("ateliers/agenda.csv", data_views.workshops_table, name="workshops_table"),
    path("ateliers/agenda.json", data_views.workshops_document, name="workshops_document"),
    path("ateliers/agenda.ics", views.workshops_ics, name="workshops_ics"),
    path("ateliers/agenda.rss", views.workshops_rss, name="workshops_rss"),
    path("ateliers/<str:slug>/evenement.ics", views.workshop_ics, name="workshop_ics"),
    path("evenements/<str:slug>/evenement.ics", views.event_ics, name="event_ics"),
    path("annuaire/<str:slug>/agenda.ics", views.actor_ics, name="actor_ics"),
    path("agenda/", sections.agenda),
    path("agenda/<path:rest>/", sections.agenda),
    path("ateliers/", sections.workshops),
    path("ateliers/abonnement/", sections.workshops, {"rest": "abonnement"}),
]
