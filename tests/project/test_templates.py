"""Every template is used by a page, a view, another template, or in the place of one of a library's."""

import re
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.template.utils import get_app_template_dirs
from wagtail.models import get_page_models

from tests.project.sources import APPS, texts

NAME = re.compile(r"[\"']([\w./-]+\.(?:html|txt|xml|svg))[\"']")
COMMENT = re.compile(r"\s*(?:\{#|\{% comment)")
# A name put together by the code: f"{status}.html".
BUILT_NAME = re.compile(r"\bf\"([\w./{}:-]*\{[^}]*\}[\w./-]*\.(?:html|txt|xml|svg))\"")


def our_templates() -> dict[str, Path]:
    """Templates by the name they are asked by."""
    folders = [Path(folder) for folder in settings.TEMPLATES[0]["DIRS"]]
    folders += [Path(folder) for folder in get_app_template_dirs("templates") if "site-packages" not in str(folder)]
    return {
        path.relative_to(folder).as_posix(): path for folder in folders for path in folder.rglob("*") if path.is_file()
    }


def overridden(name: str) -> bool:
    """Whether a library has a template of this name, which ours takes the place of."""
    libraries = [Path(config.path) for config in apps.get_app_configs() if "site-packages" in config.path]
    return any((library / "templates" / name).is_file() for library in libraries)


def built(name: str) -> bool:
    """Whether some module puts a name like this one together."""
    patterns = {pattern for text in texts(".py", under=APPS).values() for pattern in BUILT_NAME.findall(text)}
    return any(re.fullmatch(re.sub(r"\\{.*?\\}", r"[\\w-]+", re.escape(pattern)), name) for pattern in patterns)


def test_every_template_is_used() -> None:
    named = {name for text in texts(".py", ".html", under=APPS).values() for name in NAME.findall(text)}
    pages = {model.template for model in get_page_models()}

    unused = [
        name for name in our_templates() if name not in named | pages and not built(name) and not overridden(name)
    ]

    assert sorted(unused) == []


def test_every_template_says_at_its_top_what_goes_in() -> None:
    parts = {name: path for name, path in our_templates().items() if name.startswith("components/")}
    silent = [name for name, path in parts.items() if not COMMENT.match(path.read_text(encoding="utf-8"))]

    assert sorted(silent) == []
