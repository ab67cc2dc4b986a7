"""What the directory shows of the agenda and of the contest."""

from django import template
from django.template import Context

from annuaire.models import ActorPage
from evenements.actor_dates import ActorDates, dates_of

register = template.Library()


@register.simple_tag(takes_context=True)
def actor_dates(context: Context, actor: ActorPage) -> ActorDates:
    """All that ACTOR organises, hosts and enters: `{% actor_dates facts as dates %}`; read once for a page.

    The address says which page of what is over.
    """
    if "agenda_dates" not in actor.__dict__:
        actor.agenda_dates = dates_of(actor, context["request"].GET.get("page", ""))
    return actor.agenda_dates
