"""What events add to Wagtail's admin."""

from django.urls import include, path
from django.urls.resolvers import URLResolver
from wagtail import hooks


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[URLResolver]:
    return [path("evenements/", include("evenements.admin_urls"))]
