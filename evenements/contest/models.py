"""Applications to an edition of the contest, their files, what jurors say of them and what is decided."""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable, Page

from core.languages import codes
from evenements.contest.enums import ENTERED, ApplicationState, FileKind, Outcome
from evenements.contest.storage import private_storage

HIGHEST_WEIGHT = 10
HIGHEST_MARK = 10
# Characters an applicant may write.
MAX_TITLE, MAX_SUMMARY, MAX_TEXT = 150, 400, 5000


class ContestCriterion(Orderable):
    """What jurors mark, from 0 to HIGHEST_MARK; its weight is that of its mark in the mean."""

    page = ParentalKey("evenements.ContestPage", on_delete=models.CASCADE, related_name="weighted_criteria")
    label = models.CharField(_("nom en français"), max_length=160)
    label_br = models.CharField(_("nom en breton"), max_length=160, blank=True)
    label_en = models.CharField(_("nom en anglais"), max_length=160, blank=True)
    weight = models.PositiveSmallIntegerField(
        _("poids"), default=1, validators=[MinValueValidator(1), MaxValueValidator(HIGHEST_WEIGHT)]
    )

    panels = [
        FieldPanel("label"),
        FieldRowPanel([FieldPanel("label_br"), FieldPanel("label_en")]),
        FieldPanel("weight"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("critère noté")
        verbose_name_plural = _("critères notés")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(weight__gte=1, weight__lte=HIGHEST_WEIGHT), name="contest_criterion_weight"
            )
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def words(self) -> str:
        """The label in the reader's language, French where it has none."""
        return getattr(self, f"label_{get_language()}", "") or self.label


class Juror(Orderable):
    """Someone who marks the applications of an edition."""

    page = ParentalKey("evenements.ContestPage", on_delete=models.CASCADE, related_name="jurors")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="juries",
        verbose_name=_("membre du jury"),
        limit_choices_to={"is_active": True},
    )

    panels = [FieldPanel("user")]

    class Meta(Orderable.Meta):
        verbose_name = _("membre du jury")
        verbose_name_plural = _("membres du jury")

    def __str__(self) -> str:
        return str(self.user)


class ApplicationQuerySet(models.QuerySet):
    def entered(self) -> "ApplicationQuerySet":
        """Those submitted, whatever the jury decided of them since."""
        return self.filter(state__in=ENTERED)

    def with_actor_titles(self) -> "ApplicationQuerySet":
        """With what `Application.actor_titles` reads, so that a list asks for them once."""
        pages = Page.objects.filter(translation_key=OuterRef("actor__translation_key"))
        titles = {
            f"actor_title_{code}": Subquery(pages.filter(locale__language_code=code).values("title")[:1])
            for code in codes()
        }
        return self.annotate(**titles)


