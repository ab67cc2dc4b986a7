"""A real browser on the running site with the demonstration content."""

import os
import shutil
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import LazySettings
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Response, Route, expect

from tests.conftest import need

# Playwright runs an event loop in this thread, which Django's ORM refuses to be called from otherwise.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
# A machine that does something else at the same time answers late, and is right all the same.
expect.set_options(timeout=20_000)
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    need(CHROMIUM, "Chromium is not installed")
    return {**browser_type_launch_args, "executable_path": CHROMIUM}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    return {
        **browser_context_args,
        "locale": "fr-FR",
        "timezone_id": "Europe/Paris",
        "reduced_motion": "reduce",
        "viewport": {"width": 1280, "height": 900},
    }


@pytest.fixture
def site(demo: None, live_server, settings: LazySettings) -> str:
    """The address of the running site, demonstration content in it."""
    settings.SITE_URL = live_server.url
    return live_server.url


@pytest.fixture
def complaints(context: BrowserContext, site: str) -> Iterator[list[str]]:
    """All that a browser has to say against the pages it opens: nothing, or the test fails.

    Requests to another host, which are not sent; what the console calls an error (a refusal by the security policy
    among them); exceptions of scripts; parts of a page that do not come.
    """
    found: list[str] = []

    def only_here(route: Route) -> None:
        if route.request.url.startswith((site, "data:", "blob:")):
            route.continue_()
        else:
            found.append(f"asks {route.request.url}")
            route.abort()

    def listen(message: ConsoleMessage) -> None:
        # That a page itself answers an error is for the test to say.
        if message.type == "error" and "Failed to load resource" not in message.text:
            found.append(f"console: {message.text}")

    def check(response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            found.append(f"{response.url}: {response.status}")

    context.route("**/*", only_here)
    context.on("console", listen)
    context.on("weberror", lambda error: found.append(f"exception: {error.error}"))
    context.on("response", check)
    yield found
    assert found == []


def follow(link: Locator) -> None:
    """Presses a link or a button that leads to another page, and waits until that page is whole."""
    with link.page.expect_navigation():
        link.click()


def violations(page: Page, rules: list[str] | None = None) -> list[str]:
    """What axe finds wrong on PAGE, a line each: the rule, how bad, and where first. RULES: those alone."""
    only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": STANDARD}
    found = Axe().run(page, options={"runOnly": only, "resultTypes": ["violations"]})
    return [
        f"{violation['id']} ({violation['impact']}): {violation['nodes'][0]['html'][:160]}"
        for violation in found.response["violations"]
    ]
