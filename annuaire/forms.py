"""The form an actor is entered with."""

from core.forms import BasePageForm


class ActorPageForm(BasePageForm):
    pass
