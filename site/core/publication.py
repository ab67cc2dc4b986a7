"""What the site itself changes of a page (an import, a merge, a confirmation), beside what editors prepare of it.

Wagtail forgets every planned publication of a page that is published. So drafts are saved again after it, with the
change in them, and what was to be published on a given day still is.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page, Revision

PageT = TypeVar("PageT", bound=Page)
Who = AbstractBaseUser | AnonymousUser | None


def change(page: PageT, give: Callable[[PageT], PageT], user: Who = None) -> Revision:
    """Changes PAGE, as the database has it: published, it is published again; its drafts change and stay drafts.

    GIVE is called with PAGE when it is published, then with each of its drafts, and returns what is to be saved.
    Returns the latest revision. Whoever asks was asked for the right before. Call it in a transaction.
    """
    if page.live:
        return publish(page, give, user, has_draft=page.has_unpublished_changes)
    drafts = _drafts(page) if page.has_unpublished_changes else []
    return _save_again(drafts, give, user) or give(page).save_revision(user=user, clean=False, log_action=False)


def publish(page: PageT, give: Callable[[PageT], PageT], user: Who = None, *, has_draft: bool) -> Revision:
    """Like `change`, and publishes PAGE even when it was not; its latest revision is a draft when HAS_DRAFT."""
    drafts = _drafts(page) if has_draft else []
    given = give(page)
    if given.go_live_at and given.go_live_at > timezone.now():
        given.go_live_at = None  # that day is the draft's: this goes live now
    revision = given.save_revision(user=user, clean=False, log_action=False)
    revision.publish(user=user, log_action=False, skip_permission_checks=True)
    return _save_again(drafts, give, user) or revision


def _drafts(page: Page) -> Sequence[Revision]:
    """The revisions that are not published, the latest last: that of a planned publication may come before it."""
    wanted = Q(pk=page.latest_revision_id) | Q(approved_go_live_at__isnull=False)
    return sorted(page.revisions.filter(wanted), key=lambda revision: revision.pk == page.latest_revision_id)


def _save_again(drafts: Sequence[Revision], give: Callable[[PageT], PageT], user: Who) -> Revision | None:
    """Saves DRAFTS with what GIVE changes, each to be published when it was to be; returns the last."""
    saved = None
    for draft in drafts:
        page = draft.as_object()
        page.refresh_from_db(fields=["live_revision"])
        planned = draft.approved_go_live_at
        page = give(page)
        saved = page.save_revision(user=user, approved_go_live_at=planned, clean=False, log_action=False)
        if planned:
            page.revisions.exclude(pk=saved.pk).update(approved_go_live_at=None)
    return saved
