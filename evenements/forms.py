"""The form an event is entered with."""

from core.forms import BasePageForm


class EventPageForm(BasePageForm):
    pass
