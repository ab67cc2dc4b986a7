"""The forms the site's content is edited with."""

from typing import Any

from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.coreutils import find_available_slug

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

    def clean_slug(self) -> str:
        """A new page whose address is taken, as that of another event of the same title, gets a number."""
        slug = self.cleaned_data["slug"]
        if not slug or self.instance.pk or self.parent_page is None:
            return slug
        return find_available_slug(self.parent_page, slug)

    def get_field_updates_for_resave(self) -> list[tuple[str, str]]:
        """After a save in the background, the page learns the address it was given."""
        updates = super().get_field_updates_for_resave()
        return [*updates, ("slug", self.instance.slug)] if "slug" in self.fields else updates


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
