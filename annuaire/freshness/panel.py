"""The age of an entry on the form that edits it."""

from typing import Any

from django.urls import reverse
from wagtail.admin.panels import Panel


class FreshnessPanel(Panel):
    """Where the entry stands, and the way to confirm it; nothing on a translation or on what is not published."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "annuaire/admin/freshness_panel.html"

        def is_shown(self) -> bool:
            page = self.instance
            return bool(super().is_shown() and page.pk and page.live and page.is_canonical and page.confirmed_on)

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            from annuaire.freshness.reports import situations

            context = super().get_context_data(parent_context)
            context["situation"] = situations([self.instance]).get(self.instance.pk)
            context["detail_url"] = reverse("fiches_a_verifier:detail", args=[self.instance.pk])
            return context
