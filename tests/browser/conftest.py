"""A real browser on the running site with the demonstration content. One worker drives it (xdist group)."""

import os
import shutil
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import LazySettings
from playwright.sync_api import BrowserContext, Page, Route

from tests.conftest import need

# Playwright runs an event loop in this thread, which Django's ORM refuses to be called from otherwise.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


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
def strangers(context: BrowserContext, site: str) -> Iterator[list[str]]:
    """Every request that would have gone to another host; it is not sent."""
    seen: list[str] = []

    def only_here(route: Route) -> None:
        if route.request.url.startswith((site, "data:", "blob:")):
            route.continue_()
        else:
            seen.append(route.request.url)
            route.abort()

    context.route("**/*", only_here)
    return seen


def violations(page: Page) -> list[str]:
    """What axe finds wrong on PAGE, a line each: the rule, how bad, and where first."""
    found = Axe().run(
        page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    )
    return [
        f"{violation['id']} ({violation['impact']}): {violation['nodes'][0]['html'][:160]}"
        for violation in found.response["violations"]
    ]
