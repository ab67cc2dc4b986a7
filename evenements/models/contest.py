"""The digital contest: its editions and their entries."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, PageChooserPanel, PublishingPanel
from wagtail.models import Orderable
from wagtail.search import index
from wagtail.url_routing import RouteResult

from core.fields import BodyField
from core.languages import DEFAULT_LANGUAGE
from core.models import BasePage
from core.models.pages import edit_handler
from core.sections import Section
from evenements.contest_forms import ContestEntryForm, ContestPageForm
from evenements.contest_panels import EDITION_PANELS, ENTRY_PANELS
from evenements.enums import Distinction, Language


class ContestIndexPage(Section, BasePage):
    """The contest, at /concours/: the current edition, then the palmarès of all."""

    introduction = models.TextField(_("introduction"), max_length=400, blank=True)

    words_fields = ["introduction"]
    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    max_count_per_parent = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["evenements.ContestPage"]
    template = "evenements/contest_index_page.html"

    class Meta:
        verbose_name = _("concours")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from evenements.contest_pages import index_context

        context = super().get_context(request, *args, **kwargs)
        return context | index_context(context["words"])


class ContestPage(BasePage):
    """One edition."""

    year = models.PositiveSmallIntegerField(_("édition"))
    summary = models.TextField(_("en une phrase ou deux"), max_length=400)
    body = BodyField(verbose_name=_("présentation"))
    rules = BodyField(verbose_name=_("règlement"))
    categories = ParentalManyToManyField(
        "core.ContestCategory", blank=True, related_name="+", verbose_name=_("catégories")
    )
    criteria = BodyField(verbose_name=_("critères"))
    prizes = BodyField(verbose_name=_("prix"))
    how_to_enter = BodyField(verbose_name=_("comment candidater"))
    opens_at = models.DateTimeField(_("ouverture des candidatures"), null=True, blank=True)
    closes_at = models.DateTimeField(
        _("fin des candidatures"),
        null=True,
        blank=True,
        help_text=_("À cette minute, le formulaire se ferme. Pour tout le 31 janvier : 01/02 à 00:00."),
    )
    jury_ends_on = models.DateField(
        _("dernier jour des notes"), null=True, blank=True, help_text=_("Le lendemain, le jury délibère.")
    )
    results_at = models.DateTimeField(
        _("publication des résultats"),
        null=True,
        blank=True,
        help_text=_("Rien n’en est montré avant cette minute ; tout paraît alors ensemble."),
    )
    takes_applications = models.BooleanField(
        _("on candidate sur ce site"), default=False, help_text=_("Montre le formulaire tant que c’est ouvert.")
    )
    anonymous = models.BooleanField(
        _("jury à l’aveugle"), default=True, help_text=_("Le jury ne voit ni nom, ni adresse : un numéro.")
    )
    marks_hidden = models.BooleanField(
        _("chacun note seul d’abord"),
        default=True,
        help_text=_("Un juré ne voit les notes des autres qu’après avoir donné les siennes."),
    )
    partners = ParentalManyToManyField(
        "annuaire.ActorPage", blank=True, related_name="+", verbose_name=_("partenaires")
    )
    example = models.BooleanField(_("exemple"), default=False)

    facts = [
        "year", "categories", "opens_at", "closes_at", "jury_ends_on", "results_at", "takes_applications", "anonymous",
        "marks_hidden", "partners", "example", "calendar", "weighted_criteria", "jurors",
    ]  # fmt: skip
    words_fields = ["summary", "body", "rules", "criteria", "prizes", "how_to_enter"]
    base_form_class = ContestPageForm
    parent_page_types = ["evenements.ContestIndexPage"]
    subpage_types = ["evenements.ContestEntryPage"]
    template = "evenements/contest_page.html"

    search_fields = [
        *BasePage.search_fields,
        index.SearchField("summary", boost=2),
        index.SearchField("body"),
        index.FilterField("year"),
    ]

    content_panels = EDITION_PANELS
    edit_handler = edit_handler(content_panels, BasePage.promote_panels, [PublishingPanel()])

    class Meta:
        verbose_name = _("édition du concours")
        verbose_name_plural = _("éditions du concours")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(opens_at__isnull=True)
                | models.Q(closes_at__isnull=True)
                | models.Q(closes_at__gt=models.F("opens_at")),
                name="contest_closes_after_opening",
            )
        ]

    def clean(self) -> None:
        super().clean()
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            raise ValidationError(
                {"closes_at": _("Les candidatures se terminent avant d’ouvrir : vérifiez les deux dates.")}
            )
        if self.closes_at and self.results_at and self.results_at < self.closes_at:
            raise ValidationError({"results_at": _("Les résultats paraîtraient avant la fin des candidatures.")})
        zone = timezone.get_default_timezone()
        if self.closes_at and self.jury_ends_on and self.jury_ends_on < timezone.localtime(self.closes_at, zone).date():
            raise ValidationError({"jury_ends_on": _("Le jury aurait fini de noter avant la fin des candidatures.")})

    def with_content_json(self, content: Any) -> "ContestPage":
        """A version of the edition, with the criteria marked since: marks are of a criterion, which stays with them."""
        found: ContestPage = super().with_content_json(content)
        kept = [row.pk for row in found.weighted_criteria.all()]
        marked = type(self).weighted_criteria.rel.related_model.objects.filter(page=self.pk, marks__isnull=False)
        for row in marked.exclude(pk__in=kept).distinct():
            found.weighted_criteria.add(row)
        return found

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Under its address, that where one enters it."""
        from evenements.contest.start import ADDRESS

        if path_components != [ADDRESS]:
            return super().route(request, path_components)
        return RouteResult(super().route(request, []).page, kwargs={"enters": True})

    def serve(self, request: HttpRequest, *args: Any, enters: bool = False, **kwargs: Any) -> HttpResponse:
        from evenements.contest.start import start_page

        return start_page(request, self.canonical) if enters else super().serve(request, *args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from evenements.contest_pages import edition_context

        context = super().get_context(request, *args, **kwargs)
        return context | edition_context(context["facts"], context["words"], context["words_lang"])


class ContestDate(Orderable):
    """A step of an edition: an event of the agenda, which alone holds its date."""

    page = ParentalKey(ContestPage, on_delete=models.CASCADE, related_name="calendar")
    event = models.ForeignKey(
        "evenements.EventPage", on_delete=models.CASCADE, related_name="contest_steps", verbose_name=_("événement")
    )

    panels = [PageChooserPanel("event")]

    class Meta(Orderable.Meta):
        verbose_name = _("étape du concours")

    def __str__(self) -> str:
        return str(self.event)


class ContestEntryPage(BasePage):
    """What a company or a commune did, told and cited for good."""

    actor = models.ForeignKey(
        "annuaire.ActorPage", on_delete=models.PROTECT, related_name="contest_entries", verbose_name=_("acteur")
    )
    category = models.ForeignKey(
        "core.ContestCategory", on_delete=models.PROTECT, related_name="+", verbose_name=_("catégorie")
    )
    summary = models.TextField(_("en une phrase ou deux"), max_length=400)
    what_was_done = BodyField(verbose_name=_("ce qui a été fait"))
    results = BodyField(verbose_name=_("résultats"))
    distinction = models.CharField(_("distinction"), max_length=10, choices=Distinction, blank=True, default="")
    jury_words = models.TextField(_("mot du jury"), max_length=1000, blank=True)
    place = models.PositiveSmallIntegerField(
        _("place"), null=True, blank=True, help_text=_("Son rang parmi celles de même distinction, s’il y en a un.")
    )
    written_in = models.CharField(
        _("langue du texte"),
        max_length=5,
        choices=Language,
        default=DEFAULT_LANGUAGE,
        help_text=_("Celle des textes de cette page. Une fois traduits ici en français, choisissez le français."),
    )
    example = models.BooleanField(_("exemple"), default=False)

    facts = ["actor", "category", "distinction", "place", "written_in", "example", "pictures"]
    words_fields = ["summary", "what_was_done", "results", "jury_words"]
    base_form_class = ContestEntryForm
    parent_page_types = ["evenements.ContestPage"]
    subpage_types: list[str] = []
    template = "evenements/contest_entry_page.html"

    search_fields = [
        *BasePage.search_fields,
        index.SearchField("summary", boost=2),
        index.SearchField("what_was_done"),
        index.SearchField("results"),
        index.FilterField("category"),
        index.FilterField("distinction"),
    ]

    content_panels = ENTRY_PANELS
    edit_handler = edit_handler(content_panels, BasePage.promote_panels, [PublishingPanel()])

    class Meta:
        verbose_name = _("candidature au concours")
        verbose_name_plural = _("candidatures au concours")

    @property
    def edition(self) -> ContestPage | None:
        """The edition this entry is for; None until it has a place in the tree."""
        parent = self.get_parent() if self.path else None
        return parent.specific if parent else None

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from evenements.contest_pages import entry_context

        context = super().get_context(request, *args, **kwargs)
        return context | entry_context(context["facts"], context["words"], context["words_lang"])


class ContestEntryPicture(Orderable):
    """A picture of an entry, with the text that replaces it."""

    page = ParentalKey(ContestEntryPage, on_delete=models.CASCADE, related_name="pictures")
    image = models.ForeignKey(
        "wagtailimages.Image", on_delete=models.CASCADE, related_name="+", verbose_name=_("image")
    )
    alternative = models.CharField(
        _("texte de remplacement"), max_length=250, help_text=_("Ce que l’image montre, pour qui ne la voit pas.")
    )

    panels = [FieldPanel("image"), FieldPanel("alternative")]

    class Meta(Orderable.Meta):
        verbose_name = _("image de candidature")

    def __str__(self) -> str:
        return self.alternative
