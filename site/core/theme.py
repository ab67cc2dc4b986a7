"""What a territory makes of the look: its colours as a small style sheet, its initials as the site's icon."""

import hashlib
import re

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from core.flags import mark_picture, mark_svg
from core.territory import territory

# The tokens of phare.css a territory may give; the style sheet derives the dark theme from them.
PALETTE = ("encre", "paper", "sand", "rade", "phare", "bouee", "algue", "nuit", "alert")
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
DAY = 24 * 3600
YEAR = 365 * DAY


def colours_css(colours: dict[str, str]) -> str:
    """COLOURS, by token, as custom properties that phare.css reads.

    Raises ValueError on an unknown token or on what is not a colour in six hexadecimal digits.
    """
    for token, colour in colours.items():
        if token not in PALETTE or not COLOUR.fullmatch(colour):
            raise ValueError(f"brand.colours: {token} = {colour!r} is not one of {', '.join(PALETTE)} as #rrggbb")
    return ":root{" + "".join(f"--t-{token}:{colour};" for token, colour in colours.items()) + "}\n"


def theme_version() -> str:
    """What changes when the territory's colours do: part of the sheet's address, and its ETag."""
    return hashlib.sha256(colours_css(territory().colours).encode()).hexdigest()[:12]


def _etag(request: HttpRequest) -> str:
    return f'"{theme_version()}"'


@require_safe
@cache_control(public=True, max_age=YEAR, immutable=True)
@condition(etag_func=_etag)
def theme(request: HttpRequest) -> HttpResponse:
    """/theme.css: pages link to it with its version, so that it may be kept for a year."""
    return HttpResponse(colours_css(territory().colours), content_type="text/css; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=DAY)
def favicon_svg(request: HttpRequest) -> HttpResponse:
    """/favicon.svg: the territory's initials in flags."""
    return HttpResponse(mark_svg(territory().initials), content_type="image/svg+xml")


@require_safe
@cache_control(public=True, max_age=DAY)
def favicon_ico(request: HttpRequest) -> HttpResponse:
    """/favicon.ico, for what asks for it without reading the page: feed readers, calendars."""
    return HttpResponse(mark_picture(territory().initials, 48, "ICO"), content_type="image/vnd.microsoft.icon")


@require_safe
@cache_control(public=True, max_age=DAY)
def touch_icon(request: HttpRequest) -> HttpResponse:
    """/apple-touch-icon.png: the mark on a phone's home screen."""
    return HttpResponse(mark_picture(territory().initials, 180), content_type="image/png")
