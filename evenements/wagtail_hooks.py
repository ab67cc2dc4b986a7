"""What events add to Wagtail's admin."""

from django.urls import include, path
from django.urls.resolvers import URLResolver
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet

from evenements.choosers import EventChooserViewSet
from evenements.contest_viewsets import ContestViewSetGroup
from evenements.viewsets import EventViewSet, WorkshopViewSet


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[URLResolver]:
    return [path("evenements/", include("evenements.admin_urls"))]


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[ViewSet]:
    return [EventViewSet(), WorkshopViewSet(), ContestViewSetGroup(), EventChooserViewSet()]
