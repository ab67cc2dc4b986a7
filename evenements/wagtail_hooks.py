"""What events add to Wagtail's admin."""

from django.urls import include, path
from django.urls.resolvers import URLResolver
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet
from wagtail.log_actions import LogActionRegistry

from evenements.booking.audit import register as register_booking_actions
from evenements.booking.refusing import refuse_to_delete_what_is_booked  # noqa: F401
from evenements.booking.viewsets import BookingViewSet
from evenements.choosers import EventChooserViewSet
from evenements.contest.audit import register as register_contest_actions
from evenements.contest.embargo import refuse_to_publish_before_the_results  # noqa: F401
from evenements.contest.enclosure import show_the_jury_alone  # noqa: F401
from evenements.contest.viewsets import JuryViewSet
from evenements.contest_viewsets import ContestViewSetGroup
from evenements.edition_steps import tell_contradictions  # noqa: F401
from evenements.viewsets import EventViewSet, WorkshopViewSet


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[URLResolver]:
    return [path("evenements/", include("evenements.admin_urls"))]


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[ViewSet]:
    return [
        EventViewSet(),
        WorkshopViewSet(),
        BookingViewSet(),
        JuryViewSet(),
        ContestViewSetGroup(),
        EventChooserViewSet(),
    ]


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    register_booking_actions(actions)
    register_contest_actions(actions)
