"""The addresses of the catalogue of open data."""

from django.urls import path

from core.open_data.views import catalogue_jsonld, catalogue_turtle

urlpatterns = [
    path("donnees/catalogue.jsonld", catalogue_jsonld, name="catalogue_jsonld"),
    path("donnees/catalogue.ttl", catalogue_turtle, name="catalogue_turtle"),
]
