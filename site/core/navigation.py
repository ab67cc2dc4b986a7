"""Where a reader can go: the sections, the addresses every page links to, the same page in other languages."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.models import Page

from core.addresses import absolute
from core.gone import without_language
from core.languages import DEFAULT_LANGUAGE, choose, codes, current, prefix
from core.territory import territory

# The public contract's addresses that every page may link to, French form.
PATHS = {
    "home": "/",
    "agenda": "/agenda/",
    "subscribe": "/agenda/abonnement/",
    "rss": "/agenda/agenda.rss",
    "workshops": "/ateliers/",
    "directory": "/annuaire/",
    "contest": "/concours/",
    "plan": "/plan/",
    "search": "/recherche/",
    "accessibility": "/accessibilite/",
    "legal": "/mentions-legales/",
    "privacy": "/donnees-personnelles/",
    "site_map": "/plan-du-site/",
    "contact": "/contact/",
    "data": "/donnees/",
}
# Where the public contract promises a page.
PROMISED = frozenset(PATHS.values())
# What follows the colour token is the folders of the section: its own address, then where its pages live.
SECTIONS = {
    "agenda": ("P", "rade", ("/agenda/", "/evenements/")),
    "ateliers": ("cone", "algue", ("/ateliers/",)),
    "annuaire": ("K", "phare", ("/annuaire/",)),
    "concours": ("C", "bouee", ("/concours/",)),
}


@dataclass(frozen=True)
class Section:
    """One of the four tabs. `current` is what aria-current says: "page" on its index, "true" below it, else ""."""

    code: str
    label: str
    url: str
    flag: str
    colour: str
    current: str

    @property
    def css_class(self) -> str:
        return f"is-{self.code}"


@dataclass(frozen=True)
class LanguageLink:
    """The page being read, in one language; `is_translated` when its words are in that language."""

    code: str
    label: str
    url: str
    is_current: bool
    is_translated: bool

    @property
    def full_url(self) -> str:
        return absolute(self.url)


@dataclass(frozen=True)
class PageAddresses:
    """The page being read in each language, and the one address search engines should keep."""

    links: tuple[LanguageLink, ...]
    canonical: str

    @property
    def alternates(self) -> list[LanguageLink]:
        """The languages it exists in, when there is more than one (hreflang)."""
        translated = [link for link in self.links if link.is_translated]
        return translated if len(translated) > 1 else []

    @property
    def default(self) -> LanguageLink:
        return next(link for link in self.links if link.code == DEFAULT_LANGUAGE)


def paths() -> dict[str, str]:
    """The addresses of PATHS in the language being read."""
    return {name: prefix(current()) + path for name, path in PATHS.items()}


def sections(path: str) -> list[Section]:
    """The four tabs, as seen from PATH."""
    labels = {"agenda": _("Agenda"), "ateliers": _("Ateliers"), "annuaire": _("Annuaire"), "concours": _("Concours")}
    here = without_language(path)
    found = []
    for code, (flag, colour, folders) in SECTIONS.items():
        inside = "true" if here.startswith(folders) else ""
        aria = "page" if here == folders[0] else inside
        url = prefix(current()) + folders[0]
        found.append(Section(code, labels[code], url, flag, territory().colours[colour], aria))
    return found


def frame(path: str) -> dict[str, object]:
    """What the frame of every page shows, seen from PATH; asks neither the database nor the request."""
    tabs = sections(path)
    site = territory().data["site"]
    return {
        "territory": territory(),
        "territory_name": choose(territory().names),
        "site_name": choose(territory().site_name),
        "carried_by": choose(site["carried_by"]),
        "language": current(),
        "paths": paths(),
        "sections": tabs,
        "section": next((tab for tab in tabs if tab.current), None),
    }


def site_navigation(request: HttpRequest) -> dict[str, object]:
    """Context processor: the frame, and whether the reader may be an editor (asked without opening a session)."""
    return frame(request.path) | {"may_edit": settings.SESSION_COOKIE_NAME in request.COOKIES}


def page_addresses(request: HttpRequest, page: Page | None) -> PageAddresses:
    """The addresses of what REQUEST reads: PAGE, or a view that answers in every language. One query for a page."""
    urls, translated = _urls(request, page)
    names = dict(settings.LANGUAGES)
    links = tuple(
        LanguageLink(code, str(names[code]), urls[code], code == current(), code in translated) for code in codes()
    )
    canonical = absolute(urls[current() if current() in translated else DEFAULT_LANGUAGE])
    number = request.GET.get("page", "")
    is_further = number.isascii() and number.isdecimal() and number != "1"
    return PageAddresses(links, f"{canonical}?page={number}" if is_further else canonical)


def _urls(request: HttpRequest, page: Page | None) -> tuple[dict[str, str], set[str]]:
    """The path in each language, and the languages it has words in."""
    here = without_language(request.path)
    parts = page.get_url_parts(request) if page is not None and page.pk else None
    if page is None or parts is None or parts[2] is None:
        return {code: prefix(code) + here for code in codes()}, set(codes())
    root = without_language(parts[2])
    below = here[len(root) :] if here.startswith(root) else ""
    found = _translated_paths(request, page)
    french = found.get(DEFAULT_LANGUAGE, root)
    return {code: found.get(code, prefix(code) + french) + below for code in codes()}, set(found)


def _translated_paths(request: HttpRequest, page: Page) -> dict[str, str]:
    translations = (
        Page.objects.filter(translation_key=page.translation_key, alias_of=None, live=True)
        .select_related("locale")
        .only("url_path", "locale__language_code")
    )
    found = {translation.locale.language_code: translation.get_url_parts(request) for translation in translations}
    return {code: parts[2] for code, parts in found.items() if parts}
