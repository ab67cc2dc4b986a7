"""What an entry says, line by line: what its structure is asked to confirm."""

from django.utils.translation import gettext as _

from annuaire.models import ActorPage
from annuaire.opening_hours import in_words
from core.languages import current


def facts_of(actor: ActorPage, words: ActorPage) -> list[tuple[str, str]]:
    """The facts of ACTOR, told in WORDS, each with its label; what is empty is said to be, so that it is noticed."""
    hours = in_words(actor.opening_hours)
    rows = [
        (_("Nom"), actor.name_in(words)),
        (_("Genre"), actor.get_kind_display()),
        (_("En une phrase"), words.summary),
        (_("Adresse"), ", ".join(actor.address_lines(current()))),
        (_("Horaires"), " · ".join(hours.lines)),
        (_("Téléphone"), actor.phone),
        (_("Courriel"), actor.email),
        (_("Site web"), actor.website),
        (_("Services"), ", ".join(term.words for term in actor.services.all())),
        (_("Équipements"), ", ".join(term.words for term in actor.equipment.all())),
        (_("Pour qui"), ", ".join(term.words for term in actor.audiences.all())),
        (_("Accessibilité"), words.accessibility or actor.accessibility),
    ]
    return [(label, value or _("non renseigné")) for label, value in rows]
