"""Choices of the directory."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ActorKind(models.TextChoices):
    COMPANY = "entreprise", _("Entreprise")
    LOCAL_AUTHORITY = "collectivite", _("Commune ou intercommunalité")
    PUBLIC_BODY = "organisme-public", _("Service public")
    ASSOCIATION = "association", _("Association")
    THIRD_PLACE = "tiers-lieu", _("Tiers-lieu")
    FABLAB = "fablab", _("Fablab")
    EDUCATION = "enseignement-recherche", _("Enseignement, recherche")
    TRAINING = "formation", _("Organisme de formation")
    NETWORK = "reseau", _("Réseau, pôle")
    OTHER = "autre", _("Autre organisme")
