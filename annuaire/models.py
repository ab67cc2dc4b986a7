"""The directory: its index and the page of each actor."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PublishingPanel
from wagtail.models import PageManager
from wagtail.search import index

from annuaire.duplicates.models import Duplicate, Merge
from annuaire.duplicates.panel import DuplicatesPanel
from annuaire.enums import AccessMode, ActorKind, Fee, Itinerancy, SpecialCare, SupportMode
from annuaire.forms import ActorPageForm
from annuaire.freshness.aging import Aging
from annuaire.freshness.models import ConfirmationRequest
from annuaire.freshness.panel import FreshnessPanel
from annuaire.imports.models import ActorImport, ImportedActor, ImportFile, ImportLine
from annuaire.national_gaps import gaps
from annuaire.nearby import POSITION_HEADER, read_position
from annuaire.phone import in_words as phone_in_words
from annuaire.querysets import ActorQuerySet
from annuaire.sorting import sort_key
from annuaire.typologies import Typology
from annuaire.validators import (
    NOT_A_WEB_ADDRESS,
    RNA_LENGTH,
    SIRET_LENGTH,
    validate_not_in_the_future,
    validate_opening_hours,
    validate_phone,
    validate_rna,
    validate_siret,
    validate_structure_email,
    validate_website,
)
from annuaire.versions import ActorChange, DirectoryVersion
from core.fields import BodyField, ValuesField
from core.models import BasePage
from core.models.pages import edit_handler
from core.models.places import Located, point_constraints
from core.sections import Section

__all__ = [
    "ActorChange",
    "ActorImport",
    "ActorPage",
    "ConfirmationRequest",
    "DirectoryPage",
    "DirectoryVersion",
    "Duplicate",
    "ImportFile",
    "ImportLine",
    "ImportedActor",
    "Merge",
]


class DirectoryPage(Section, BasePage):
    """The directory's index, at /annuaire/."""

    introduction = models.TextField(_("introduction"), max_length=400, blank=True)

    words_fields = ["introduction"]
    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    max_count_per_parent = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["annuaire.ActorPage"]
    template = "annuaire/directory_page.html"

    class Meta:
        verbose_name = _("annuaire")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from annuaire.directory_view import directory_context

        position = read_position(request.headers.get(POSITION_HEADER, ""))
        return super().get_context(request, *args, **kwargs) | directory_context(request.GET, position)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> TemplateResponse:
        """The page; one that answers a reader's position is kept nowhere, and the other does not stand for it."""
        response = super().serve(request, *args, **kwargs)
        patch_vary_headers(response, [POSITION_HEADER])
        if POSITION_HEADER in request.headers:
            response.headers["Cache-Control"] = "no-store"
        return response


