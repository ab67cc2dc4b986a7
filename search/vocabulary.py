"""The words search knows: those that mean the same, edited in the admin, and those that entries hold."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from search.slots import phrase_terms

LONGEST_WORD = 40
# Of a synonym: its phrases, the words of each, and its characters.
MOST_PHRASES, LONGEST_PHRASE, LONGEST_TEXT = 12, 8, 500
SEPARATORS = re.compile(r"[,;\r\n]+")


def phrases_of(text: str) -> list[str]:
    """The words and phrases of a synonym, which commas, semicolons or lines separate."""
    return [phrase for part in SEPARATORS.split(text) if (phrase := " ".join(part.split()))]


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
        validators=[MaxLengthValidator(LONGEST_TEXT)],
        help_text=_("Mots ou expressions séparés par des virgules : « THD, très haut débit ». Effet immédiat."),
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

    def clean(self) -> None:
        """Tidies the words; refuses what could not widen a search, or would widen it without end."""
        phrases = phrases_of(self.words)
        terms = [phrase_terms(phrase, self.language) for phrase in phrases]
        for phrase, found in zip(phrases, terms, strict=True):
            if not found:
                raise ValidationError({"words": gettext("« %(phrase)s » ne contient aucun mot.") % {"phrase": phrase}})
            if len(found) > LONGEST_PHRASE:
                message = gettext("« %(phrase)s » est trop long : %(most)s mots au plus.")
                raise ValidationError({"words": message % {"phrase": phrase, "most": LONGEST_PHRASE}})
        if len(phrases) > MOST_PHRASES:
            raise ValidationError({"words": gettext("Pas plus de %(most)s mots à la fois.") % {"most": MOST_PHRASES}})
        if len(set(terms)) < 2:
            raise ValidationError(
                {"words": gettext("Donnez au moins deux mots que la recherche ne rapproche pas déjà d’elle-même.")}
            )
        self.words = ", ".join(phrases)


class Word(models.Model):
    """A word that entries hold: as written (in lower case), folded, its term, and how many entries hold the term.

    An empty `word` is a term known in another language than that of the entry: found, never proposed. `backwards` is
    `folded` from its last letter to its first: what ends alike stands together there.
    """

    language = models.CharField(max_length=5)
    word = models.CharField(max_length=LONGEST_WORD)
    folded = models.CharField(max_length=LONGEST_WORD, db_index=True)
    backwards = models.CharField(max_length=LONGEST_WORD, db_index=True)
    term = models.CharField(max_length=LONGEST_WORD)
    entries = models.IntegerField(default=0)

    class Meta:
        verbose_name = _("mot")
        verbose_name_plural = _("mots")
        constraints = [models.UniqueConstraint(fields=["language", "word", "term"], name="search_word_identity")]
        indexes = [models.Index(fields=["language", "term"], name="search_word_term")]

    def __str__(self) -> str:
        return self.word
