"""« Jury » in the admin: what a juror has to mark, each application on a sheet, their own marks in a file.

Every page, piece and file here is built from sheets (`anonymity`), and each reading is in the history of the edition.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from evenements.contest.anonymity import heading_of, piece_name, sheet_of
from evenements.contest.audit import note
from evenements.contest.documents import Unreadable
from evenements.contest.enclosure import is_only_a_juror
from evenements.contest.exports import csv_answer, own_marks
from evenements.contest.files import bare
from evenements.contest.jury import (
    application_for,
    criteria_of,
    edition_for,
    editions_of,
    is_marking,
    is_reading,
    is_recused,
    marks_of,
    next_task,
    others_marks,
    tasks_of,
)
from evenements.contest.marking import MarksForm, RecusalForm, stand_forward
from evenements.contest.models import Application, ApplicationFile
from evenements.contest.serving import HEADERS, file_answer
from evenements.editions import told_stage
from evenements.models import ContestPage

PDF = "application/pdf"


def sheet_url(application: Application, name: str = "sheet") -> str:
    return reverse(f"jury:{name}", args=[application.edition_id, application.number])


class JuryView(WagtailAdminTemplateMixin, TemplateView):
    """The applications of a juror's editions, and what is left to mark."""

    template_name = "evenements/admin/jury.html"
    page_title = gettext_lazy("Jury")
    header_icon = "trophy"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": _("Jury")}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.editions = list(editions_of(request.user))
        if not self.editions and not is_only_a_juror(request.user):  # who is one is led here from everywhere else
            raise PermissionDenied
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(editions=[self._edition(edition) for edition in self.editions], **kwargs)

    def _edition(self, edition: ContestPage) -> dict[str, Any]:
        tasks = tasks_of(self.request.user, edition) if is_reading(edition) else []
        following = next_task(tasks, 0) if is_marking(edition) else None
        return {
            "edition": edition,
            "sentence": told_stage(edition)[1],
            "is_reading": is_reading(edition),
            "is_marking": is_marking(edition),
            "rows": [
                {
                    "task": task,
                    "heading": None if task.recused else heading_of(task.application),
                    "url": sheet_url(task.application),
                }
                for task in tasks
            ],
            "done": sum(task.is_done for task in tasks),
            "next_url": sheet_url(following.application) if following else "",
            "csv_url": reverse("jury:marks", args=[edition.pk]),
        }


