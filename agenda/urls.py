"""The addresses of feeds, and those of the agenda's pages. They come before Wagtail's: see `sections`."""

from django.urls import path

from agenda import sections, views

urlpatterns = [
    path("agenda/agenda.ics", views.agenda_ics, name="agenda_ics"),
    path("agenda/agenda.rss", views.agenda_rss, name="agenda_rss"),
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
