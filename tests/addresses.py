"""The public addresses of the running demonstration: a page of each type, the views under pages, feeds and files."""

from django.apps import apps
from wagtail.models import Page, get_page_models

# Views under a page, and those that are no page.
VIEWS = ("/agenda/abonnement/", "/ateliers/abonnement/", "/recherche/")
FILES = (
    "/sitemap.xml", "/robots.txt", "/sante/", "/theme.css", "/favicon.svg", "/favicon.ico", "/apple-touch-icon.png",
)  # fmt: skip
# Sent piece by piece, in each language.
DATA_FILES = ("/annuaire/annuaire.csv", "/annuaire/lieux-mediation-numerique.csv", "/annuaire/annuaire.schema.json")
# The public contract's parameters, by who reads them.
AGENDA_NAMES = (
    "du", "au", "public", "theme", "type", "commune", "organisateur", "action", "lieu", "mode", "gratuit", "q",
)  # fmt: skip
WORKSHOP_NAMES = (*AGENDA_NAMES, "equipement", "niveau")
DIRECTORY_NAMES = ("q", "genre", "public", "commune", "service", "equipement", "tri", "vue", "page")
SEARCH_NAMES = ("q", "type", "public", "theme", "commune", "tel_quel", "page")
ALL_NAMES = tuple(dict.fromkeys((*WORKSHOP_NAMES, *DIRECTORY_NAMES, *SEARCH_NAMES)))


def folder_of_events(model: type[Page]) -> bool:
    """Whether MODEL only sends elsewhere."""
    return model is apps.get_model("agenda.EventIndexPage")


def page_types() -> list[type[Page]]:
    """The page models a visitor can read."""
    return [model for model in get_page_models() if model is not Page and not folder_of_events(model)]


def page_addresses() -> dict[str, str]:
    """The French address of a page of each type, by the name of the type."""
    found = {}
    for model in page_types():
        page = model.objects.filter(locale__language_code="fr").live().last()
        assert page is not None, f"the demonstration has no {model.__name__}"
        found[model.__name__] = page.get_url_parts()[2]
    return found


def feed_addresses() -> list[str]:
    """Every kind of feed, in French."""
    pages = page_addresses()
    return [
        "/agenda/agenda.ics",
        "/agenda/agenda.rss",
        "/ateliers/agenda.ics",
        "/ateliers/agenda.rss",
        f"{pages['ActorPage']}agenda.ics",
        f"{pages['EventPage']}evenement.ics",
        f"{pages['WorkshopPage']}evenement.ics",
    ]
