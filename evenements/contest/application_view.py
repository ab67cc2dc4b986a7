"""An application as an organiser reads it: with its names, its files, what jurors gave, and the actor it is of."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.widgets import AdminPageChooser

from annuaire.models import ActorPage
from evenements.contest.anonymity import author_of, commune_of, piece_name
from evenements.contest.audit import note
from evenements.contest.desk import DeskView, application_for, is_closed, named_url
from evenements.contest.enums import FileKind
from evenements.contest.jury import by_juror, criteria_of
from evenements.contest.models import Application
from evenements.contest.preparing import is_published


class ActorForm(forms.Form):
    """The entry of the directory that an application is of; none, one is drafted when it is retained."""

    actor = forms.ModelChoiceField(
        queryset=ActorPage.objects.canonical(),
        required=False,
        label=gettext_lazy("Fiche de l’annuaire"),
        widget=AdminPageChooser(target_models=[ActorPage]),
    )


class ApplicationView(DeskView):
    """Every opening of it is in the history of the edition."""

    template_name = "evenements/admin/contest_application.html"

    def get_page_title(self) -> str:
        return _("Candidature n° %(number)s") % {"number": self.application.number}

    def under(self) -> list[dict[str, Any]]:
        return [{"url": "", "label": self.get_page_title()}]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.application = application_for(request.user, kwargs["edition"], kwargs["number"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        note(self.edition, "names", request.user, number=self.application.number)
        response = super().get(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        return response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Says which actor it is of, while no page was made of it."""
        form = ActorForm(request.POST)
        if form.is_valid() and not form.cleaned_data["actor"] and not self.application.proposed_name:
            messages.error(
                request, _("Cette candidature ne propose pas d’acteur : choisissez une fiche de l’annuaire.")
            )
        elif form.is_valid() and self.application.entry is None:
            self.application.actor = form.cleaned_data["actor"]
            self.application.save(update_fields=["actor"])
            messages.success(request, _("La fiche de l’annuaire est enregistrée."))
        return redirect(named_url(self.application))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        application, criteria = self.application, criteria_of(self.edition)
        return super().get_context_data(
            application=application,
            blind=self.edition.anonymous,
            is_closed=is_closed(self.edition),
            author=author_of(application),
            commune=commune_of(application),
            pieces=_pieces(application),
            clear_url=named_url(application, "clear"),
            criteria=criteria,
            rows=by_juror(application.marks.all(), criteria),
            recusals=application.recusals.select_related("user").order_by("at"),
            form=ActorForm(initial={"actor": application.actor_id}) if application.entry is None else None,
            is_published=is_published(application),
            **kwargs,
        )


def _pieces(application: Application) -> list[dict[str, Any]]:
    """Its files, under the names the jury has for them and those they came with."""
    base = named_url(application) + "piece/"
    return [
        {
            "number": number,
            "name": piece_name(number, file),
            "file": file,
            "url": f"{base}{number}/",
            "is_picture": file.kind == FileKind.PICTURE,
        }
        for number, file in enumerate(application.files.all(), start=1)
    ]
