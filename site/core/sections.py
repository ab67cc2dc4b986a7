"""The pages that hold the site together (home, agenda, directory…): their addresses are promised."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import PagePermissionTester


class SectionPermissionTester(PagePermissionTester):
    """A section stays where it is, published: only a superuser may undo that."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return self.user.is_superuser and super().can_delete(ignore_bulk)

    def can_unpublish(self) -> bool:
        return self.user.is_superuser and super().can_unpublish()

    def can_move(self) -> bool:
        return self.user.is_superuser and super().can_move()


class Section:
    """A page whose words editors change, but neither its address nor its being there."""

    promote_panels: ClassVar[list[Any]] = [
        MultiFieldPanel(
            [FieldPanel("seo_title"), FieldPanel("search_description")], heading=_("Pour les moteurs de recherche")
        )
    ]
    settings_panels: ClassVar[list[Any]] = []

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        return SectionPermissionTester(user, self)
