"""The results of an edition, published together at their instant, with the actors they name: by the worker."""

import datetime as dt
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Page

from core.clock import now as clock_now
from evenements.contest.audit import note
from evenements.contest.corrections import has_strayed
from evenements.contest.decisions import unexplained
from evenements.contest.files import no_words
from evenements.contest.models import Application
from evenements.contest.preparing import is_shown, unready
from evenements.contest.readiness import unpublishable
from evenements.contest.tally import Tally, tally_of
from evenements.contest.translating import save_whole
from evenements.models import ContestEntryPage, ContestPage


class NotPublished(Exception):
    """The results of EDITION that wait: an entry or an actor lacks what a public page must have, told in REASONS."""

    def __init__(self, edition: ContestPage, reasons: Sequence[str]) -> None:
        super().__init__(f"{edition} : {' '.join(reasons)}")
        self.edition, self.reasons = edition, reasons


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
    """Publishes all that waits for the results of EDITION, or nothing; how many entries. NotPublished says why.

    All are checked before the first is published: what follows a publication (search, caches) is not undone with it.
    """
    with transaction.atomic():
        ContestPage.objects.select_for_update(of=("self",)).get(pk=edition.pk)
        waiting = _waiting(edition)
        blocked = [f"{application}. {sentence}" for application, sentence in unpublishable(waiting)]
        if waiting and (reasons := _against_the_jury(tally_of(edition), waiting) + blocked):
            raise NotPublished(edition, reasons)
        drafts = [_draft_of(application) for application in waiting]
        pages = [page for draft in drafts for page in _with_its_actor(draft)]
        try:
            for page in pages:
                _check(page)
            for page in drafts:
                _publish(page)
        except ValidationError as error:
            raise NotPublished(edition, [f"« {page.title} » : {' '.join(error.messages)}"]) from error
        if waiting:
            note(edition, "published", count=len(waiting))
    return len(waiting)


def _waiting(edition: ContestPage) -> list[Application]:
    """Those of EDITION whose drafts are to be published, by number."""
    rows = edition.applications.filter(entry__isnull=False, entry__first_published_at=None, entry__live=False)
    found = rows.select_related("decision", "entry__latest_revision").order_by("number")
    return [application for application in found if is_shown(application)]


def _draft_of(application: Application) -> ContestEntryPage:
    """Its page as it was last saved."""
    entry = application.entry
    page: ContestEntryPage = entry.get_latest_revision_as_object() if entry else ContestEntryPage()
    return page


def _with_its_actor(page: ContestEntryPage) -> list[Page]:
    """The actor whose page PAGE leads to, as last saved, where nobody has published that one; then PAGE."""
    if page.actor.first_published_at is None and not page.actor.live:
        return [page.actor.get_latest_revision_as_object(), page]
    return [page]


def _publish(page: ContestEntryPage) -> None:
    """The entry, after its actor: read now, for two entries may have the same."""
    page.actor.refresh_from_db()
    for each in _with_its_actor(page):
        _publish_page(each)
    page.actor.refresh_from_db()


def _publish_page(page: Page) -> None:
    """Now, whatever date an editor had set: the edition's is the one; then the translations that are whole."""
    page.go_live_at = None
    page.save_revision(log_action=True).publish()
    for translation in save_whole(page):
        translation.go_live_at = None
        translation.save_revision(log_action=True).publish()


def _check(page: Page) -> None:
    """ValidationError of PAGE as it cannot be published: it, or the rows of pictures it holds."""
    page.full_clean()
    if isinstance(page, ContestEntryPage) and any(not row.alternative for row in page.pictures.all()):
        raise ValidationError(no_words())


def obstacles(edition: ContestPage, tally: Tally | None = None) -> list[str]:
    """What would keep the results of EDITION from being published, or from being whole, in sentences."""
    waiting = _waiting(edition)
    said = _against_the_jury(tally or tally_of(edition), waiting) + unready(edition)
    return said + [sentence for _application, sentence in unpublishable(waiting)]


def _against_the_jury(tally: Tally, waiting: Sequence[Application]) -> list[str]:
    """What would be published otherwise than as the marks, or the deliberation, have it."""
    lifted = _(
        "La candidature n° %(number)s passe devant une mieux notée : écrivez-en la raison, ou changez la décision. "
        "Des notes ont pu changer depuis."
    )
    strayed = _(
        "La page de la candidature n° %(number)s a une autre distinction que celle de la délibération : remettez-la, "
        "ou changez la décision."
    )
    return [lifted % {"number": row.number} for row in unexplained(tally)] + [
        strayed % {"number": row.number} for row in waiting if has_strayed(row)
    ]
