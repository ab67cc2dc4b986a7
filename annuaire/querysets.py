"""How the directory asks for its actors."""

from annuaire.freshness.enums import Freshness
from core.models.pages import CanonicalQuerySet


class ActorQuerySet(CanonicalQuerySet):
    def published(self) -> "ActorQuerySet":
        """Those that lists show: not hidden for want of an answer."""
        return self.readable().filter(freshness__lt=Freshness.HIDDEN)

    def readable(self) -> "ActorQuerySet":
        """The canonical pages a visitor may open, hidden ones too: their address answers, with little."""
        return super().published()

    def by_name(self) -> "ActorQuerySet":
        """In the order of a French dictionary: accents, case, spaces and hyphens do not count.

        Entries that nobody has confirmed for long come after all the others.
        """
        return self.order_by("freshness", "sort_name", "pk")

    def with_card(self) -> "ActorQuerySet":
        """With what a card shows, in two queries whatever their number."""
        return self.select_related("commune", "locale").prefetch_related("audiences")
