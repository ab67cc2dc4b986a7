"""Builds the site's fixed pages in each language: creates what is missing, overwrites nothing."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Locale, Page, Site

from agenda.models import AgendaPage, EventIndexPage, WorkshopIndexPage
from annuaire.models import DirectoryPage
from core.languages import DEFAULT_LANGUAGE, codes
from core.models import Action, BasePage
from evenements.models import ContestIndexPage
from home.loading.files import read, read_folder
from home.loading.words import Words, words_in
from home.models import ActionPage, ContentPage, HomePage, PlanPage

# By address; a page of the same name in the territory's pages/ gives its words.
SECTIONS: dict[str, type[BasePage]] = {
    "agenda": AgendaPage,
    "evenements": EventIndexPage,
    "ateliers": WorkshopIndexPage,
    "annuaire": DirectoryPage,
    "concours": ContestIndexPage,
    "plan": PlanPage,
}


class TreeBuilder:
    """Adds pages in French and their translations, side by side; counts what it adds."""

    def __init__(self) -> None:
        self.created = 0
        self.locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in codes()}

    def add(
        self, parents: dict[str, Page], model: type[BasePage], slug: str, entry: Words, **facts: Any
    ) -> dict[str, BasePage]:
        """The page SLUG under PARENTS (a page per language), made where it is missing; a page per language."""
        pages: dict[str, BasePage] = {}
        for code in codes():
            page = model.objects.child_of(parents[code]).filter(slug=slug).first()
            if page is None:
                page = model(slug=slug, locale=self.locales[code], **words_in(entry, code), **facts)
                if code != DEFAULT_LANGUAGE:
                    page.translation_key = pages[DEFAULT_LANGUAGE].translation_key
                parents[code].add_child(instance=page)
                self.publish(page)
            pages[code] = page
        return pages

    def publish(self, page: BasePage) -> None:
        page.save_revision(clean=False).publish()
        self.created += 1


def build_home(builder: TreeBuilder) -> dict[str, Page]:
    """The home page of each language, and the Site that starts at the French one."""
    root = Page.get_first_root_node()
    homes: dict[str, Page] = {}
    entry = read("pages/accueil")
    for code in codes():
        home = HomePage.objects.child_of(root).filter(locale=builder.locales[code]).first()
        if home is None:
            slug = "accueil" if code == DEFAULT_LANGUAGE else f"accueil-{code}"
            home = HomePage(slug=slug, locale=builder.locales[code], **words_in(entry, code))
            if code != DEFAULT_LANGUAGE:
                home.translation_key = homes[DEFAULT_LANGUAGE].translation_key
            root.add_child(instance=home)
            builder.publish(home)
        homes[code] = home
    build_site(homes[DEFAULT_LANGUAGE])
    return homes


def build_site(home: Page) -> None:
    """Points the default site at HOME; Wagtail's own first page goes when it was never used."""
    address = urlsplit(settings.SITE_URL)
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    site.hostname, site.port = (
        address.hostname or "localhost",
        address.port or (443 if address.scheme == "https" else 80),
    )
    site.site_name = settings.TERRITORY.site_name[DEFAULT_LANGUAGE]
    first = site.root_page if site.root_page_id else None
    site.root_page = home
    site.save()
    if first is not None and first.pk != home.pk and first.specific_class is Page and first.is_leaf():
        first.delete()


def build_actions(builder: TreeBuilder, plan: dict[str, BasePage]) -> None:
    """A page per action of the plan."""
    terms = {action.number: action for action in Action.objects.all()}
    for entry in read("plan")["actions"]:
        words = {
            "title": entry["title"],
            "summary": entry["subtitle"] or "",
            "schedule": entry["schedule"] or "",
            "budget": entry["budget"] or "",
            "audiences_text": entry["audiences"] or "",
            "body": entry.get("body") or "",
        }
        builder.add(plan, ActionPage, str(entry["number"]), words, action=terms[entry["number"]])


def build_tree() -> int:
    """Every fixed page in every language; returns how many were made."""
    builder = TreeBuilder()
    homes = build_home(builder)
    files = read_folder("pages")
    made = {slug: builder.add(homes, model, slug, files[slug]) for slug, model in SECTIONS.items()}
    build_actions(builder, made["plan"])
    for slug in sorted(files.keys() - SECTIONS.keys() - {"accueil"}):
        builder.add(homes, ContentPage, slug, files[slug])
    return builder.created
