"""A text shown in another language than the page's says so, wherever it is shown (WCAG 3.1.2)."""

import re

import pytest
from bs4 import NavigableString
from django.test import Client

from annuaire.models import ActorPage
from core.clock import today
from evenements.models import ContestEntryPage, DateLine, EventPage
from tests.addresses import VIEWS, page_addresses
from tests.reading import ReadPage, words

LISTS = ("/agenda/", "/agenda/?du=2016-01-01", "/ateliers/", "/annuaire/?page=2", "/concours/", "/plan/")
SEARCHES = ("/recherche/?q=numerique", "/recherche/?q=atelier", "/recherche/?q=concours")
# What an editor writes in one language; names are the same in all.
WRITTEN = {EventPage: ["title", "summary", "state_note"], ActorPage: ["summary"], ContestEntryPage: ["summary"]}


def this_month() -> str:
    return f"{today():%Y-%m}/"


def french_only(language: str) -> set[str]:
    """How the sentences begin that nobody wrote in LANGUAGE."""
    found = set()
    for model, fields in WRITTEN.items():
        translated = model.objects.filter(locale__language_code=language).values("translation_key")
        for page in model.objects.published().exclude(translation_key__in=translated):
            found |= {getattr(page, field) for field in fields}
    for line in DateLine.objects.exclude(changes=[]):
        found |= {change.get(name, "") for change in line.changes for name in ("title", "note")}
    return {words(NavigableString(text))[:50] for text in found if len(text) > 20}


def language_around(text: NavigableString) -> str:
    return next(str(element["lang"]) for element in text.parents if element.get("lang"))


@pytest.mark.parametrize("language", ["br", "en"])
def test_french_among_another_language_says_so(demo: None, client: Client, language: str):
    known = re.compile("|".join(map(re.escape, french_only(language))))
    shown, silent = set(), set()
    for path in [*page_addresses().values(), *VIEWS, *LISTS, *SEARCHES]:
        page = ReadPage.at(client, f"/{language}{path}")
        for text in page.soup.body.find_all(string=True):
            if found := known.search(words(text)):
                shown.add(found[0])
                if language_around(text) != "fr":
                    silent.add(f"{path}: {found[0]}")
    assert len(shown) > 40
    assert silent == set()


@pytest.mark.parametrize("language", ["br", "en"])
def test_a_row_in_french_says_it_in_words(demo: None, client: Client, language: str):
    rows = silent = 0
    for path in (*LISTS, *SEARCHES, "/agenda/mois/"):
        month = this_month() if path.endswith("/mois/") else ""
        page = ReadPage.at(client, f"/{language}{path}{month}")
        for link in page.soup.select("main li a.stretch, main time + a"):
            row = link.find_parent("li")
            said = {"br": "e galleg", "en": "in French"}[language] in words(row)
            rows += link.get("lang") == "fr"
            silent += said is not (link.get("lang") == "fr")
    assert rows > 20
    assert silent == 0
