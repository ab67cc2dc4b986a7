"""A page as a person reads it: its words with ordinary spaces, its parts by selector."""

import json
from typing import Any

from bs4 import BeautifulSoup, Tag
from django.test import Client

SPACES = str.maketrans({"\N{NO-BREAK SPACE}": " ", "\N{NARROW NO-BREAK SPACE}": " ", "\N{WORD JOINER}": None})


def words(element: Tag) -> str:
    """The text of ELEMENT, its runs of spaces made one."""
    return " ".join(element.get_text().translate(SPACES).split())


class ReadPage:
    """The page at PATH, which must answer 200."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.soup = BeautifulSoup(html, "html.parser")

    @classmethod
    def at(cls, client: Client, path: str) -> "ReadPage":
        response = client.get(path)
        assert response.status_code == 200, f"{path}: {response.status_code}"
        return cls(response.content.decode())

    def all(self, selector: str) -> list[str]:
        """The words of everything that SELECTOR finds."""
        return [words(element) for element in self.soup.select(selector)]

    def one(self, selector: str) -> str:
        """The words of the only thing that SELECTOR finds."""
        found = self.all(selector)
        assert len(found) == 1, f"{selector}: {found}"
        return found[0]

    def language_of(self, text: str) -> str:
        """The language said of the element whose only words are TEXT, the nearest `lang` around it."""
        found = [element for element in self.soup.find_all(True) if words(element) == text]
        assert found, f"no {text!r}"
        return next(str(element["lang"]) for element in [found[-1], *found[-1].parents] if element.get("lang"))

    def links(self, selector: str = "main") -> dict[str, str]:
        """The addresses of the links inside SELECTOR, by their words."""
        return {words(link): str(link["href"]) for link in self.soup.select(f"{selector} a[href]")}

    def section(self, heading: str) -> Tag:
        """The part of the page under the heading HEADING."""
        for title in self.soup.select("main h2"):
            if words(title) == heading:
                return title.find_parent("section") or title.find_parent(["aside", "div"])
        raise AssertionError(f"no {heading!r} among {self.all('main h2')}")

    @property
    def headings(self) -> list[str]:
        return self.all("main h2")

    @property
    def text(self) -> str:
        return self.one("main")

    def facts(self) -> dict[str, str]:
        """The names and values of the page's description list."""
        return {
            words(row.dt): " / ".join(words(value) for value in row.find_all("dd"))
            for row in self.soup.select("main dl.list > div")
        }

    def data(self) -> list[dict[str, Any]]:
        """What the page says to search engines."""
        return json.loads(self.soup.select_one('script[type="application/ld+json"]').string)
