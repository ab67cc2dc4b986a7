"""What the directory shows of the agenda and of the contest."""

from django import template

from annuaire.models import ActorPage
from evenements.actor_dates import ActorDates, dates_of

register = template.Library()


@register.simple_tag
def actor_dates(actor: ActorPage) -> ActorDates:
    """All that ACTOR organises, hosts and enters: `{% actor_dates facts as dates %}`; read once for a page."""
    if "agenda_dates" not in actor.__dict__:
        actor.agenda_dates = dates_of(actor)
    return actor.agenda_dates
