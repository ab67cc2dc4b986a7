"""The results of an edition, published together at their instant, with the actors they name: by the worker."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Page

from core.clock import now as clock_now
from evenements.contest.audit import note
from evenements.contest.files import no_words
from evenements.contest.models import Application
from evenements.contest.preparing import is_shown, unready
from evenements.models import ContestEntryPage, ContestPage


class NotPublished(Exception):
    """The results of an edition that wait: an entry or an actor lacks what a public page must have."""


def under_embargo(now: dt.datetime | None = None) -> QuerySet[ContestEntryPage]:
    """The entries made of applications whose results are not to be known yet, or nobody said when."""
    edition = "application__edition__results_at"
    waits = Q(**{f"{edition}__gt": now or clock_now()}) | Q(**{f"{edition}__isnull": True})
    return ContestEntryPage.objects.filter(waits, application__isnull=False, first_published_at=None)


def due(now: dt.datetime) -> QuerySet[ContestPage]:
    """The published editions whose results may be read, and that have drafts of them."""
    waiting = Application.objects.filter(
        edition__results_at__lte=now, entry__isnull=False, entry__first_published_at=None, entry__live=False
    )
    return ContestPage.objects.canonical().live().filter(pk__in=waiting.values("edition"))


def publish_results(edition: ContestPage, now: dt.datetime) -> int:
    """Publishes all that waits for the results of EDITION, or nothing; how many entries. NotPublished says why."""
    with transaction.atomic():
        ContestPage.objects.select_for_update(of=("self",)).get(pk=edition.pk)
        waiting = [application for application in _waiting(edition) if is_shown(application)]
        try:
            for application in waiting:
                _publish(_draft_of(application))
        except ValidationError as error:
            raise NotPublished(f"{application}: {'; '.join(error.messages)}") from error
        if waiting:
            note(edition, "published", count=len(waiting))
    return len(waiting)


def _waiting(edition: ContestPage) -> QuerySet[Application]:
    rows = edition.applications.filter(entry__isnull=False, entry__first_published_at=None, entry__live=False)
    return rows.select_related("decision", "entry").order_by("number")


def _draft_of(application: Application) -> ContestEntryPage:
    """Its page as it was last saved."""
    entry = application.entry
    page: ContestEntryPage = entry.get_latest_revision_as_object() if entry else ContestEntryPage()
    return page


def _publish(page: ContestEntryPage) -> None:
    """The entry, after the actor whose page it leads to where nobody has published that one."""
    if page.actor.first_published_at is None and not page.actor.live:
        _publish_page(page.actor.get_latest_revision_as_object())
        page.actor.refresh_from_db()
    _publish_page(page)


def _publish_page(page: Page) -> None:
    """Now, whatever date an editor had set: the edition's is the one."""
    page.go_live_at = None
    _check(page)
    page.save_revision(log_action=True).publish()


def _check(page: Page) -> None:
    """ValidationError of PAGE as it cannot be published: it, or the rows of pictures it holds."""
    page.full_clean()
    if isinstance(page, ContestEntryPage) and any(not row.alternative for row in page.pictures.all()):
        raise ValidationError(no_words())


def obstacles(edition: ContestPage) -> list[str]:
    """What would keep the results of EDITION from being published, or from being whole, in sentences."""
    found = unready(edition)
    for application in _waiting(edition):
        page = _draft_of(application)
        checked = [page] if page.actor.live else [page, page.actor.get_latest_revision_as_object()]
        for each in checked:
            try:
                _check(each)
            except ValidationError as error:
                said = {"title": each.title, "why": " ".join(error.messages)}
                found.append(_("« %(title)s » ne peut pas être publiée : %(why)s") % said)
    return found
