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


# The values below are those of the national schema of « lieux de médiation numérique » (1.0.1 and 1.0.2), as it writes
# them: they are kept, exported and imported so. « Étapes numériques » (La Poste) is not among the labels: no way to
# write it is valid for both its Table Schema and the library that reads it.


class Itinerancy(models.TextChoices):
    FIXED = "Fixe", _("Lieu fixe")
    MOBILE = "Itinérant", _("Itinérant")


class SpecialCare(models.TextChoices):
    """Needs the place knows how to answer (prise_en_charge_specifique)."""

    DEAFNESS = "Surdité", _("Surdité")
    MOTOR = "Handicaps moteurs", _("Handicaps moteurs")
    MENTAL = "Handicaps mentaux", _("Handicaps mentaux")
    ILLITERACY = "Illettrisme", _("Illettrisme")
    ENGLISH = "Langues étrangères (anglais)", _("Accueil en anglais")
    OTHER_LANGUAGES = "Langues étrangères (autres)", _("Accueil dans d’autres langues")
    SIGHT = "Déficience visuelle", _("Déficience visuelle")


class Fee(models.TextChoices):
    """What it costs (frais_a_charge)."""

    FREE = "Gratuit", _("Gratuit")
    CONDITIONS = "Gratuit sous condition", _("Gratuit sous condition")
    PAYING = "Payant", _("Payant")


class AccessMode(models.TextChoices):
    """How one comes (modalites_acces)."""

    VISIT = "Se présenter", _("Se présenter")
    PHONE = "Téléphoner", _("Téléphoner")
    EMAIL = "Contacter par mail", _("Écrire un courriel")
    BOOKING = "Prendre un RDV en ligne", _("Prendre rendez-vous en ligne")
    NO_PUBLIC = "Ce lieu n'accueille pas de public", _("Ce lieu n’accueille pas de public")
    REFERRAL = "Envoyer un mail avec une fiche de prescription", _("Être orienté par un professionnel")


class SupportMode(models.TextChoices):
    """How one is helped there (modalites_accompagnement)."""

    ALONE = "En autonomie", _("En autonomie")
    INDIVIDUAL = "Accompagnement individuel", _("Accompagnement individuel")
    WORKSHOP = "Dans un atelier collectif", _("Dans un atelier collectif")
    REMOTE = "À distance", _("À distance")


class NationalProgramme(models.TextChoices):
    """National programmes a place takes part in (dispositif_programmes_nationaux)."""

    AIDANTS_CONNECT = "Aidants Connect"
    LIBRARIES = "Bibliothèques numérique de référence"
    PIX = "Certification PIX"
    ADVISERS = "Conseillers numériques"
    EMMAUS_CONNECT = "Emmaüs Connect"
    FRANCE_SERVICES = "France Services"
    GRANDE_ECOLE = "Grande école du numérique"
    RED_CROSS = "La Croix Rouge"
    CAF = "Point d'accès numérique CAF"
    PROMENEURS = "Promeneurs du net"
    RELAIS = "Relais numérique (Emmaüs Connect)"


class TrainingLabel(models.TextChoices):
    """Trainings and labels (formations_labels)."""

    MON_ESPACE_SANTE = "Formé à « Mon Espace Santé »"
    DUPLEX = "Formé à « DUPLEX » (illettrisme)"
    ARNIA = "Arnia/MedNum BFC (Bourgogne-Franche-Comté)"
    REEMPLOI = "Collectif ressources et acteurs réemploi (Normandie)"
    FABRIQUES = "Fabriques de Territoire"
    ECLAIREURS = "Les Éclaireurs du numérique (Drôme)"
    MES_PAPIERS = "Mes Papiers (Métropole de Lyon)"
    ORDI = "ORDI 3.0"
    SUD_LABS = "SUD LABS (PACA)"
