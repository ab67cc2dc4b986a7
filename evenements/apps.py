from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvenementsConfig(AppConfig):
    name = "evenements"
    verbose_name = _("Événements")

    def ready(self) -> None:
        from annuaire.models import ActorPage
        from core.mentions import COUNTERPARTS, KEYED
        from core.models import ContestCategory, Place
        from core.usage import UNTOLD
        from evenements.booking import following  # noqa: F401
        from evenements.contest import files, jurors, refusing  # noqa: F401
        from evenements.contest.embargo import hold_publication
        from evenements.contest.models import applications_in
        from evenements.dependencies import events_naming
        from evenements.models import DateLine, EventPage
        from evenements.signals import connect_all

        KEYED[DateLine]["changes"] = {"host": ActorPage, "place": Place}
        COUNTERPARTS[EventPage, "place"] = "host"
        UNTOLD[Place].append(events_naming)
        UNTOLD[ContestCategory].append(applications_in)
        connect_all()
        hold_publication()
