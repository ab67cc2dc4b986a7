"""Tags and filters of the site's templates: icons, flags, the page head, addresses."""

import datetime as dt
import re

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page

from core.dates_in_words import day_name, month_name, phrases
from core.flags import SPRITE as FLAGS
from core.flags import letters
from core.navigation import PageAddresses
from core.navigation import page_addresses as addresses_of
from core.theme import theme_version

register = template.Library()

ICONS = "icons/icons.svg"
# An ordinary space before a two-part sign, inside guillemets, or between a number and what it counts.
BREAKABLE = re.compile(r" (?=[;:!?»%€](?:\s|$|[.,)]))|(?<=«) |(?<=\d) (?=h\b|\d{3}\b)|(?<=\d h) (?=\d)")
# The dash of "14 h – 17 h": a line may end after a dash, were there no word joiner.
BETWEEN_HOURS = re.compile(r"(?<=h|\d) – (?=\d)")
UNBROKEN_DASH = "\N{NO-BREAK SPACE}–\N{WORD JOINER}\N{NO-BREAK SPACE}"
# What components/head.html shows, and what it shows when a page does not say.
HEAD_INPUTS = {
    "title": "",
    "lang": "",
    "lead": "",
    "crumbs": (),
    "publics": (),
    "state": "",
    "example": False,
    "before": "",
    "number": "",
    "after": "",
    "mark_example": False,
    "flag_name": "",
    "hoist": "",
    "item": False,
    "level": 1,
    "title_id": "",
}


@register.simple_tag
def icon(name: str) -> SafeString:
    """The Lucide icon NAME of the sprite, beside a text that says the same: it is hidden from assistive technology."""
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#i-{}"/></svg>', static(ICONS), name)


@register.simple_tag
def flag(name: str) -> SafeString:
    """The flag of a letter ("L"), or "cone"."""
    return format_html('<svg class="flag" aria-hidden="true"><use href="{}#f-{}"/></svg>', static(FLAGS), name)


@register.simple_tag
def flags(text: str) -> SafeString:
    """TEXT spelled in flags, one after the other; what has no flag is left out."""
    return format_html_join("", "{}", ((flag(letter),) for letter in letters(text)))


@register.simple_tag
def theme_url() -> str:
    """The address of the territory's colours, which changes when they do."""
    return f"{reverse('theme')}?v={theme_version()}"


@register.simple_tag(takes_context=True)
def page_addresses(context: Context) -> PageAddresses:
    """The page being read in each language: `{% page_addresses as addresses %}`. Needs `request` in the context."""
    page = context.get("page")
    return addresses_of(context["request"], page if isinstance(page, Page) else None)


@register.simple_block_tag
def head(content: str, **inputs: object) -> SafeString:
    """The page head: `{% head title=… number=… after=… %}what follows the lead{% endhead %}`.

    The inputs are those of components/head.html; TemplateSyntaxError on any other.
    """
    unknown = inputs.keys() - HEAD_INPUTS.keys()
    if unknown:
        raise template.TemplateSyntaxError(f"head has no input {', '.join(sorted(unknown))}")
    values = HEAD_INPUTS | inputs | {"content": mark_safe(content.strip())}  # noqa: S308 (rendered by a template)
    values["mark_class"] = _mark_class(str(values["number"]))
    return render_to_string("components/head.html", values)


def _mark_class(number: str) -> str:
    """The smaller size that NUMBER needs to stand whole in the flag's figure: "1 234", "18 h 30"."""
    digits = sum(letter.isdigit() for letter in number)
    if digits > 4:
        return "head__mark--longer"
    return "head__mark--long" if digits == 4 or len(number) > 5 else ""


@register.filter(is_safe=True)
def tidy(text: str) -> str:
    """TEXT with the spaces that French typography never breaks made unbreakable: "14 h 30", "Pour qui ?", "« oui »"."""
    return BETWEEN_HOURS.sub(UNBROKEN_DASH, BREAKABLE.sub("\N{NO-BREAK SPACE}", str(text)))


@register.filter
def weekday(day: dt.date) -> str:
    """ "mercredi", as all dates in words; Django’s own Breton has typewriter apostrophes."""
    return day_name(day)


@register.filter
def month(day: dt.date) -> str:
    """ "avril" """
    return month_name(day)


@register.filter
def short_month(day: dt.date) -> str:
    """ "avril", "déc." """
    return phrases().short_months[day.month - 1]
