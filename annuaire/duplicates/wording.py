"""Why two records look the same, in words."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from annuaire.duplicates.scoring import Reason

SENTENCES = {
    Reason.SAME_NAME: _("même nom"),
    Reason.LIKE_NAME: _("noms proches"),
    Reason.ACRONYM: _("l’un est le sigle de l’autre"),
    Reason.SAME_SIRET: _("même SIRET"),
    Reason.SAME_SIREN: _("même SIREN, établissements différents"),
    Reason.OTHER_SIREN: _("SIREN différents"),
    Reason.SAME_RNA: _("même numéro RNA"),
    Reason.SAME_PHONE: _("même téléphone"),
    Reason.SAME_EMAIL: _("même courriel"),
    Reason.SAME_SITE: _("même site web"),
    Reason.SAME_DOMAIN: _("même domaine sur internet"),
    Reason.SAME_ADDRESS: _("même rue"),
    Reason.OTHER_ADDRESS: _("adresses différentes"),
    Reason.NEAR: _("au même endroit"),
    Reason.FAR: _("éloignés l’un de l’autre"),
    Reason.SAME_COMMUNE: _("même commune"),
    Reason.OTHER_COMMUNE: _("communes différentes"),
    Reason.WORDS_APART: _("un mot ou un numéro les distingue"),
}


def in_words(reasons: Iterable[str]) -> str:
    """REASONS in one line: "même nom, même commune, SIREN différents"; those no longer known are left out."""
    known = set(map(str, Reason))
    return ", ".join(str(SENTENCES[Reason(reason)]) for reason in reasons if reason in known)
