"""The directory's addresses that are not pages of Wagtail."""

from django.urls import path

from annuaire import views
from annuaire.freshness.views import confirm_actor
from annuaire.map_views import directory_cards, directory_points

urlpatterns = [
    path("annuaire/annuaire.csv", views.directory_table, name="directory_table"),
    path("annuaire/annuaire.json", views.directory_objects, name="directory_objects"),
    path("annuaire/annuaire.geojson", views.directory_features, name="directory_features"),
    path("annuaire/annuaire.schema.json", views.directory_table_schema, name="directory_table_schema"),
    path("annuaire/points.json", directory_points, name="directory_points"),
    path("annuaire/fiches.json", directory_cards, name="directory_cards"),
    path("annuaire/lieux-mediation-numerique.csv", views.national_table, name="national_table"),
    path("confirmer/<str:token>/", confirm_actor, name="confirm_actor"),
]
