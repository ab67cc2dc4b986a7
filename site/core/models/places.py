"""The territory: its communes, and the places that are not an actor's own."""

from itertools import count
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.text import slugify
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.search import index

from core.forms import PlaceForm
from core.models.kept import KeptWhileUsed


class Epci(models.Model):
    """A group of communes (établissement public de coopération intercommunale)."""

    siren = models.CharField(_("SIREN"), max_length=9, unique=True)
    name = models.CharField(_("nom"), max_length=120)

    class Meta:
        verbose_name = _("intercommunalité")
        verbose_name_plural = _("intercommunalités")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Commune(index.Indexed, KeptWhileUsed):
    """A commune, known everywhere by its INSEE code."""

    insee = models.CharField(_("code INSEE"), max_length=5, unique=True)
    name = models.CharField(_("nom"), max_length=80)
    name_br = models.CharField(_("nom breton"), max_length=80, blank=True)
    epci = models.ForeignKey(
        Epci, on_delete=models.PROTECT, related_name="communes", verbose_name=_("intercommunalité")
    )
    population = models.PositiveIntegerField(_("population municipale"), default=0)
    postcodes = models.JSONField(_("codes postaux"), default=list, blank=True)
    latitude = models.FloatField(_("latitude"))
    longitude = models.FloatField(_("longitude"))

    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        verbose_name = _("commune")
        verbose_name_plural = _("communes")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def label_in(self, language: str) -> str:
        """The commune's name in LANGUAGE: its Breton name in Breton where it is known."""
        return (self.name_br if language == "br" else "") or self.name

    @property
    def words(self) -> str:
        return self.label_in(get_language() or "fr")


def point_constraints(prefix: str) -> list[models.CheckConstraint]:
    """What the table of a `Located` model refuses: half a point, or one that is not on Earth. PREFIX names them."""
    none = models.Q(latitude__isnull=True, longitude__isnull=True)
    # A check passes on NULL: that the point is there is said too.
    both = models.Q(latitude__isnull=False, longitude__isnull=False)
    whole = none | both & models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180))
    return [models.CheckConstraint(condition=whole, name=f"{prefix}_point_is_whole")]


class Located(models.Model):
    """An address on the territory. Coordinates are WGS 84 decimal degrees."""

    street = models.CharField(_("numéro et voie"), max_length=200, blank=True)
    complement = models.CharField(_("complément"), max_length=200, blank=True, help_text=_("Bâtiment, étage, salle."))
    postcode = models.CharField(
        _("code postal"),
        max_length=5,
        blank=True,
        validators=[RegexValidator(r"^\d{5}$", _("Le code postal a cinq chiffres."))],
    )
    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("commune")
    )
    latitude = models.FloatField(
        _("latitude"), null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.FloatField(
        _("longitude"), null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )

    location_panels = [
        FieldPanel("street"),
        FieldPanel("complement"),
        FieldRowPanel([FieldPanel("postcode"), FieldPanel("commune")]),
        FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
    ]

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if (self.latitude is None) != (self.longitude is None):
            missing = "latitude" if self.latitude is None else "longitude"
            raise ValidationError({missing: _("Il faut les deux coordonnées, ou aucune.")})

    def doubts(self) -> list[str]:
        """What seems wrong in the address without being impossible: told to the editor, never refused."""
        found = []
        if not self.in_territory:
            found.append(gettext("Les coordonnées sont hors du territoire. Vérifiez la latitude et la longitude."))
        if self.commune and self.postcode and self.postcode not in self.commune.postcodes:
            expected = ", ".join(self.commune.postcodes)
            found.append(
                gettext("Le code postal %(postcode)s n’est pas celui de %(commune)s (%(expected)s).")
                % {"postcode": self.postcode, "commune": self.commune.name, "expected": expected}
            )
        return found

    @property
    def has_point(self) -> bool:
        return self.latitude is not None and self.longitude is not None

    @property
    def point(self) -> tuple[float, float] | None:
        """Latitude and longitude."""
        return None if self.latitude is None or self.longitude is None else (self.latitude, self.longitude)

    @property
    def in_territory(self) -> bool:
        """Whether the point lies in the territory's bounding box; true without a point."""
        if self.latitude is None or self.longitude is None:
            return True
        west, south, east, north = settings.TERRITORY.bounds
        return west <= self.longitude <= east and south <= self.latitude <= north

    def address_lines(self, language: str = "fr") -> list[str]:
        """The postal address, a line each, without the name; the commune in LANGUAGE."""
        town = f"{self.postcode} {self.commune.label_in(language) if self.commune else ''}".strip()
        return [line for line in (self.street, self.complement, town) if line]


class Place(index.Indexed, KeptWhileUsed, Located):
    """Where an event is held when that is not an actor's own address."""

    name = models.CharField(_("nom du lieu"), max_length=160)
    slug = models.SlugField(
        _("code"),
        max_length=80,
        unique=True,
        blank=True,
        help_text=_("Dans les adresses : ne change plus une fois enregistré. Vide : tiré du nom."),
    )
    access = models.TextField(_("accès"), blank=True, help_text=_("Bus, stationnement, entrée, accessibilité."))

    base_form_class = PlaceForm
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]
    panels = [
        TitleFieldPanel("name", targets=["slug"], classname="", placeholder=False),
        FieldPanel("slug"),
        MultiFieldPanel(Located.location_panels, heading=_("Adresse")),
        FieldPanel("access"),
    ]

    class Meta:
        verbose_name = _("lieu")
        verbose_name_plural = _("lieux")
        ordering = ["name"]
        constraints = point_constraints("place")

    def __str__(self) -> str:
        return f"{self.name}, {self.commune}" if self.commune else self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.slug = self.slug or self.free_slug()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        if self.pk and Place.objects.filter(pk=self.pk).exclude(slug=self.slug).exists():
            raise ValidationError({"slug": _("Le code ne change plus : des adresses l’utilisent.")})

    def free_slug(self) -> str:
        """A slug made of the name that no other place has."""
        base = slugify(self.name)[:70] or "lieu"
        taken = set(Place.objects.filter(slug__startswith=base).values_list("slug", flat=True))
        candidates = (f"{base}-{number}" if number > 1 else base for number in count(1))
        return next(slug for slug in candidates if slug not in taken)
