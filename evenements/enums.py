"""Choices of events and workshops."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """The state of an event or of one of its dates (schema.org eventStatus, iCalendar STATUS)."""

    CONFIRMED = "confirmed", _("Confirmé")
    CANCELLED = "cancelled", _("Annulé")
    POSTPONED = "postponed", _("Reporté")
    MOVED_ONLINE = "moved_online", _("Déplacé en ligne")
    FULL = "full", _("Complet")


class AttendanceMode(models.TextChoices):
    """How one attends (schema.org eventAttendanceMode); the values are those of the public contract's `mode`."""

    ON_SITE = "sur-place", _("Sur place")
    ONLINE = "en-ligne", _("En ligne")
    HYBRID = "hybride", _("Sur place et en ligne")


class RegistrationMode(models.TextChoices):
    NONE = "none", _("Sans inscription")
    EXTERNAL = "external", _("Sur un autre site")
    HERE = "here", _("Sur ce site")


class Frequency(models.TextChoices):
    """How a date line repeats."""

    ONCE = "", _("Une seule fois")
    DAILY = "daily", _("Chaque jour")
    WEEKLY = "weekly", _("Chaque semaine")
    MONTHLY_WEEKDAY = "monthly_weekday", _("Chaque mois, le même jour de la semaine")
    MONTHLY_LAST_WEEKDAY = "monthly_last_weekday", _("Chaque mois, le dernier de ce jour de la semaine")
    MONTHLY_DAY = "monthly_day", _("Chaque mois, à la même date")


class Weekday(models.TextChoices):
    """Days as RFC 5545 §3.3.10 writes them."""

    MONDAY = "MO", _("lundi")
    TUESDAY = "TU", _("mardi")
    WEDNESDAY = "WE", _("mercredi")
    THURSDAY = "TH", _("jeudi")
    FRIDAY = "FR", _("vendredi")
    SATURDAY = "SA", _("samedi")
    SUNDAY = "SU", _("dimanche")


class ActorRole(models.TextChoices):
    ORGANISER = "organiser", _("Organise")
    PARTNER = "partner", _("Partenaire")


class Level(models.TextChoices):
    ALL = "tous", _("Tous niveaux")
    BEGINNER = "debutant", _("Débutant")
    INTERMEDIATE = "intermediaire", _("Intermédiaire")
    ADVANCED = "avance", _("Avancé")


class Distinction(models.TextChoices):
    NONE = "", _("Sans distinction")
    FINALIST = "finaliste", _("Finaliste")
    LAUREATE = "laureat", _("Lauréat")


class Language(models.TextChoices):
    """The languages that the words of an entry may be written in (BCP 47)."""

    FRENCH = "fr", _("français")
    BRETON = "br", _("breton")
    ENGLISH = "en", _("anglais")
