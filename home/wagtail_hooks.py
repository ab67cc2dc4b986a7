"""What the home app adds to Wagtail's admin."""

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import WorkflowObjectsToModeratePanel

from home.dashboard import WeekPanel


@hooks.register("construct_homepage_panels")
def show_the_week(request: HttpRequest, panels: list[Component]) -> None:
    """What waits for somebody comes before what is on."""
    panels.append(WeekPanel())
    for panel in panels:
        if isinstance(panel, WorkflowObjectsToModeratePanel):
            panel.order = WeekPanel.order - 10
