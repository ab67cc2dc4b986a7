"""What the home app adds to Wagtail's admin."""

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.ui.components import Component

from home.dashboard import WeekPanel


@hooks.register("construct_homepage_panels")
def show_the_week(request: HttpRequest, panels: list[Component]) -> None:
    panels.append(WeekPanel())
