"""What other content refers to: never deleted while something does, drafts included."""

from typing import Any

from django.db import models
from django.db.models import ProtectedError
from django.utils.translation import gettext as _


class KeptQuerySet(models.QuerySet):
    def delete(self) -> tuple[int, dict[str, int]]:
        """Deletes all of them, or none: raises ProtectedError when one is used."""
        for entry in self:
            entry.refuse_if_used()
        return super().delete()


class KeptWhileUsed(models.Model):
    """Deleting one that something uses raises ProtectedError, with the users found; the admin says it in a sentence."""

    objects = KeptQuerySet.as_manager()

    class Meta:
        abstract = True

    def users(self) -> list[models.Model]:
        """What refers to it: rows, then pages of which a draft or an earlier version does."""
        from core.usage import users_of

        return users_of(self)

    def refuse_if_used(self) -> None:
        """Raises ProtectedError when something refers to it."""
        if users := self.users():
            raise ProtectedError(self.refusal(users), set(users))

    def refusal(self, users: list[models.Model]) -> str:
        """The sentence that says why it stays, and what to do instead."""
        names = ", ".join(f"« {user} »" for user in users[:3])
        if len(users) > 3:
            return _("« %(entry)s » est utilisé par %(users)s et d’autres contenus.") % {"entry": self, "users": names}
        return _("« %(entry)s » est utilisé par %(users)s.") % {"entry": self, "users": names}

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Deletes it when nothing uses it; raises ProtectedError otherwise."""
        self.refuse_if_used()
        return super().delete(*args, **kwargs)
