"""« Doublons possibles »: the pairs, each side by side, what merging would do, and the way back."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from annuaire.duplicates.comparing import choices_for, consequences, proposals, rows_of, same_labels, side_of
from annuaire.duplicates.fields import Difference, Taken
from annuaire.duplicates.merging import Refused, merge
from annuaire.duplicates.models import Duplicate, Merge, PairState
from annuaire.duplicates.rights import may_decide, may_see
from annuaire.duplicates.subjects import Subject, name_of, subjects
from annuaire.duplicates.undoing import undo
from annuaire.duplicates.wording import in_words
from annuaire.models import ActorPage

PER_PAGE = 30
TABS = [
    (PairState.PROPOSED, gettext_lazy("À comparer")),
    (PairState.MERGED, gettext_lazy("Fusionnés")),
    (PairState.DISMISSED, gettext_lazy("Pas des doublons")),
]


class DeskView(WagtailAdminTemplateMixin, TemplateView):
    """What the pages of this desk share."""

    page_title = gettext_lazy("Doublons possibles")
    header_icon = "copy"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_see(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class IndexView(DeskView):
    """The pairs of a state, the most alike first."""

    template_name = "annuaire/admin/duplicates.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": _("Doublons possibles")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET.get("etat", "")
        state = asked if asked in PairState.values else PairState.PROPOSED
        pairs = Duplicate.objects.filter(state=state)
        if state != PairState.PROPOSED:
            pairs = pairs.order_by("-decided_at", "pk").select_related("decided_by")
        page = Paginator(pairs, PER_PAGE).get_page(self.request.GET.get("p"))
        numbers = {value: Duplicate.objects.filter(state=value).count() for value, label in TABS}
        return super().get_context_data(
            state=state,
            tabs=[(value, label, numbers[value]) for value, label in TABS],
            page=page,
            proposals=proposals(page.object_list),
            index_url=reverse("doublons:index"),
            **kwargs,
        )


class PairView(DeskView):
    """A page about one pair, both of which must be there and this person's to decide of."""

    pair: Duplicate
    both: list[Subject]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.pair = get_object_or_404(Duplicate, pk=kwargs["pk"])
        found = subjects(self.pair.keys)
        if len(found) < 2 or self.pair.state == PairState.MERGED:
            messages.warning(request, _("Il n’y a plus rien à comparer : l’un des deux a été fusionné ou supprimé."))
            return redirect("doublons:index")
        self.both = [found[key] for key in self.pair.keys]
        if not may_decide(request.user, *self.both):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return " / ".join(map(name_of, self.both))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        listing = {"url": reverse_lazy("doublons:index"), "label": _("Doublons possibles")}
        return [*self.breadcrumbs_items, listing, {"url": "", "label": self.get_page_subtitle()}]


class CompareView(PairView):
    """The two side by side, and what may be done of them."""

    template_name = "annuaire/admin/duplicate.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        left, right = self.both
        return super().get_context_data(
            pair=self.pair,
            sides=[side_of(subject, counting=True) for subject in self.both],
            reasons=in_words(self.pair.reasons),
            rows=rows_of(left, right),
            same=same_labels(left, right),
            is_dismissed=self.pair.state == PairState.DISMISSED,
            only_actor=next((side for side in self.both if isinstance(side, ActorPage)), None)
            if type(left) is not type(right)
            else None,
            **kwargs,
        )


class ChoiceForm(forms.Form):
    """For each field that differs, whose value stays."""

    def __init__(self, found: list[Difference], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in found:
            offered = [(Taken.OWN, one.own), (Taken.OTHER, one.other)]
            if one.is_list and one.own and one.other:
                offered.append((Taken.BOTH, _("Les deux")))
            self.fields[one.name] = forms.ChoiceField(
                label=one.label,
                choices=[(value, text or _("(rien)")) for value, text in offered],
                initial=one.usual,
                widget=forms.RadioSelect,
            )


class MergeView(PairView):
    """What will happen, what is to be chosen, and the button."""

    template_name = "annuaire/admin/duplicate_merge.html"
    page_title = gettext_lazy("Fusionner")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kept, merged = self._kept_first()
        kwargs.setdefault("form", ChoiceForm(choices_for(kept, merged)))
        return super().get_context_data(
            pair=self.pair,
            kept=side_of(kept),
            merged=side_of(merged),
            consequences=consequences(kept, merged),
            back_url=reverse("doublons:compare", args=[self.pair.pk]),
            **kwargs,
        )

    def _kept_first(self) -> list[Subject]:
        asked = self.request.GET.get("garder") or self.request.POST.get("garder")
        if asked not in self.pair.keys:
            raise Http404
        return self.both if asked == self.pair.left else self.both[::-1]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kept, merged = self._kept_first()
        form = ChoiceForm(choices_for(kept, merged), request.POST)
        if not form.is_valid():
            # What differs has changed since the page was shown.
            messages.warning(request, _("Les fiches ont changé entre-temps : vérifiez vos choix."))
            return self.render_to_response(self.get_context_data(form=form))
        kept_key = self.pair.left if kept is self.both[0] else self.pair.right
        try:
            row = merge(self.pair, kept_key, form.cleaned_data, request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("doublons:index")
        names = {"merged": row.merged_name, "kept": row.kept_name}
        undo_button = messages.button(f"{reverse('doublons:index')}?etat={PairState.MERGED}", _("Voir les fusions"))
        sentence = _("« %(merged)s » est fusionné dans « %(kept)s ».") % names
        messages.success(request, sentence, buttons=[undo_button])
        return redirect("doublons:index")


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Sets a pair apart, or puts it back among those to compare."""
    pair = get_object_or_404(Duplicate, pk=pk)
    if not may_see(request.user) or not may_decide(request.user, *subjects(pair.keys).values()):
        raise PermissionDenied
    moves = {
        "dismiss": (PairState.PROPOSED, PairState.DISMISSED, _("Ces deux-là ne seront plus proposés.")),
        "reconsider": (PairState.DISMISSED, PairState.PROPOSED, _("Ces deux-là sont de nouveau à comparer.")),
    }
    if move := moves.get(request.POST.get("action", "")):
        before, after, sentence = move
        said = {"state": after, "decided_at": timezone.now(), "decided_by": request.user}
        if Duplicate.objects.filter(pk=pk, state=before).update(**said):
            messages.success(request, sentence)
        else:
            messages.warning(request, _("Quelqu’un a déjà décidé de ces deux fiches."))
    return redirect("doublons:index")


@require_POST
def undo_merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Brings back what was merged, and says what could not come back."""
    row = get_object_or_404(Merge, pk=pk)
    concerned = subjects([row.kept, row.merged]).values()
    places = () if row.merged.startswith("actor:") or request.user.has_perm("core.add_place") else (row,)
    if not may_see(request.user) or places or not may_decide(request.user, *concerned):
        raise PermissionDenied
    try:
        remarks = undo(row, request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("La fusion est annulée : « %(name)s » est revenu.") % {"name": row.merged_name})
        for remark in remarks:
            messages.warning(request, remark)
    return redirect("doublons:index")
