"""Choices of imports."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportFormat(models.TextChoices):
    """What the columns of a file are."""

    NATIONAL = "national", _("Lieux de médiation numérique, au schéma national")
    DIRECTORY = "directory", _("Tableau d’acteurs ou d’entreprises")


class ImportState(models.TextChoices):
    """COLUMNS, then CHECKING what it would do, CHECKED; RUNNING, DONE; UNDOING, UNDONE. FAILED says why."""

    COLUMNS = "columns", _("colonnes à vérifier")
    CHECKING = "checking", _("aperçu en cours")
    CHECKED = "checked", _("aperçu prêt")
    RUNNING = "running", _("import en cours")
    DONE = "done", _("importé")
    UNDOING = "undoing", _("annulation en cours")
    UNDONE = "undone", _("annulé")
    FAILED = "failed", _("arrêté")


# Those in which there is work to do, without anybody.
WORKING = (ImportState.CHECKING, ImportState.RUNNING, ImportState.UNDOING)


class Outcome(models.TextChoices):
    """What becomes of a line. UNDECIDED waits for an editor; SKIPPED is left aside on purpose."""

    ADDED = "added", _("ajouté")
    CHANGED = "changed", _("modifié")
    KEPT = "kept", _("gardé comme ici")
    UNCHANGED = "unchanged", _("inchangé")
    UNDECIDED = "undecided", _("à décider")
    SKIPPED = "skipped", _("laissé de côté")
    REFUSED = "refused", _("refusé")


# Those of lines that tell of an actor of the directory: another line of the file may not.
TELLING = (Outcome.ADDED, Outcome.CHANGED, Outcome.KEPT, Outcome.UNCHANGED)


class Choice(models.TextChoices):
    """What an editor decides of a line; empty, as the whole import says."""

    OURS = "ours", _("garder ce qui est ici")
    THEIRS = "theirs", _("prendre ce que dit le fichier")
    ADD = "add", _("ajouter, c’est un autre acteur")
    SAME = "same", _("c’est le même acteur")
    SKIP = "skip", _("laisser de côté")


class Undone(models.TextChoices):
    """What undoing made of a line."""

    DELETED = "deleted", _("fiche supprimée")
    RESTORED = "restored", _("remis comme avant")
    KEPT = "kept", _("laissé tel quel")
