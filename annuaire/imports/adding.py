"""New actors, many at once: pages, what they hold, their first revision and history, all that follows a publication.

Nothing shows a new actor yet, so nothing else is to be told again. One that changes is saved as editors save it
(`annuaire.imports.writing`).
"""

import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.dispatch import Signal
from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import COMMENTS_RELATION_NAME, Page, PageLogEntry, ReferenceIndex, Revision
from wagtail.search.backends import get_search_backends

from annuaire import versions
from annuaire.facts import LISTS
from annuaire.freshness.states import ages, refresh_state
from annuaire.imports.history import ADDED
from annuaire.imports.identity import uid_of
from annuaire.imports.knowledge import Knowledge
from annuaire.imports.models import ActorImport
from annuaire.imports.planning import Plan
from annuaire.imports.values import give
from annuaire.models import ActorPage, DirectoryPage
from annuaire.sorting import sort_key
from core import gone
from core.addresses import french_path
from core.clock import today
from core.languages import DEFAULT_LANGUAGE
from core.many_pages import insert
from core.models.pages import default_locale

# Sent in the transaction with `actor_ids`, the set of canonical actors that were published without being saved one by
# one, or deleted so.
actors_written = Signal()
LONGEST_SLUG = 60


class Adder:
    """Adds the actors of one import under the directory."""

    def __init__(self, of: ActorImport, knowledge: Knowledge) -> None:
        self.of = of
        self.knowledge = knowledge
        self.directory = DirectoryPage.objects.get(locale__language_code=DEFAULT_LANGUAGE)
        self.locale = default_locale()

    def add(self, plans: Sequence[Plan]) -> list[ActorPage]:
        """The actors that PLANS say, in their order. Call it in a transaction."""
        Page.objects.select_for_update().get(pk=self.directory.pk)  # whoever takes a slug there too waits
        pages = [self._page(plan) for plan in plans]
        self._name_addresses(pages)
        insert(self.directory, pages)
        self._link(pages)
        self._tell_history(pages)
        self._tell(pages)
        return pages

    def _page(self, plan: Plan) -> ActorPage:
        now = timezone.now()
        page = ActorPage(locale=self.locale, live=self.of.publish, has_unpublished_changes=not self.of.publish)
        values = dict.fromkeys(LISTS, ()) | {change.name: change.after for change in plan.changes}
        give(page, values, self.knowledge)
        setattr(page, COMMENTS_RELATION_NAME, [])  # known to be empty, like the lists: nothing is asked for them
        page.draft_title, page.sort_name = page.title, sort_key(page.title)
        page.owner = self.of.user
        key = None if self.of.options.is_national else uid_of(plan.line.external_id)
        page.translation_key = key or uuid.uuid4()
        if page.live:
            page.first_published_at = page.last_published_at = now
        page.latest_revision_created_at = now
        return page

    def _name_addresses(self, pages: Sequence[ActorPage]) -> None:
        """Free slugs, one each; a page was found by its key already, unless it is in another language alone."""
        for page in pages:
            page.slug = (slugify(page.title)[:LONGEST_SLUG].strip("-")) or "acteur"
        siblings = Page.objects.child_of(self.directory)
        taken = set(siblings.filter(slug__in=[page.slug for page in pages]).values_list("slug", flat=True))
        for page in pages:
            if page.slug in taken:
                page.slug = f"{page.slug}-{uuid.uuid4().hex[:6]}"
            taken.add(page.slug)
        keys = [page.translation_key for page in pages]
        used = set(Page.objects.filter(translation_key__in=keys).values_list("translation_key", flat=True))
        for page in pages:
            if page.translation_key in used:
                page.translation_key = uuid.uuid4()

    def _link(self, pages: Sequence[ActorPage]) -> None:
        for name in LISTS:
            field: Any = ActorPage._meta.get_field(name)
            through, actor, term = field.remote_field.through, field.m2m_column_name(), field.m2m_reverse_name()
            rows = [
                through(**{actor: page.pk, term: entry.pk}) for page in pages for entry in getattr(page, name).all()
            ]
            through._default_manager.bulk_create(rows, batch_size=2000)

    def _tell_history(self, pages: Sequence[ActorPage]) -> None:
        """Their first revision, which an editor may come back to, and the line of their history."""
        own, base = ContentType.objects.get_for_models(ActorPage, Page).values()
        revisions = Revision.objects.bulk_create(
            Revision(
                content_type=own,
                base_content_type=base,
                object_id=str(page.pk),
                created_at=page.latest_revision_created_at,
                user=self.of.user,
                object_str=str(page),
                content=page.serializable_data(),
            )
            for page in pages
        )
        for page, revision in zip(pages, revisions, strict=True):
            page.latest_revision = revision
            page.live_revision = revision if page.live else None
        Page.objects.bulk_update(
            [
                Page(pk=page.pk, latest_revision=page.latest_revision, live_revision=page.live_revision)
                for page in pages
            ],
            ["latest_revision", "live_revision"],
        )
        PageLogEntry.objects.bulk_create(
            PageLogEntry(
                content_type=own,
                page_id=page.pk,
                label=page.get_admin_display_title(),
                action=ADDED,
                data={"import": self.of.pk, "file": self.of.file_name},
                timestamp=page.latest_revision_created_at,
                user=self.of.user,
                revision=page.latest_revision,
                content_changed=True,
            )
            for page in pages
        )

    def _tell(self, pages: Sequence[ActorPage]) -> None:
        """All that hears of a page saved, then published."""
        for page in pages:
            ReferenceIndex.create_or_update_for_object(page)
        for backend in get_search_backends(with_auto_update=True):
            backend.add_bulk(ActorPage, pages)
        live = [page for page in pages if page.live]
        gone.restore(*filter(None, (french_path(page.url_path) for page in live)))
        dated = [page for page in live if page.verified_on]  # the others are of today
        known = ages(dated)
        for page in dated:
            refresh_state(page, known[page.pk], today())
        versions.move()
        actors_written.send(sender=ActorPage, actor_ids={page.pk for page in live})
