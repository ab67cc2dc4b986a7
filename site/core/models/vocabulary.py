"""Controlled lists: a code that never changes, because addresses and feeds carry it, and a label per language."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from core.forms import CodedForm
from core.models.kept import KeptQuerySet, KeptWhileUsed


class TermQuerySet(KeptQuerySet):
    def offered(self) -> "TermQuerySet":
        """Those an editor may still choose: not retired."""
        return self.filter(retired=False)


class Term(index.Indexed, KeptWhileUsed):
    """An entry of a controlled list. Used somewhere, it is retired rather than deleted."""

    code = models.CharField(
        _("code"),
        max_length=80,
        unique=True,
        validators=[validate_slug],
        help_text=_(
            "Dans les adresses et les flux : ne change plus une fois enregistré. Lettres sans accent, chiffres, tirets."
        ),
    )
    label = models.CharField(_("nom en français"), max_length=160)
    label_br = models.CharField(_("nom en breton"), max_length=160, blank=True)
    label_en = models.CharField(_("nom en anglais"), max_length=160, blank=True)
    sort_order = models.PositiveSmallIntegerField(_("ordre"), default=0)
    retired = models.BooleanField(
        _("retiré"), default=False, help_text=_("N’est plus proposé ; reste affiché là où il est déjà choisi.")
    )

    objects = TermQuerySet.as_manager()
    base_form_class = CodedForm

    search_fields = [index.SearchField("label"), index.AutocompleteField("label"), index.FilterField("retired")]
    label_panels = [
        FieldPanel("label"),
        FieldRowPanel([FieldPanel("label_br"), FieldPanel("label_en")]),
    ]
    panels = [
        MultiFieldPanel(label_panels, heading=_("Nom")),
        FieldPanel("code"),
        FieldRowPanel([FieldPanel("sort_order"), FieldPanel("retired")]),
    ]

    class Meta:
        abstract = True
        ordering = ["sort_order", "label"]

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        super().clean()
        if self.pk:
            stored = type(self)._base_manager.filter(pk=self.pk).values_list("code", flat=True).first()
            if stored not in (None, self.code):
                raise ValidationError({"code": _("Le code ne change plus : des adresses et des flux l’utilisent.")})

    def refusal(self, users: list[models.Model]) -> str:
        advice = _("Retirez-la au lieu de la supprimer : cette entrée ne sera plus proposée et restera affichée.")
        return f"{super().refusal(users)} {advice}"

    def label_in(self, language: str) -> str:
        """The label in LANGUAGE, French where it has none."""
        return (getattr(self, f"label_{language}", "") if language != "fr" else "") or self.label

    @property
    def words(self) -> str:
        """The label in the reader's language, French where it has none."""
        return self.label_in(get_language() or "fr")


class Theme(Term):
    class Meta(Term.Meta):
        verbose_name = _("thème")
        verbose_name_plural = _("thèmes")


class NationalTerm(Term):
    """An entry that the national schema of « lieux de médiation numérique » may also have."""

    national_label = models.CharField(
        _("libellé national"),
        max_length=160,
        blank=True,
        help_text=_("Tel que l’écrit le schéma national des lieux de médiation numérique ; vide s’il n’y est pas."),
    )

    panels = [*Term.panels, FieldPanel("national_label")]

    class Meta(Term.Meta):
        abstract = True


class Audience(NationalTerm):
    """Whom something is for: the « publics » of the plan."""

    class Meta(Term.Meta):
        verbose_name = _("public")
        verbose_name_plural = _("publics")


class EventKind(Term):
    class Meta(Term.Meta):
        verbose_name = _("type d’événement")
        verbose_name_plural = _("types d’événement")


class Equipment(Term):
    class Meta(Term.Meta):
        verbose_name = _("équipement")
        verbose_name_plural = _("équipements")


class Service(NationalTerm):
    """What an actor offers."""

    class Meta(Term.Meta):
        verbose_name = _("service proposé")
        verbose_name_plural = _("services proposés")


class Skill(Term):
    class Meta(Term.Meta):
        verbose_name = _("compétence")
        verbose_name_plural = _("compétences")


class ContestCategory(Term):
    """What one may enter the contest as: a company, a commune. Its description says who and what for."""

    description = models.TextField(_("description en français"), max_length=500, blank=True)
    description_br = models.TextField(_("description en breton"), max_length=500, blank=True)
    description_en = models.TextField(_("description en anglais"), max_length=500, blank=True)

    panels = [
        *Term.panels,
        MultiFieldPanel(
            [FieldPanel("description"), FieldPanel("description_br"), FieldPanel("description_en")],
            heading=_("Qui peut y candidater, et pour quoi"),
        ),
    ]

    class Meta(Term.Meta):
        verbose_name = _("catégorie du concours")
        verbose_name_plural = _("catégories du concours")

    def description_in(self, language: str) -> tuple[str, str]:
        """The description read in LANGUAGE, and the code of the language it is written in: French where it has none."""
        own = getattr(self, f"description_{language}", "") if language != "fr" else ""
        return (own, language) if own else (self.description, "fr")


class NumberedTerm(Term):
    """A heading of the plan: its code is its number."""

    class Meta(Term.Meta):
        abstract = True

    @property
    def number(self) -> int:
        return int(self.code)

    def clean(self) -> None:
        super().clean()
        if not self.code.isdecimal():
            raise ValidationError({"code": _("Le code est le numéro dans le plan.")})


class Ambition(NumberedTerm):
    class Meta(NumberedTerm.Meta):
        verbose_name = _("ambition du plan")
        verbose_name_plural = _("ambitions du plan")


class Orientation(NumberedTerm):
    class Meta(NumberedTerm.Meta):
        verbose_name = _("orientation du plan")
        verbose_name_plural = _("orientations du plan")


class Action(NumberedTerm):
    orientation = models.ForeignKey(
        Orientation, on_delete=models.PROTECT, related_name="actions", verbose_name=_("orientation")
    )

    panels = [*Term.panels, FieldPanel("orientation")]

    class Meta(NumberedTerm.Meta):
        verbose_name = _("action du plan")
        verbose_name_plural = _("actions du plan")

    def __str__(self) -> str:
        return f"{self.code}. {self.label}"
