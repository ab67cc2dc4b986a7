"""What happens around a form of the admin, in the browser of an editor: refused, focus goes to what says so."""

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from core.groups import editors_name
from tests.factories.core import UserFactory
from tests.factories.evenements import EventPageFactory


@pytest.fixture
def editor(page: Page, live_server, settings) -> Page:
    """The browser of an editor who is logged in."""
    settings.SITE_URL = live_server.url
    settings.FROZEN_NOW = "2027-03-01T09:00"
    client = Client()
    client.force_login(UserFactory(groups=[editors_name()]))
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    return page


@pytest.mark.parametrize("name", ["evenements:choose_parent", "wagtailsnippets_core_place:add"])
def test_a_refused_form_gives_focus_to_what_says_so(editor: Page, live_server, name: str):
    editor.goto(live_server.url + reverse(name))
    expect(editor.locator("main .messages .error")).to_have_count(0)
    editor.locator('main footer button[type="submit"]').first.click()

    refusal = editor.locator("main .messages .error").first
    expect(refusal).to_be_focused()
    editor.keyboard.press("Tab")
    expect(refusal.get_by_role("button")).to_be_focused()
    editor.keyboard.press("Enter")
    expect(refusal.get_by_role("button")).not_to_be_focused()


def test_an_editing_form_that_is_not_refused_leaves_focus_alone(editor: Page, live_server):
    editor.goto(live_server.url + reverse("wagtailadmin_pages:edit", args=[EventPageFactory().pk]))

    expect(editor.locator("#id_title")).to_be_visible()
    assert editor.evaluate("document.activeElement === document.body")
