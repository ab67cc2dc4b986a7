"""The addresses of applications."""

from django.urls import path

from evenements.contest.own import application, application_file
from evenements.contest.start import begin

urlpatterns = [
    path("candidater/<int:pk>/", begin, name="begin_application"),
    path("candidatures/<str:token>/", application, name="application"),
    path("candidatures/<str:token>/<uuid:key>/", application_file, name="application_file"),
]
