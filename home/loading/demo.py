"""Adds the demonstration's pages: each once, recognised by a key that no edit changes."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models
from wagtail.models import Locale, Page

from core.languages import DEFAULT_LANGUAGE, codes
from core.models import (
    Action,
    Audience,
    BasePage,
    Commune,
    ContestCategory,
    Equipment,
    EventKind,
    Service,
    Skill,
    Theme,
)
from core.territory import territory
from home.loading.files import read
from home.loading.words import words_in

Entry = Mapping[str, Any]

# Keys of demonstration pages are derived from it, so that a second run knows them whatever an editor renamed or moved.
NAMESPACE = uuid.UUID("7be3a0f2-52b1-4c0e-8d0e-1f0f7a3c9a51")


def key(group: str, slug: str) -> uuid.UUID:
    """The translation key of the page SLUG of GROUP (actors, events, workshops, contest)."""
    return uuid.uuid5(NAMESPACE, f"{group}/{slug}")


class DemoPages:
    """Adds canonical pages and their translations; counts what it adds."""

    def __init__(self) -> None:
        self.created = 0
        self.locales = {code: Locale.objects.get(language_code=code) for code in codes()}
        self.terms: dict[type[models.Model], dict[Any, Any]] = {
            model: model._default_manager.in_bulk(field_name=field)
            for model, field in (
                (Action, "code"), (Audience, "code"), (ContestCategory, "code"), (Equipment, "code"),
                (EventKind, "code"), (Service, "code"), (Skill, "code"), (Theme, "code"), (Commune, "insee"),
            )
        }  # fmt: skip
        self.translations = read("demo/translations")

    def chosen(self, model: type[models.Model], codes_chosen: Iterable[str | int]) -> list[models.Model]:
        """The entries of MODEL's list that have these codes."""
        return [self.terms[model][str(code)] for code in codes_chosen]

    def commune(self, insee: str) -> Commune | None:
        return self.terms[Commune][insee] if insee else None

    def find(self, group: str, slug: str, parent: Page) -> BasePage | None:
        """The canonical page already there: by its key, or at the same address."""
        children = Page.objects.filter(locale=self.locales[DEFAULT_LANGUAGE])
        page = (
            children.filter(translation_key=key(group, slug)).first()
            or children.child_of(parent).filter(slug=slug).first()
        )
        return page.specific if page else None

    def add(
        self, group: str, page: BasePage, parents: Mapping[str, Page], slug: str = "", words: Entry | None = None
    ) -> BasePage:
        """Publishes PAGE and its translations under PARENTS, a page per language.

        SLUG is its name in the data, where that is not its address; WORDS its translations, by language.
        """
        name = slug or page.slug
        page.locale, page.translation_key = self.locales[DEFAULT_LANGUAGE], key(group, name)
        self._draft(page, parents[DEFAULT_LANGUAGE])
        for code, entry in (words or self.translations.get(group, {}).get(name, {})).items():
            self._translate(page, code, entry, parents[code])
        # Last, so that what follows a publication (dates, feeds, search) is done once, with every language there.
        self._publish(page)
        return page

    def _translate(self, page: BasePage, code: str, entry: Entry, parent: Page) -> None:
        """Publishes PAGE told by ENTRY in the language CODE; what ENTRY does not say stays in French."""
        translation = type(page)(slug=page.slug, locale=self.locales[code], translation_key=page.translation_key)
        for name in page.words_fields:
            setattr(translation, name, getattr(page, name))
        for name in page.facts:
            field = page._meta.get_field(name)
            if is_required(field):
                setattr(translation, name, getattr(page, name))
        for name, value in words_in(dict(entry), code).items():
            setattr(translation, name, value)
        self._draft(translation, parent)
        self._publish(translation)

    def _draft(self, page: BasePage, parent: Page) -> None:
        page.live = False
        parent.add_child(instance=page)

    def _publish(self, page: BasePage) -> None:
        page.save_revision(clean=False).publish()
        self.created += 1


def is_required(field: Any) -> bool:
    """Whether a row cannot be saved without FIELD, which a translation then copies without ever showing it."""
    return getattr(field, "concrete", False) and not (
        field.many_to_many or field.null or field.blank or field.has_default()
    )


def section(model: type[BasePage]) -> dict[str, BasePage]:
    """The section's page in each language."""
    return {page.locale.language_code: page for page in model._default_manager.select_related("locale")}


def sources(entry: Entry) -> str:
    """Where the facts of ENTRY are said, with the reserve to make about them."""
    names = territory().data["sources"]
    said = " ; ".join(names[source] for source in entry["source_keys"])
    return ". ".join(part.rstrip(".") for part in (said, entry.get("note") or entry.get("source_note") or "") if part)