class SheetView(WagtailAdminTemplateMixin, TemplateView):
    """An application as its jury reads it, with the juror's marks; nothing of it to who stands back."""

    template_name = "evenements/admin/jury_sheet.html"
    header_icon = "trophy"
    form: MarksForm | None = None
    refusal: RecusalForm | None = None

    def get_page_title(self) -> str:
        return _("Candidature n° %(number)s") % {"number": self.application.number}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        listing = {"url": reverse("jury:index"), "label": _("Jury")}
        return [*self.breadcrumbs_items, listing, {"url": "", "label": self.get_page_title()}]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.application = application_for(request.user, kwargs["edition"], kwargs["number"])
        self.criteria = criteria_of(self.application.edition)
        self.own = marks_of(request.user, self.application)
        self.recused = is_recused(request.user, self.application)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.recused:
            note(self.application.edition, "read", request.user, number=self.application.number)
        return self._answer()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.recused and is_marking(self.application.edition) and request.POST.get("action") == "unrecuse":
            return self._unrecuse()
        if self.recused or not is_marking(self.application.edition):
            messages.error(request, _("Les notes de cette candidature ne changent plus."))
            return redirect(sheet_url(self.application))
        return self._recuse() if request.POST.get("action") == "recuse" else self._mark()

    def _mark(self) -> HttpResponse:
        user, edition, seen = self.request.user, self.application.edition, self._has_seen_others()
        self.form = MarksForm(self.criteria, self.request.POST)
        if self.form.is_valid() and seen:
            self.form.keep_all()
        if not self.form.is_valid():
            messages.error(self.request, _("Rien n’est enregistré : regardez ce qui est signalé plus bas."))
            return self._answer()
        saved, number = self.form.save(user, self.application), self.application.number
        if seen and saved.changes:
            note(edition, "remarked", user, number=number, changes=", ".join(saved.changes))
        elif saved.number:
            note(edition, "marked", user, number=number)
        messages.success(self.request, self._saved())
        following = next_task(tasks_of(user, edition), self.application.number or 0)
        if self.request.POST.get("action") != "next":
            return redirect(sheet_url(self.application))
        return redirect(sheet_url(following.application) if following else reverse("jury:index"))

    def _has_seen_others(self) -> bool:
        """Whether the juror, who was to mark alone first, has marked all and read what others gave."""
        edition = self.application.edition
        return edition.marks_hidden and bool(others_marks(self.request.user, self.application, self.criteria, self.own))

    def _saved(self) -> str:
        number = {"number": self.application.number}
        left = len(self.criteria) - len(marks_of(self.request.user, self.application))
        if not left:
            return _("Vos notes pour la candidature n° %(number)s sont enregistrées.") % number
        sentence = ngettext(
            "Candidature n° %(number)s enregistrée : il reste un critère à noter.",
            "Candidature n° %(number)s enregistrée : il reste %(count)s critères à noter.",
            left,
        )
        return sentence % (number | {"count": left})

    def _recuse(self) -> HttpResponse:
        self.refusal = RecusalForm(self.request.POST)
        if not self.refusal.is_valid():
            messages.error(self.request, " ".join(map(str, self.refusal.errors["reason"])))
            return self._answer()
        if self.refusal.save(self.request.user, self.application):
            note(self.application.edition, "recused", self.request.user, number=self.application.number)
        sentence = _("Vous ne jugez pas la candidature n° %(number)s : vos notes n’y comptent pas.")
        messages.success(self.request, sentence % {"number": self.application.number})
        return redirect("jury:index")

    def _unrecuse(self) -> HttpResponse:
        stand_forward(self.request.user, self.application)
        note(self.application.edition, "unrecused", self.request.user, number=self.application.number)
        sentence = _("Vous jugez de nouveau la candidature n° %(number)s.") % {"number": self.application.number}
        messages.success(self.request, sentence)
        return redirect(sheet_url(self.application))

    def _answer(self) -> HttpResponse:
        response = self.render_to_response(self.get_context_data())
        response["Cache-Control"] = HEADERS["Cache-Control"]
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        application, own = self.application, self.own
        if self.recused:
            return super().get_context_data(
                recused=True, is_marking=is_marking(application.edition), back=reverse("jury:index"), **kwargs
            )
        return super().get_context_data(
            sheet=sheet_of(application),
            edition=application.edition,
            is_marking=is_marking(application.edition),
            form=self.form or MarksForm(self.criteria, given=own),
            refusal=self.refusal or RecusalForm(),
            criteria=self.criteria,
            has_seen_others=self._has_seen_others(),
            others=others_marks(self.request.user, application, self.criteria, own),
            piece_url=sheet_url(application) + "piece/",
            back=reverse("jury:index"),
            **kwargs,
        )


@require_GET
def piece(request: HttpRequest, edition: int, number: int, piece: int) -> HttpResponse:
    """A file of an application, under a name that says nothing; blind, without what is told of its author inside."""
    application = application_for(request.user, edition, number)
    if is_recused(request.user, application):
        raise PermissionDenied
    file, shown = piece_of(application, piece)
    if not shown:
        raise PermissionDenied
    try:
        data = content(file, blind=application.edition.anonymous)
    except Unreadable:
        raise PermissionDenied from None
    note(application.edition, "piece", request.user, number=number, piece=piece)
    return file_answer(data, piece_name(piece, file), file.content_type)


def piece_of(application: Application, number: int) -> tuple[ApplicationFile, bool]:
    """The file NUMBER, from 1, of APPLICATION, and whether its jury may open it; Http404 when there is none."""
    files = list(application.files.all())
    if not 1 <= number <= len(files):
        raise Http404
    return files[number - 1], sheet_of(application).pieces[number - 1].is_shown


def content(file: ApplicationFile, *, blind: bool) -> bytes:
    """The bytes of FILE, as a BLIND jury may read them; Http404 when they are lost, Unreadable when nobody can tell."""
    try:
        if blind and file.content_type == PDF:
            return bare(file)
        with file.file.open("rb") as stored:
            data: bytes = stored.read()
    except FileNotFoundError:
        raise Http404 from None
    return data


@require_GET
def marks_file(request: HttpRequest, edition: int) -> HttpResponse:
    """The juror's own marks, in a file."""
    page = edition_for(request.user, edition)
    note(page, "exported", request.user)
    return csv_answer(own_marks(request.user, page), f"mes-notes-{page.year}.csv")
