"""What every page of the site has in common: facts held by the French page, words held by each translation."""

from http import HTTPMethod
from typing import Any, ClassVar

from django.db import models
from django.http import Http404, HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.models import Locale, Page, PageManager, PageQuerySet, Site
from wagtail.url_routing import RouteResult
from wagtail_localize.fields import SynchronizedField, TranslatableField

from core.forms import BasePageForm, PageCopyForm
from core.languages import DEFAULT_LANGUAGE
from core.panels import TitlePanel

# Of the home page of a language: its siblings are those of the others, so that each has a slug of its own.
HOME_DEPTH = 2
PAGE_WORDS = ["title", "seo_title", "search_description"]


class CanonicalQuerySet(PageQuerySet):
    def canonical(self) -> "CanonicalQuerySet":
        """Pages that hold facts: in the default locale, and not an alias."""
        return self.filter(locale__language_code=DEFAULT_LANGUAGE, alias_of=None)

    def published(self) -> "CanonicalQuerySet":
        """Canonical pages a visitor may read: live and not behind a password or a login."""
        return self.canonical().live().public()


class BasePage(Page):
    """A page whose `facts` live on its canonical (French) page alone and whose `words` each translation has of its own.

    A subclass names every field it adds in one of the two lists; a test walks all of them.
    """

    slug: str
    facts: ClassVar[list[str]] = []
    words_fields: ClassVar[list[str]] = []
    # The language of a canonical page's words. A page made of what somebody wrote in another has it as a field.
    written_in: str = DEFAULT_LANGUAGE

    objects = PageManager.from_queryset(CanonicalQuerySet)()
    base_form_class = BasePageForm
    copy_form_class = PageCopyForm
    allowed_http_methods = [HTTPMethod.GET, HTTPMethod.HEAD, HTTPMethod.OPTIONS]
    content_panels = [TitlePanel("title")]
    promote_panels = [
        MultiFieldPanel(
            [FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description")],
            heading=_("Pour les moteurs de recherche"),
        ),
    ]

    class Meta:
        abstract = True

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        words = [*PAGE_WORDS, *cls.words_fields]
        cls.translatable_fields = [*map(TranslatableField, words), SynchronizedField("slug", overridable=False)]

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """Pages are made and copied in French: in another language one translates. Each language has its home page."""
        is_french = parent.is_root() or parent.locale.language_code == DEFAULT_LANGUAGE
        return is_french and super().can_create_at(parent)

    @cached_property
    def canonical(self) -> "BasePage":
        """The page that holds the facts: itself in the default locale, else its French original."""
        if self.is_canonical:
            return self
        original = (
            type(self)
            ._default_manager.filter(
                translation_key=self.translation_key, locale__language_code=DEFAULT_LANGUAGE, alias_of=None
            )
            .first()
        )
        return original or self

    @property
    def is_canonical(self) -> bool:
        return self.alias_of_id is None and self.locale.language_code == DEFAULT_LANGUAGE

    @property
    def is_listed(self) -> bool:
        """Whether lists and search show it while it is published; a page may have its own reasons not to."""
        return True

    @property
    def words_language(self) -> str:
        """The language this page's words are written in; an alias shows those of another page."""
        source = self.alias_of if self.alias_of_id else self
        language: str = source.locale.language_code
        return self.written_in if language == DEFAULT_LANGUAGE else language

    def save(self, *args: Any, **kwargs: Any) -> Any:
        self._follow_slug()
        return super().save(*args, **kwargs)

    def _follow_slug(self) -> None:
        """A translation stands at its French page's address, under a prefix, unless another page of its folder does."""
        if self.pk is None or self.depth <= HOME_DEPTH or self.is_canonical or self.alias_of_id:
            return
        slug = self.canonical.slug
        if slug != self.slug and self._slug_is_available(slug, self.get_parent(), self):
            self.slug = slug

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Wagtail's routing; where the reader's language has no such child, the French one answers, told as such.

        A translation is not there when its French page is not: that alone holds the facts.
        """
        if not path_components and not self.canonical.live:
            raise Http404
        try:
            return super().route(request, path_components)
        except Http404:
            original = self._child_in_default_locale(path_components)
            if original is None:
                raise
            request.reader_language = self.locale.language_code
            return original.route(request, path_components[1:])

    def get_view_restrictions(self) -> models.QuerySet:
        """Who may read the page; a translation is as private as its French page."""
        own = super().get_view_restrictions()
        return own if self.canonical is self else own | self.canonical.get_view_restrictions()

    def _child_in_default_locale(self, path_components: list[str]) -> "Page | None":
        if not path_components or self.is_canonical or self.alias_of_id:
            return None
        parent = self.canonical
        if parent.pk == self.pk:
            return None
        child = parent.get_children().live().filter(slug=path_components[0]).first()
        if child is None:
            return None
        translated = child.get_translations().filter(locale_id=self.locale_id, alias_of=None).live().first()
        return (translated or child).specific

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """`facts` is the canonical page, `words` the page whose words are shown, `words_lang` their language."""
        context = super().get_context(request, *args, **kwargs)
        reader = getattr(request, "reader_language", self.locale.language_code)
        context.update(
            facts=self.canonical,
            words=self,
            words_lang=self.words_language,
            is_fallback=reader != self.words_language,
        )
        return context

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        request.is_preview = True
        return super().get_preview_context(request, mode_name)

    @property
    def reading_path(self) -> str:
        """The path to link to, in the language being read."""
        from core.addresses import reading_path

        return reading_path(self)


def edit_handler(content: list[Any], promote: list[Any], settings: list[Any]) -> TabbedInterface:
    """The three tabs an editor sees."""
    return TabbedInterface(
        [
            ObjectList(content, heading=_("Contenu")),
            ObjectList(promote, heading=_("Référencement")),
            ObjectList(settings, heading=_("Publication"), classname="settings"),
        ]
    )


def default_locale() -> Locale:
    return Locale.objects.get(language_code=DEFAULT_LANGUAGE)


def default_site() -> Site | None:
    return Site.objects.filter(is_default_site=True).select_related("root_page").first()
