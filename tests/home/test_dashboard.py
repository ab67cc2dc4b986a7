"""The admin's first screen: what waits, then what is on."""

import pytest
from django.urls import reverse
from wagtail.admin.views.home import WorkflowObjectsToModeratePanel

from home.dashboard import WeekPanel
from tests.factories.core import UserFactory

pytestmark = pytest.mark.django_db


def test_what_waits_for_somebody_comes_first(client):
    client.force_login(UserFactory(administrator=True))

    panels = client.get(reverse("wagtailadmin_home")).context["panels"]

    kinds = [type(panel) for panel in panels]
    assert kinds.index(WorkflowObjectsToModeratePanel) < kinds.index(WeekPanel)
