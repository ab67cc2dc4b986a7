"""What an entry may be the duplicate of, on the form that edits it."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from wagtail.admin.panels import Panel

from annuaire.duplicates.models import Duplicate, Merge, PairState


class DuplicatesPanel(Panel):
    """The pairs to compare, or the entry it was merged into; nothing when there is neither."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "annuaire/admin/duplicates_panel.html"

        @property
        def key(self) -> str:
            return f"actor:{self.instance.pk}"

        def pairs(self) -> list[Duplicate]:
            found = Duplicate.objects.filter(Q(left=self.key) | Q(right=self.key), state=PairState.PROPOSED)
            return list(found[:5])

        def merge(self) -> Merge | None:
            return Merge.objects.standing().filter(merged=self.key).first()

        def is_shown(self) -> bool:
            page = self.instance
            if not (super().is_shown() and page.pk and page.is_canonical):
                return False
            return bool(self.pairs() or (not page.live and self.merge()))

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            from annuaire.duplicates.comparing import proposals

            context = super().get_context_data(parent_context)
            others = []
            for proposal in proposals(self.pairs()):
                other = next((side for side in proposal.sides if side.key != self.key), None)
                if other:
                    address = reverse("doublons:compare", args=[proposal.pair.pk])
                    others.append({"side": other, "reasons": proposal.reasons, "url": address})
            merged = None if self.instance.live else self.merge()
            return context | {
                "others": others,
                "merge": merged,
                "merges_url": f"{reverse('doublons:index')}?etat={PairState.MERGED}",
            }
