"""What keeps an actor that helps the public out of the national file, or is missing there: told to its editor."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from annuaire.models import ActorPage


def gaps(actor: "ActorPage") -> list[str]:
    """A sentence for each; none for an actor that the national schema does not concern."""
    if actor.example or not any(service.national_label for service in actor.services.all()):
        return []
    parts = [
        (_("le numéro et la voie"), actor.street),
        (_("le code postal"), actor.postcode),
        (_("la commune"), actor.commune_id),
    ]
    if missing := ", ".join(name for name, value in parts if not value):
        sentence = _("Il manque %(missing)s pour que ce lieu soit dans le fichier national des lieux de médiation.")
        return [sentence % {"missing": missing}]
    if not actor.siret and not actor.rna:
        return [_("Sans SIRET ni numéro RNA, le fichier national dira de ce lieu qu’ils sont inconnus.")]
    return []
