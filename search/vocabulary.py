"""The words search knows: those that mean the same, edited in the admin, and those that entries hold."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_WORD = 40


class Language(models.TextChoices):
    """The languages whose words can be told to search."""

    FRENCH = "fr", _("Français")
    BRETON = "br", _("Breton")
    ENGLISH = "en", _("Anglais")


class Synonym(models.Model):
    """Words or phrases that find the same entries. `code` is that of the data file it came from, if any."""

    code = models.SlugField(_("code"), max_length=60, unique=True, null=True, blank=True, editable=False)
    language = models.CharField(_("langue"), max_length=5, choices=Language, default=Language.FRENCH)
    words = models.TextField(
        _("mots de même sens"),
        help_text=_("Mots ou expressions séparés par des virgules : « THD, très haut débit »."),
    )
    one_way = models.BooleanField(
        _("dans un seul sens"),
        default=False,
        help_text=_("Le premier mot trouve aussi les suivants, mais pas l’inverse."),
    )
    active = models.BooleanField(
        _("utilisé"),
        default=True,
        help_text=_("Décochez pour ne plus s’en servir sans le supprimer."),
    )

    class Meta:
        verbose_name = _("synonyme")
        verbose_name_plural = _("synonymes")
        ordering = ["words"]

    def __str__(self) -> str:
        return self.words


class Word(models.Model):
    """A word that entries hold: as written (in lower case), folded, its term, and how many entries hold the term."""

    language = models.CharField(max_length=5)
    word = models.CharField(max_length=LONGEST_WORD)
    folded = models.CharField(max_length=LONGEST_WORD)
    length = models.PositiveSmallIntegerField(validators=[MaxValueValidator(LONGEST_WORD)])
    term = models.CharField(max_length=LONGEST_WORD)
    entries = models.IntegerField(default=0)

    class Meta:
        verbose_name = _("mot")
        verbose_name_plural = _("mots")
        constraints = [models.UniqueConstraint(fields=["language", "word", "term"], name="search_word_identity")]
        indexes = [
            models.Index(fields=["language", "term"], name="search_word_term"),
            models.Index(fields=["language", "length"], name="search_word_length"),
        ]

    def __str__(self) -> str:
        return self.word
