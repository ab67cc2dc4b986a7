"""How the directory asks for its actors."""

from core.models.pages import CanonicalQuerySet


class ActorQuerySet(CanonicalQuerySet):
    def in_commune(self, insee: str) -> "ActorQuerySet":
        return self.filter(commune__insee=insee)

    def for_audience(self, code: str) -> "ActorQuerySet":
        return self.filter(audiences__code=code)
