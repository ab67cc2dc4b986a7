"""Admin panels that know facts from words, and a title that knows whether its page has an address to change."""

from typing import Any

from wagtail.admin.panels import InlinePanel, MultipleChooserPanel, TitleFieldPanel


class _BoundFacts:
    """A bound inline panel that vanishes where the form has no such formset (a translation's form)."""

    def __init__(self, **kwargs: Any) -> None:
        form, panel = kwargs["form"], kwargs["panel"]
        self.absent = form is not None and panel.relation_name not in form.formsets
        if self.absent:
            kwargs["form"] = None
        super().__init__(**kwargs)

    def is_shown(self) -> bool:
        return not self.absent and super().is_shown()


class FactsInlinePanel(InlinePanel):
    """Child rows that are facts: edited on the canonical page only."""

    class BoundPanel(_BoundFacts, InlinePanel.BoundPanel):
        pass


class FactsChooserPanel(MultipleChooserPanel):
    """Rows chosen several at once, edited on the canonical page only."""

    class BoundPanel(_BoundFacts, MultipleChooserPanel.BoundPanel):
        pass


class TitlePanel(TitleFieldPanel):
    """Wagtail's, which fails in the browser where the form has no address to write after the title."""

    class BoundPanel(TitleFieldPanel.BoundPanel):
        def get_attrs(self) -> dict[str, Any]:
            attrs = super().get_attrs()
            if attrs["data-w-sync-target-value"]:
                return attrs
            return {"placeholder": attrs["placeholder"]}
