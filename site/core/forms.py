"""The form every page of the site is edited with."""

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm


class BasePageForm(WagtailAdminPageForm):
    """On a translation, facts are absent: they belong to the French page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.edits_facts():
            return
        for name in getattr(self.instance, "facts", []):
            self.fields.pop(name, None)
            self.formsets.pop(name, None)

    def edits_facts(self) -> bool:
        """Whether this form is the canonical page's. A new page has no locale yet: it takes its parent's."""
        if self.instance.pk or self.instance.locale_id:
            return self.instance.is_canonical
        return self.parent_page is None or self.parent_page.is_canonical
