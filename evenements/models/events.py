"""An event: its words and its facts. Its dates are its date lines."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PublishingPanel
from wagtail.models import Orderable, PageManager
from wagtail.search import index

from annuaire.validators import validate_phone
from core.fields import BodyField
from core.models import BasePage, Place
from core.models.pages import edit_handler
from core.panels import FactsChooserPanel
from evenements.booking.panels import BOOKING_PANELS
from evenements.booking.questions import validate_questions
from evenements.enums import ActorRole, AttendanceMode, RegistrationMode, State
from evenements.forms import EventPageForm
from evenements.panels import HIDING, DateLinesPanel, only_if
from evenements.querysets import EventQuerySet
from evenements.uids import uid_in_copy

POSTPONING = _(
    "Une date publiée est reportée ? Choisissez « Reporté » et écrivez la nouvelle date à la place de l’ancienne, qui "
    "reste affichée, barrée. Pour corriger une erreur, laissez « Confirmé »."
)


class EventPage(BasePage):
    """An event. Its canonical (French) page holds the facts; the tables built from it are never edited."""

    summary = models.TextField(
        _("en une phrase ou deux"),
        max_length=400,
        help_text=_("Ce qu’on y fait, ce qu’on en retire. 400 caractères au plus."),
    )
    body = BodyField(verbose_name=_("présentation"))
    kind = models.ForeignKey("core.EventKind", on_delete=models.PROTECT, related_name="+", verbose_name=_("type"))
    audiences = ParentalManyToManyField("core.Audience", related_name="+", verbose_name=_("pour qui"))
    themes = ParentalManyToManyField("core.Theme", blank=True, related_name="+", verbose_name=_("thèmes"))
    actions = ParentalManyToManyField("core.Action", blank=True, related_name="+", verbose_name=_("actions du plan"))
    state = models.CharField(_("état"), max_length=20, choices=State, default=State.CONFIRMED)
    state_note = models.CharField(
        _("explication de l’état"), max_length=200, blank=True, help_text=_("Par exemple : la salle n’est plus libre.")
    )
    mode = models.CharField(_("où"), max_length=12, choices=AttendanceMode, default=AttendanceMode.ON_SITE)
    host = models.ForeignKey(
        "annuaire.ActorPage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="hosted_events",
        verbose_name=_("chez un acteur de l’annuaire"),
    )
    place = models.ForeignKey(
        Place,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("ou dans un autre lieu"),
    )
    online_url = models.URLField(
        _("lien en ligne"), blank=True, help_text=_("Visible de tous. Laissez vide si le lien est envoyé aux inscrits.")
    )
    is_free = models.BooleanField(_("gratuit"), default=True)
    price = models.CharField(
        _("tarif"), max_length=160, blank=True, help_text=_("Par exemple : 5 €, gratuit pour les moins de 18 ans.")
    )
    spoken_languages = models.CharField(_("langues parlées"), max_length=80, blank=True)
    accessibility = models.TextField(_("accessibilité"), max_length=400, blank=True)
    image = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("image"),
    )
    contact_email = models.EmailField(_("courriel de contact"), blank=True)
    contact_phone = models.CharField(_("téléphone de contact"), max_length=20, blank=True, validators=[validate_phone])
    registration = models.CharField(
        _("inscription"), max_length=10, choices=RegistrationMode, default=RegistrationMode.NONE
    )
    registration_url = models.URLField(_("lien d’inscription"), blank=True)
    seats = models.PositiveSmallIntegerField(
        _("nombre de places"), null=True, blank=True, help_text=_("À chaque date ; une date peut en avoir d’autres.")
    )
    booking_group = models.PositiveSmallIntegerField(
        _("personnes par réservation, au plus"),
        default=4,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(50)],
    )
    booking_opens = models.PositiveSmallIntegerField(
        _("s’ouvre combien de jours avant"),
        null=True,
        blank=True,
        help_text=_("Avant chaque date. Vide : dès que l’événement est publié."),
    )
    booking_closes = models.PositiveSmallIntegerField(
        _("se ferme combien d’heures avant"),
        default=2,
        blank=True,
        help_text=_("Avant chaque date ; 0 : quand elle commence."),
    )
    waiting_list = models.BooleanField(
        _("liste d’attente"),
        default=True,
        help_text=_("Une place qui se libère est proposée aux suivants, dans l’ordre."),
    )
    booking_questions = models.TextField(
        _("vos questions"),
        max_length=1000,
        blank=True,
        validators=[validate_questions],
        help_text=_(
            "Une par ligne, cinq au plus ; terminez par * celle à laquelle il faut répondre. Ne demandez que ce qui "
            "vous servira : le nom, l’adresse électronique et le nombre de personnes sont demandés déjà."
        ),
    )
    parent_event = models.ForeignKey(
        "evenements.EventPage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="child_events",
        verbose_name=_("fait partie de"),
    )
    sources = models.TextField(_("sources"), max_length=600, blank=True)
    example = models.BooleanField(
        _("exemple"), default=False, help_text=_("Contenu inventé pour la démonstration : la page le dit.")
    )

    facts = [
        "kind", "audiences", "themes", "actions", "state", "mode", "host", "place", "online_url", "is_free",
        "spoken_languages", "image", "contact_email", "contact_phone", "registration", "registration_url", "seats",
        "booking_group", "booking_opens", "booking_closes", "waiting_list",
        "parent_event", "sources", "example", "date_lines", "participants",
    ]  # fmt: skip
    words_fields = ["summary", "body", "state_note", "price", "accessibility", "booking_questions"]

    objects = PageManager.from_queryset(EventQuerySet)()
    base_form_class = EventPageForm
    parent_page_types = ["agenda.EventIndexPage"]
    subpage_types: list[str] = []
    template = "evenements/event_page.html"

    search_fields = [
        *BasePage.search_fields,
        index.SearchField("summary", boost=2),
        index.SearchField("body"),
        index.FilterField("kind"),
        index.FilterField("state"),
    ]

    what_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        FieldPanel("kind"),
        FieldPanel("body"),
        FieldPanel("parent_event"),
    ]
    when_panels = [
        DateLinesPanel("date_lines", label=_("Date"), heading=_("Dates"), min_num=1),
        FieldPanel("state", help_text=POSTPONING),
        FieldPanel("state_note", attrs=only_if(state=[state for state in State if state != State.CONFIRMED])),
    ]
    where_panels = [
        FieldPanel("mode", heading=_("On y participe")),
        FieldPanel("host", attrs=only_if(mode=[AttendanceMode.ON_SITE, AttendanceMode.HYBRID])),
        FieldPanel("place", attrs=only_if(mode=[AttendanceMode.ON_SITE, AttendanceMode.HYBRID])),
        FieldPanel("online_url"),
        FieldPanel("accessibility"),
    ]
    whom_panels = [
        FieldPanel("audiences", heading=_("Publics"), required_on_save=False),
        FieldPanel("themes"),
        FieldPanel("actions"),
        FieldPanel("spoken_languages"),
    ]
    who_panels = [
        FactsChooserPanel("participants", chooser_field_name="actor", label=_("Acteur"), heading=_("Acteurs")),
        FieldRowPanel([FieldPanel("contact_email"), FieldPanel("contact_phone")]),
    ]
    registration_panels = [
        FieldPanel("is_free"),
        FieldPanel("price", attrs=only_if(is_free=[])),
        FieldPanel("registration"),
        FieldPanel("registration_url", attrs=only_if(registration=[RegistrationMode.EXTERNAL])),
        FieldPanel("seats"),
        *BOOKING_PANELS,
    ]
    picture_panels = [FieldPanel("image"), FieldPanel("sources"), FieldPanel("example")]
    content_panels = [
        MultiFieldPanel(what_panels, heading=_("Quoi"), icon="pilcrow"),
        MultiFieldPanel(when_panels, heading=_("Quand"), icon="calendar-days", attrs=HIDING),
        MultiFieldPanel(where_panels, heading=_("Où"), icon="map-pin", attrs=HIDING),
        MultiFieldPanel(whom_panels, heading=_("Pour qui"), icon="group"),
        MultiFieldPanel(who_panels, heading=_("Qui organise"), icon="users"),
        MultiFieldPanel(registration_panels, heading=_("Tarif et inscription"), icon="ticket", attrs=HIDING),
        MultiFieldPanel(picture_panels, heading=_("Image et suivi"), icon="image"),
    ]
    edit_handler = edit_handler(content_panels, BasePage.promote_panels, [PublishingPanel()])

    class Meta:
        verbose_name = _("événement")
        verbose_name_plural = _("événements")

    def clean(self) -> None:
        super().clean()
        errors = {}
        if self.registration == RegistrationMode.EXTERNAL and not self.registration_url:
            errors["registration_url"] = _("Indiquez l’adresse où l’on s’inscrit.")
        if self.registration == RegistrationMode.HERE and not self.seats:
            errors["seats"] = _("Indiquez combien de places a chaque date.")
        if self.host_id and self.place_id:
            errors["place"] = _("Choisissez un acteur de l’annuaire ou un autre lieu, pas les deux.")
        if self.parent_event_id and self.parent_event_id == self.pk:
            errors["parent_event"] = _("Un événement ne fait pas partie de lui-même.")
        if errors:
            raise ValidationError(errors)

    def copy_all_child_relations(self, target: Any, *args: Any, **kwargs: Any) -> dict[Any, Any]:
        """Wagtail's copy of child rows; in another event, neither a translation nor an alias, lines take new UIDs."""
        copied = super().copy_all_child_relations(target, *args, **kwargs)
        if target.translation_key != self.translation_key and target.alias_of_id is None:
            for line in target.date_lines.all():
                line.uid = uid_in_copy(line.uid, target.translation_key)
        return copied

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from evenements.booking.page import booking_panel
        from evenements.draft_dates import draft_dates
        from evenements.event_pages import event_context

        context = super().get_context(request, *args, **kwargs)
        draft = draft_dates(self) if self.is_canonical and getattr(request, "is_preview", False) else None
        context |= event_context(context["facts"], context["words"], context["words_lang"], draft)
        return context | ({"booking": booking_panel(request, context)} if draft is None else {})

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A form of bookings carries a key of its own: no cache shows it to someone else."""
        response: HttpResponse = super().serve(request, *args, **kwargs)
        if self.canonical.registration == RegistrationMode.HERE:
            patch_cache_control(response, private=True)
        return response

    @property
    def venue(self) -> "models.Model | None":
        """Where it is held: an actor of the directory or a place; None online or when unknown."""
        return self.host or self.place

    @property
    def is_workshop(self) -> bool:
        return False


class EventActor(Orderable):
    """An actor that organises an event or is its partner."""

    page = ParentalKey(EventPage, on_delete=models.CASCADE, related_name="participants")
    actor = models.ForeignKey(
        "annuaire.ActorPage", on_delete=models.CASCADE, related_name="participations", verbose_name=_("acteur")
    )
    role = models.CharField(_("rôle"), max_length=10, choices=ActorRole, default=ActorRole.ORGANISER)

    panels = [FieldPanel("actor"), FieldPanel("role")]

    class Meta(Orderable.Meta):
        verbose_name = _("acteur d’un événement")

    def __str__(self) -> str:
        return f"{self.actor} ({self.get_role_display()})"
