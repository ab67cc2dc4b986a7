"""Makes an entry confirmed today, by its structure or by an editor."""

import datetime as dt
from functools import partial

from django.db import transaction
from django.utils import timezone

from annuaire.freshness.history import Who, note
from annuaire.freshness.models import ConfirmationRequest
from annuaire.freshness.states import awaited
from annuaire.models import ActorPage
from core.publication import change


def confirm(actor: ActorPage, today: dt.date, *, name: str, user: Who = None) -> None:
    """Publishes ACTOR as it is, verified TODAY; NAME is what its history says.

    A draft in the making stays a draft and takes the new date too: published later, it does not bring the old one back.
    What the publication changes (state, search, feeds) follows it, in the same transaction.
    """
    with transaction.atomic():
        # Read again, and alone on it where the database knows how.
        live = ActorPage.objects.select_for_update(of=("self",)).get(pk=actor.pk)
        settle(live, user, silent=True)
        change(live, partial(_verified, today), user)
        note(live, name, user)
    actor.refresh_from_db()


def _verified(day: dt.date, actor: ActorPage) -> ActorPage:
    actor.verified_on = day
    return actor


def settle(actor: ActorPage, user: Who, *, silent: bool = False) -> bool:
    """The structure's answers were dealt with; false when there was none. Noted unless something else says it."""
    waiting = ConfirmationRequest.objects.filter(awaited(), actor=actor.pk)
    with transaction.atomic():
        settled = bool(waiting.update(settled_at=timezone.now(), settled_by=user))
        if settled and not silent:
            note(actor, "settled", user)
    return settled
