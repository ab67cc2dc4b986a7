"""Beginning, submitting and withdrawing an application: each in one transaction, with its mail."""

import datetime as dt
import uuid

from django.db import transaction
from django.db.models import Max

from evenements.contest.enums import ApplicationState
from evenements.contest.jury import are_published
from evenements.contest.letters import tell_started, tell_submitted
from evenements.contest.models import Application
from evenements.contest.retention import forget
from evenements.models import ContestPage


def start(edition: ContestPage, name: str, email: str, form_key: str, language: str, now: dt.datetime) -> Application:
    """The draft that the form of FORM_KEY begins, with its link sent; the same one when that form is sent again."""
    with transaction.atomic():
        draft, is_new = Application.objects.get_or_create(
            edition=edition,
            form_key=form_key,
            defaults={
                "key": uuid.uuid4(),
                "language": language,
                "contact_name": name,
                "contact_email": email,
                "created_at": now,
                "changed_at": now,
            },
        )
        if is_new:
            tell_started(draft)
    return draft


def held(application: Application) -> Application:
    """APPLICATION as it is now, whose row nobody else changes until the transaction ends."""
    rows = Application.objects.select_for_update(of=("self",)).select_related("edition", "entry")
    return rows.get(pk=application.pk)


def save(application: Application, now: dt.datetime) -> None:
    """Keeps what was written in APPLICATION, which is `held`."""
    application.changed_at = now
    application.save()


def submit(application: Application, now: dt.datetime) -> None:
    """Submits APPLICATION, a draft, as it is: the jury will read it. Its number is the next of its edition."""
    with transaction.atomic():
        ContestPage.objects.select_for_update().get(pk=application.edition_id)
        application.refresh_from_db(fields=["state", "number", "purged_at"])
        if application.state != ApplicationState.DRAFT or application.purged_at:
            return
        last = Application.objects.filter(edition=application.edition_id).aggregate(last=Max("number"))["last"]
        application.number = application.number or (last or 0) + 1
        application.state = ApplicationState.SUBMITTED
        application.submitted_at = application.changed_at = now
        application.save()
        tell_submitted(application)


def withdraw(application: Application) -> bool:
    """Withdraws APPLICATION, unless it is published already; whether it is.

    Its words, its files and its mails are gone, and its link opens nothing more. The draft made of it goes too, so
    that its author learns nothing of what the jury decides: one may withdraw in any case until the results. After them
    its number and its marks stay: the ranking that was published is not made another.
    """
    with transaction.atomic():
        ContestPage.objects.select_for_update(of=("self",)).get(pk=application.edition_id)  # As its results do.
        now_held = held(application)
        if now_held.entry is not None and now_held.entry.live:
            return False
        if now_held.is_entered and are_published(now_held.edition):
            forget([now_held])
            return True
        now_held.marks.all().delete()
        now_held.recusals.all().delete()
        forget([now_held], ApplicationState.WITHDRAWN)
    return True
