"""What an entry keeps of its age."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from annuaire.freshness.enums import Freshness
from annuaire.freshness.rules import Delays


def delays() -> Delays:
    """The territory's delays: [freshness] of its territory.toml, or 6, 12 and 18 months."""
    said = settings.TERRITORY.data.get("freshness", {})
    return Delays(**{name.removesuffix("_months"): months for name, months in said.items()})


def local_day(moment: dt.datetime) -> dt.date:
    """The day of MOMENT on the territory's clock."""
    return timezone.localtime(moment, timezone.get_default_timezone()).date()


class Aging(models.Model):
    """A page that ages from its `verified_on`. `freshness` is the canonical page's, whatever revision is shown."""

    freshness = models.PositiveSmallIntegerField(
        choices=Freshness, default=Freshness.CURRENT, editable=False, db_index=True
    )

    hidden_template = "annuaire/actor_hidden_page.html"

    class Meta:
        abstract = True

    @property
    def confirmed_on(self) -> dt.date | None:
        """The day it ages from: its last confirmation, else its first publication; None for a draft."""
        if self.verified_on:
            return self.verified_on
        return local_day(self.first_published_at) if self.first_published_at else None

    @property
    def is_listed(self) -> bool:
        """Whether lists, exports and search show it."""
        return self.canonical.freshness != Freshness.HIDDEN

    def with_content_json(self, content: dict[str, Any]) -> Any:
        """An old draft is published with the age of today."""
        page = super().with_content_json(content)
        page.freshness = self.freshness
        return page

    def _is_withheld(self, request: HttpRequest) -> bool:
        return not self.is_listed and not getattr(request, "is_preview", False)

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return self.hidden_template if self._is_withheld(request) else super().get_template(request, *args, **kwargs)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """While it is hidden its address answers 200, with its name and its events: calendars go on, and an answer
        brings it back at once; search engines are told to leave it out meanwhile.
        """
        response = super().serve(request, *args, **kwargs)
        if self._is_withheld(request):
            response["X-Robots-Tag"] = "noindex"
        return response
