"""The pages whose addresses are promised: those that hold the site together (home, agenda, directory…), and those that
the public contract names besides (legal notice, privacy, accessibility…).
"""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.models import PagePermissionTester

from core.addresses import site_path
from core.forms import BasePageForm
from core.navigation import PROMISED

# Fields of a form by which a page would leave its address, at once or at a day to come.
LEAVING = ("slug", "expire_at")


class PromisedPermissionTester(PagePermissionTester):
    """A promised page stays where it is, published, for all readers: only a superuser may undo that."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return self.user.is_superuser and super().can_delete(ignore_bulk)

    def can_unpublish(self) -> bool:
        return self.user.is_superuser and super().can_unpublish()

    def can_move(self) -> bool:
        return self.user.is_superuser and super().can_move()

    def can_set_view_restrictions(self) -> bool:
        return self.user.is_superuser and super().can_set_view_restrictions()


class PromisePanel(HelpPanel):
    """Says, where the address of a page is changed, that this one's is not."""

    def __init__(self, **kwargs: Any) -> None:
        content = _(
            "L’adresse de cette page est promise aux visiteurs : elle ne change pas, et la page ne se déplace pas, "
            "ne se dépublie pas et ne se supprime pas."
        )
        super().__init__(**{"content": content, "heading": _("Adresse"), **kwargs})

    class BoundPanel(HelpPanel.BoundPanel):
        def is_shown(self) -> bool:
            return self.instance.is_promised and super().is_shown()


class PromisedForm(BasePageForm):
    """The form of a page that, promised, keeps its address: its next words may be scheduled, its end may not."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.is_promised:
            for name in LEAVING:
                self.fields.pop(name, None)


class Promised:
    """A page that may be at a promised address."""

    base_form_class = PromisedForm
    url_path: str

    @property
    def is_promised(self) -> bool:
        """Whether its address, or that of the French page it translates, is promised."""
        return site_path(self.url_path) in PROMISED

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        tester = PromisedPermissionTester if self.is_promised else PagePermissionTester
        return tester(user, self)


class Section(Promised):
    """A page that holds the site together: promised wherever it is."""

    is_promised = True
    promote_panels: ClassVar[list[Any]] = [
        PromisePanel(),
        MultiFieldPanel(
            [FieldPanel("seo_title"), FieldPanel("search_description")], heading=_("Pour les moteurs de recherche")
        ),
    ]
    settings_panels: ClassVar[list[Any]] = []