class ActorPage(Aging, Located, BasePage):
    """An actor of the digital life of the territory: one identity that organises, hosts and enters the contest."""

    acronym = models.CharField(_("sigle"), max_length=40, blank=True)
    kind = models.CharField(_("genre"), max_length=30, choices=ActorKind)
    summary = models.TextField(
        _("en une phrase"),
        max_length=280,
        blank=True,
        help_text=_("Ce que fait cet acteur, pour qui. 280 caractères au plus."),
    )
    body = BodyField(verbose_name=_("présentation"))
    services = ParentalManyToManyField("core.Service", blank=True, related_name="+", verbose_name=_("services"))
    skills = ParentalManyToManyField("core.Skill", blank=True, related_name="+", verbose_name=_("compétences"))
    equipment = ParentalManyToManyField("core.Equipment", blank=True, related_name="+", verbose_name=_("équipements"))
    audiences = ParentalManyToManyField("core.Audience", blank=True, related_name="+", verbose_name=_("pour qui"))
    actions = ParentalManyToManyField("core.Action", blank=True, related_name="+", verbose_name=_("actions du plan"))
    area_of_action = models.CharField(
        _("territoire d’action"), max_length=160, blank=True, help_text=_("Par exemple : tout le département.")
    )
    opening_hours = models.CharField(
        _("horaires d’ouverture"),
        max_length=400,
        blank=True,
        validators=[validate_opening_hours],
        help_text=_("Syntaxe d’OpenStreetMap : Mo-Fr 09:00-12:00,14:00-18:30; Sa 08:30-12:00; PH off"),
    )
    accessibility = models.TextField(
        _("accessibilité du lieu"),
        max_length=400,
        blank=True,
        help_text=_("Entrée, étage, boucle magnétique, langue des signes."),
    )
    phone = models.CharField(
        _("téléphone"),
        max_length=20,
        blank=True,
        validators=[validate_phone],
        help_text=_("Celui de l’accueil : 01 23 45 67 89."),
    )
    email = models.EmailField(
        _("courriel de la structure"),
        blank=True,
        validators=[validate_structure_email],
        help_text=_("Une adresse de service (contact@…), pas celle d’une personne."),
    )
    website = models.URLField(
        _("site web"),
        blank=True,
        validators=[validate_website],
        help_text="https://www.structure.fr/",
        error_messages={"invalid": NOT_A_WEB_ADDRESS},
    )
    siret = models.CharField(_("SIRET"), max_length=SIRET_LENGTH, blank=True, validators=[validate_siret])
    rna = models.CharField(
        _("numéro RNA"),
        max_length=RNA_LENGTH,
        blank=True,
        validators=[validate_rna],
        help_text=_("Celui d’une association qui n’a pas de SIRET : W et neuf chiffres."),
    )
    parent_structure = models.CharField(_("structure parente"), max_length=200, blank=True)
    programmes = models.CharField(
        _("labels et programmes"), max_length=600, blank=True, help_text=_("Séparés par des virgules.")
    )
    typologies = ValuesField(
        _("types de structure"), values=Typology, help_text=_("Aucun : le fichier national le tire du genre.")
    )
    itinerancy = ValuesField(_("itinérance"), values=Itinerancy)
    fees = ValuesField(_("frais à charge"), values=Fee)
    access_modes = ValuesField(_("comment on y accède"), values=AccessMode)
    support_modes = ValuesField(_("comment on y est accompagné"), values=SupportMode)
    special_care = ValuesField(_("prise en charge spécifique"), values=SpecialCare)
    accessibility_url = models.URLField(
        _("fiche Acceslibre"), blank=True, validators=[validate_website], help_text="https://acceslibre.beta.gouv.fr/…"
    )
    booking_url = models.URLField(_("prise de rendez-vous en ligne"), blank=True, validators=[validate_website])
    logo = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("logo"),
    )
    verified_on = models.DateField(
        _("vérifié le"),
        null=True,
        blank=True,
        validators=[validate_not_in_the_future],
        help_text=_("Le jour où la structure a confirmé cette fiche."),
    )
    sources = models.TextField(
        _("sources"), max_length=600, blank=True, help_text=_("D’où viennent les faits publiés ici. Une par ligne.")
    )
    example = models.BooleanField(
        _("exemple"), default=False, help_text=_("Contenu inventé pour la démonstration : la page le dit.")
    )
    sort_name = models.CharField(max_length=255, editable=False, db_index=True, default="")

    facts = [
        "acronym", "kind", "services", "skills", "equipment", "audiences", "actions", "street", "complement",
        "postcode", "commune", "latitude", "longitude", "opening_hours", "phone", "email", "website", "siret",
        "rna", "parent_structure", "programmes", "typologies", "itinerancy", "fees", "access_modes", "support_modes",
        "special_care", "accessibility_url", "booking_url", "logo", "verified_on", "sources", "example", "sort_name",
        "freshness",
    ]  # fmt: skip
    words_fields = ["summary", "body", "area_of_action", "accessibility"]

    objects = PageManager.from_queryset(ActorQuerySet)()
    base_form_class = ActorPageForm
    parent_page_types = ["annuaire.DirectoryPage"]
    subpage_types: list[str] = []
    template = "annuaire/actor_page.html"

    search_fields = [
        *BasePage.search_fields,
        index.SearchField("acronym", boost=5),
        index.AutocompleteField("acronym"),
        index.SearchField("summary", boost=2),
        index.SearchField("body"),
        index.FilterField("kind"),
        index.FilterField("commune"),
    ]

    who_panels = [
        DuplicatesPanel(),
        *BasePage.content_panels,
        FieldRowPanel([FieldPanel("acronym"), FieldPanel("kind")]),
        FieldPanel("summary"),
        FieldPanel("body"),
        FieldPanel("logo"),
    ]
    offer_panels = [FieldPanel("services"), FieldPanel("skills"), FieldPanel("equipment"), FieldPanel("programmes")]
    contact_panels = [FieldRowPanel([FieldPanel("phone"), FieldPanel("email")]), FieldPanel("website")]
    national_panels = [
        *(FieldPanel(name) for name in ("fees", "access_modes", "support_modes", "special_care", "itinerancy")),
        FieldRowPanel([FieldPanel("booking_url"), FieldPanel("accessibility_url")]),
        FieldPanel("parent_structure"),
    ]
    record_panels = [
        FreshnessPanel(),
        FieldRowPanel([FieldPanel("siret"), FieldPanel("rna")]),
        FieldPanel("verified_on"),
        FieldPanel("sources"),
        FieldPanel("example"),
    ]
    content_panels = [
        MultiFieldPanel(who_panels, heading=_("Qui")),
        MultiFieldPanel(offer_panels, heading=_("Ce qu’on y trouve")),
        MultiFieldPanel([FieldPanel("audiences"), FieldPanel("actions")], heading=_("Pour qui, pour quelle action")),
        MultiFieldPanel([*Located.location_panels, FieldPanel("area_of_action")], heading=_("Où")),
        MultiFieldPanel([FieldPanel("opening_hours"), FieldPanel("accessibility")], heading=_("Comment venir")),
        MultiFieldPanel(contact_panels, heading=_("Contacter")),
        MultiFieldPanel(
            national_panels,
            heading=_("Si c’est un lieu de médiation numérique"),
            classname="collapsed",
            help_text=_("Ce que le fichier national dit d’un lieu qui aide le public."),
        ),
        MultiFieldPanel(
            [FieldPanel("typologies")], heading=_("Types de structure du fichier national"), classname="collapsed"
        ),
        MultiFieldPanel(record_panels, heading=_("Suivi de la fiche")),
    ]
    edit_handler = edit_handler(content_panels, BasePage.promote_panels, [PublishingPanel()])

    class Meta:
        verbose_name = _("acteur")
        verbose_name_plural = _("acteurs")
        constraints = point_constraints("actor")

    def save(self, *args: Any, **kwargs: Any) -> Any:
        self.sort_name = sort_key(self.title)
        return super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        self.phone = phone_in_words(self.phone)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from annuaire.actor_view import actor_context

        context = super().get_context(request, *args, **kwargs)
        return context | actor_context(context["facts"], context["words"], context["words_lang"])

    @property
    def display_name(self) -> str:
        """The name with its acronym, when the name does not carry it already."""
        return self.name_in(self)

    def name_in(self, words: "ActorPage") -> str:
        """The same, with the title that WORDS, this page or its translation, gives."""
        title = words.title
        return f"{title} ({self.acronym})" if self.acronym and self.acronym not in title else title

    def doubts(self) -> list[str]:
        """What seems wrong without being impossible: told to the editor, never refused."""
        found = super().doubts()
        if self.opening_hours and not self.services.exists():
            found.append(gettext("Ce lieu a des horaires mais aucun service : dites ce qu’on y trouve."))
        return found + gaps(self)
