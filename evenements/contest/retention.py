"""Forgets applications: at once when they are withdrawn; some months after the results when they are not retained."""

import datetime as dt
import uuid
from collections.abc import Iterable

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce

from core.clock import now as clock_now
from evenements.contest.anonymity import Mask
from evenements.contest.enums import ApplicationState
from evenements.contest.letters import forget_mails
from evenements.contest.models import Application, Decision, Mark, Recusal
from evenements.contest.preparing import take_away
from evenements.models import ContestPage

EMPTIED = (
    "form_key", "title", "proposed_name", "proposed_email", "summary", "what_was_done", "results", "video_url",
    "contact_name", "contact_email",
)  # fmt: skip
CONTACT = ("form_key", "contact_name", "contact_email", "proposed_email")

# What a visitor can read, or could: its page is an editor's by now.
KEPT = Q(entry__first_published_at__isnull=False)


def forget(applications: Iterable[Application], state: ApplicationState | None = None) -> int:
    """Empties APPLICATIONS of whatever is of somebody, with their files and mails; STATE becomes theirs, if any.

    What was made of them goes too: a page that nobody has read, its pictures, the actor it was to have.
    """
    rows = list(applications)
    with transaction.atomic():
        for application in rows:
            if application.entry is not None:
                take_away(application, application.entry)
            forget_mails(application)
            application.files.all().delete()
            for name in EMPTIED:
                setattr(application, name, "")
            application.actor = application.proposed_commune = None
            application.consent_rules = application.consent_shown = False
            application.key = uuid.uuid4()
            application.state = state or application.state
            application.purged_at = application.changed_at = clock_now()
            application.save()
        _forget_comments(rows)
        Decision.objects.filter(application__in=rows).update(reason="")
    return len(rows)


def _forget_comments(applications: list[Application]) -> None:
    """What the jury wrote may name someone; the numbers stay, so does the ranking. A page has words of its own."""
    Decision.objects.filter(application__in=applications).update(jury_words="")
    Mark.objects.filter(application__in=applications).exclude(comment="").update(comment="")
    Recusal.objects.filter(application__in=applications).update(reason="")


def forget_contact(application: Application) -> None:
    """Forgets who wrote APPLICATION, which has a page, and what that page does not show.

    Its link leads to that page from then on, and opens nothing else.
    Why it was preferred to a better one is kept, as its page is; the name of who wrote it is masked there.
    """
    with transaction.atomic():
        forget_mails(application)
        application.files.all().delete()
        _forget_comments([application])
        _mask_reason(application)
        for name in CONTACT:
            setattr(application, name, "")
        application.changed_at = clock_now()
        application.save()


def _mask_reason(application: Application) -> None:
    """Masks who wrote APPLICATION, and any address, in why it was decided so."""
    decision: Decision | None = getattr(application, "decision", None)
    if decision and decision.reason:
        decision.reason = Mask([application.contact_name, *application.contact_name.split()])(decision.reason)
        decision.save(update_fields=["reason"])


def forget_old(now: dt.datetime, *, dry_run: bool = False) -> int:
    """Forgets the applications of editions whose results are old; how many.

    Without an instant of results, the closing counts. What has a published page stays, without who wrote it.
    """
    limit = now - relativedelta(months=settings.CONTEST_KEPT_MONTHS)
    ended = Application.objects.annotate(ended=Coalesce("edition__results_at", "edition__closes_at"))
    old = ended.filter(ended__lt=limit, purged_at=None).order_by("pk")
    gone, bare = old.exclude(KEPT), old.filter(KEPT).exclude(contact_email="")
    if dry_run:
        return gone.count() + bare.count()
    number = 0
    for edition in sorted({*old.values_list("edition", flat=True)}):
        with transaction.atomic():
            ContestPage.objects.select_for_update(of=("self",)).get(pk=edition)  # As its results do.
            shown = list(bare.filter(edition=edition))
            for application in shown:
                forget_contact(application)
            number += forget(gone.filter(edition=edition).select_related("entry", "actor")) + len(shown)
    return number
