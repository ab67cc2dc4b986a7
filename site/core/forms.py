"""The forms the site's content is edited with."""

from typing import Any

from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm

from core.choices import offer_choices


class BasePageForm(WagtailAdminPageForm):
    """On a translation, facts are absent: they belong to the French page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.edits_facts():
            for name in getattr(self.instance, "facts", []):
                self.fields.pop(name, None)
                self.formsets.pop(name, None)
        offer_choices(self)

    def edits_facts(self) -> bool:
        """Whether this form is the canonical page's. A new page has no locale yet: it takes its parent's."""
        if self.instance.pk or self.instance.locale_id:
            return self.instance.is_canonical
        return self.parent_page is None or self.parent_page.is_canonical


class CodedForm(WagtailAdminModelForm):
    """What addresses and feeds know by its code: the code is typed once."""

    code_field = "code"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.code_field in self.fields:
            self.fields[self.code_field].disabled = True
        offer_choices(self)


class PlaceForm(CodedForm):
    code_field = "slug"
