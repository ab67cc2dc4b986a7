"""What no file of the project may say."""

import json
import re
import tomllib

import pytest
from django.conf import settings

from tests.project.sources import APPS, ROOT, texts

# Written in pieces, so that this file does not say them itself.
REGISTRIES = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("files", "pythonhosted", "org"),
        ("registry", "npmjs", "org"),
        ("registry", "yarnpkg", "com"),
        ("repo1", "maven", "org"),
        ("repo", "maven", "apache", "org"),
        ("deb", "debian", "org"),
        ("static", "crates", "io"),
        ("proxy", "golang", "org"),
    )
]
MACHINE_PATHS = [
    "/".join(parts) for parts in (("", "root", ""), ("", "work", ""), ("", "home", "runner"), ("..", "shared"))
]

# Elements by which a page makes the browser ask another host for something.
REQUEST = re.compile(
    r"<(?:script|link|img|iframe|source|video|audio|embed|object|track)\b[^>]*?"
    r"\b(?:src|srcset|href|data|poster)\s*=\s*[\"']?(?:https?:)?//[^\"'\s>]+",
    re.IGNORECASE,
)
CANONICAL = re.compile(r"\brel=[\"']?(?:canonical|alternate|license|me)\b", re.IGNORECASE)
CSS_REQUEST = re.compile(r"(?:url\(\s*[\"']?|@import\s+[\"'])(?:https?:)?//", re.IGNORECASE)
INLINE = re.compile(
    r"<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|<script\b(?![^>]*\bsrc=)(?![^>]*type=[\"']application/[a-z+]*json)",
    re.IGNORECASE,
)
TEMPLATE_COMMENT = re.compile(r"\{#.*?#\}|\{% comment.*?endcomment %\}", re.DOTALL)


@pytest.mark.parametrize("words", [*REGISTRIES, *MACHINE_PATHS])
def test_no_file_names_a_package_registry_or_a_path_of_one_machine(words: str) -> None:
    assert [name for name, text in texts().items() if words in text] == []


def test_no_page_asks_another_host_for_anything() -> None:
    found = [
        (name, match.group())
        for name, text in texts(".html", ".txt", ".svg", under=APPS).items()
        for match in REQUEST.finditer(text)
        if not CANONICAL.search(match.group())
    ]

    assert found == []


def test_no_style_sheet_asks_another_host_for_anything() -> None:
    assert [name for name, text in texts(".css", under=APPS).items() if CSS_REQUEST.search(text)] == []


def test_public_templates_hold_no_inline_style_nor_script() -> None:
    # The Content-Security-Policy would refuse them.
    found = [
        (name, match.group())
        for name, text in texts(".html", under=APPS).items()
        if "admin" not in name
        for match in INLINE.finditer(TEMPLATE_COMMENT.sub("", text))
    ]

    assert found == []


def territory_words() -> list[str]:
    """The names of the territory, of its network and of its communes."""
    folder = settings.TERRITORY_DIR
    data = tomllib.loads((folder / "territory.toml").read_text(encoding="utf-8"))
    communes = json.loads((folder / "communes.json").read_text(encoding="utf-8"))
    names = [data["territory"]["short_name"], data["network"]["name"], data["network"]["short_name"]]
    return names + [commune["nom"] for epci in communes["epci"] for commune in epci["communes"]]


def test_nothing_in_the_code_names_the_territory() -> None:
    words = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, territory_words()))})(?!\w)", re.IGNORECASE)
    code = texts(".py", ".html", ".js", ".css", ".po", ".toml", ".txt", under=(*APPS, "locale", "tools", "manage.py"))
    folder = settings.TERRITORY_DIR.relative_to(ROOT).as_posix() + "/"
    found = [
        (name, match.group())
        for name, text in code.items()
        if not name.startswith(folder) and "/static/vendor/" not in name
        for match in words.finditer(text)
    ]

    assert found == []
