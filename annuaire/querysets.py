"""How the directory asks for its actors."""

from core.models.pages import CanonicalQuerySet


class ActorQuerySet(CanonicalQuerySet):
    def by_name(self) -> "ActorQuerySet":
        """In the order of a French dictionary: accents, case, spaces and hyphens do not count."""
        return self.order_by("sort_name", "pk")

    def with_card(self) -> "ActorQuerySet":
        """With what a card shows, in two queries whatever their number."""
        return self.select_related("commune", "locale").prefetch_related("audiences")
