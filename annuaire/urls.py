"""The directory's addresses that are not pages of Wagtail."""

from django.urls import path

from annuaire.freshness.views import confirm_actor

urlpatterns = [path("confirmer/<str:token>/", confirm_actor, name="confirm_actor")]