class Application(models.Model):
    """What someone enters in an edition. Instants are UTC.

    `key` is what its private link carries, signed. `form_key` is that of the form it was begun with: sent twice, it is
    one application. `number` is its name for a jury that must not know whose it is, given when it is submitted for the
    first time and kept. `actor` is an entry of the directory, or the `proposed_` fields describe one that is not there
    yet. Purged, it keeps its state, its number and its category, and nothing of anybody.

    `made_images` and `made_actor` are the primary keys of what `preparing` made of it, which goes when its draft does.
    They are no relations: two entries of the directory that become one would have them lead to what nobody made.
    """

    edition = models.ForeignKey("evenements.ContestPage", on_delete=models.CASCADE, related_name="applications")
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    form_key = models.CharField(max_length=64, blank=True)
    number = models.PositiveIntegerField(_("numéro"), null=True, blank=True)
    state = models.CharField(_("état"), max_length=10, choices=ApplicationState, default=ApplicationState.DRAFT)
    language = models.CharField(max_length=5)
    title = models.CharField(_("titre"), max_length=MAX_TITLE, blank=True)
    actor = models.ForeignKey(
        "annuaire.ActorPage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="applications",
        verbose_name=_("acteur"),
    )
    proposed_name = models.CharField(_("acteur proposé"), max_length=160, blank=True)
    proposed_commune = models.ForeignKey(
        "core.Commune", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("commune")
    )
    proposed_email = models.EmailField(_("adresse électronique de l’acteur"), blank=True)
    category = models.ForeignKey(
        "core.ContestCategory",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="applications",
        verbose_name=_("catégorie"),
    )
    summary = models.TextField(_("en une phrase ou deux"), max_length=MAX_SUMMARY, blank=True)
    what_was_done = models.TextField(_("ce qui a été fait"), max_length=MAX_TEXT, blank=True)
    results = models.TextField(_("résultats mesurés"), max_length=MAX_TEXT, blank=True)
    video_url = models.URLField(_("vidéo"), blank=True)
    contact_name = models.CharField(_("nom de la personne à joindre"), max_length=120, blank=True)
    contact_email = models.EmailField(_("adresse électronique"), blank=True)
    consent_rules = models.BooleanField(_("règlement accepté"), default=False)
    consent_shown = models.BooleanField(_("peut être montrée sans être retenue"), default=False)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    submitted_at = models.DateTimeField(_("déposée le"), null=True, blank=True)
    purged_at = models.DateTimeField(null=True, blank=True)
    entry = models.OneToOneField(
        "evenements.ContestEntryPage", on_delete=models.SET_NULL, null=True, blank=True, related_name="application"
    )
    made_images = models.JSONField(default=list, blank=True, editable=False)
    made_actor = models.PositiveIntegerField(null=True, blank=True, editable=False)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("candidature déposée")
        verbose_name_plural = _("candidatures déposées")
        ordering = ["edition", "number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="application_number"),
            models.UniqueConstraint(
                fields=["edition", "form_key"], condition=~models.Q(form_key=""), name="application_form_sent_once"
            ),
            models.CheckConstraint(
                condition=models.Q(number__isnull=False)
                | models.Q(state__in=[ApplicationState.DRAFT, ApplicationState.WITHDRAWN]),
                name="application_entered_has_a_number",
            ),
        ]
        indexes = [models.Index(fields=["edition", "state"], name="application_of_edition")]

    def __str__(self) -> str:
        return str(_("Candidature n° %(number)s") % {"number": self.number or "—"})

    @property
    def actor_titles(self) -> list[str]:
        """What its actor is called, in each language that has a name for it."""
        if self.actor is None:
            return []
        if any(hasattr(self, f"actor_title_{code}") for code in codes()):
            brought = [getattr(self, f"actor_title_{code}") for code in codes()]
        else:
            brought = list(self.actor.get_translations().values_list("title", flat=True))
        return list(dict.fromkeys(title for title in [self.actor.title, *brought] if title))

    @property
    def is_entered(self) -> bool:
        return self.state in ENTERED


def applications_in(category: models.Model) -> list[Application]:
    """Some of the applications in CATEGORY, which keep it from being deleted."""
    return list(Application.objects.filter(category=category.pk)[:3])


def file_path(instance: "ApplicationFile", filename: str) -> str:
    """Where a file is kept: nothing of its name, which may say whose it is."""
    return f"applications/{instance.key.hex}"


class ApplicationFile(models.Model):
    """A picture or a document of an application. `name` is that of the applicant's file: no juror reads it.

    `content_type` is told by the content; `size` is in bytes. In an anonymous edition the jury sees no file but those
    that an organiser has read again: `for_jury`.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="files")
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=FileKind)
    file = models.FileField(storage=private_storage, upload_to=file_path)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField()
    alternative = models.CharField(_("texte de remplacement"), max_length=250, blank=True)
    for_jury = models.BooleanField(_("relue : rien n’y nomme l’auteur"), default=False)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.key)


class Mark(models.Model):
    """What a juror gives to an application for a criterion, from 0 to HIGHEST_MARK, and why.

    The account of who marked stays, were it closed: without it the ranking would be another afterwards.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="marks")
    juror = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="contest_marks")
    criterion = models.ForeignKey(ContestCriterion, on_delete=models.RESTRICT, related_name="marks")
    value = models.PositiveSmallIntegerField(_("note"), validators=[MaxValueValidator(HIGHEST_MARK)])
    comment = models.TextField(_("commentaire"), max_length=1000, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "juror", "criterion"], name="mark_given_once"),
            models.CheckConstraint(condition=models.Q(value__lte=HIGHEST_MARK), name="mark_at_most"),
        ]

    def __str__(self) -> str:
        return str(self.value)


class Recusal(models.Model):
    """A juror who does not judge an application, and why: neither reads its files nor marks it."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="recusals")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="contest_recusals")
    reason = models.CharField(_("raison"), max_length=300)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "user"], name="recused_once")]

    def __str__(self) -> str:
        return self.reason


class Decision(models.Model):
    """What the deliberation decides of an application. `reason` is why it goes against the ranking, when it does."""

    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="decision")
    outcome = models.CharField(_("décision"), max_length=10, choices=Outcome)
    rank = models.PositiveSmallIntegerField(_("rang"), null=True, blank=True)
    reason = models.TextField(_("raison"), max_length=1000, blank=True)
    jury_words = models.TextField(_("mot du jury"), max_length=1000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("décision du jury")

    def __str__(self) -> str:
        return str(self.outcome)
