"""The screens of imports: a file, its columns, what it would do, how far it is, what it did."""

import hashlib
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models.functions import Length
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import FormView, TemplateView, UpdateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from annuaire.imports.enums import ImportState, Outcome
from annuaire.imports.forms import ColumnsForm, FileForm
from annuaire.imports.models import ActorImport, ImportFile, ImportLine
from annuaire.imports.opening import keep
from annuaire.imports.reading import choose, counts, read_lines
from annuaire.imports.report import report_csv
from annuaire.imports.running import Refused, counts_of, free, moved_on, resume, start, work
from annuaire.imports.sheets import open_sheet
from annuaire.models import DirectoryPage
from core.languages import DEFAULT_LANGUAGE

SHOWN, SAMPLES = 50, 3
# What a request may wait for, in seconds; the worker goes on with the rest. Of a file longer than this, in bytes (some
# thousand lines), reading alone takes as much: the worker does it all.
AT_ONCE = 5
MOST_AT_ONCE = 300_000
# Seconds after which the page of an import at work asks again.
REFRESH = 5
BEFORE = (ImportState.COLUMNS, ImportState.CHECKED)


def may_import(request: HttpRequest) -> bool:
    """Whether this person may add actors and publish them."""
    directory = DirectoryPage.objects.filter(locale__language_code=DEFAULT_LANGUAGE).first()
    rights = directory.permissions_for_user(request.user) if directory else None
    return rights is not None and rights.can_add_subpage() and rights.can_publish_subpage()


class ImportScreen(WagtailAdminTemplateMixin):
    """What the screens have in common: the right to be there, the way back."""

    request: HttpRequest
    kwargs: dict[str, Any]
    header_icon = "upload"
    page_title = gettext_lazy("Importer des acteurs")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_import(request):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        listing = {"url": reverse_lazy("imports:index"), "label": _("Imports")}
        return [*self.breadcrumbs_items, listing, {"url": "", "label": self.here()}]

    def here(self) -> str:
        return str(self.page_title)


class NewImportView(ImportScreen, FormView):
    """The file, and where it comes from."""

    form_class = FileForm
    template_name = "annuaire/admin/import_new.html"

    def form_valid(self, form: FileForm) -> HttpResponse:
        form.of.user = self.request.user
        of = keep(form.of, form.data_read)
        return redirect("imports:columns", of.pk)


class ColumnsView(ImportScreen, UpdateView):
    """What each column is and what to do, until the import is done."""

    model = ActorImport
    form_class = ColumnsForm
    template_name = "annuaire/admin/import_columns.html"

    def get_object(self, queryset: Any = None) -> ActorImport:
        """Raises Refused when its columns are no longer to be chosen."""
        self.object = super().get_object(queryset)
        if self.object.state not in BEFORE:
            raise Refused(moved_on())
        return self.object

    def here(self) -> str:
        return self.object.file_name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        records = open_sheet(bytes(ImportFile.objects.get(of=self.object).data)).records()
        samples = [record.cells for record, _place in zip(records, range(SAMPLES), strict=False)]
        context["columns"] = [
            (field, [cells[place] for cells in samples if place < len(cells) and cells[place].strip()])
            for place, field in enumerate(context["form"].columns)
        ]
        return context

    def form_valid(self, form: ColumnsForm) -> HttpResponse:
        of = form.instance
        with transaction.atomic():
            start(of, ImportState.CHECKING)
            form.save()
        _work(of)
        return redirect("imports:detail", of.pk)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().dispatch(request, *args, **kwargs)
        except Refused as refusal:
            messages.warning(request, str(refusal))
            return redirect("imports:detail", kwargs["pk"])


class ImportView(ImportScreen, TemplateView):
    """One import, whatever its state."""

    template_name = "annuaire/admin/import.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.of = get_object_or_404(ActorImport.objects.select_related("user", "undone_by"), pk=kwargs["pk"])
        if self.of.state == ImportState.COLUMNS:
            return redirect("imports:columns", self.of.pk)
        response = super().get(request, *args, **kwargs)
        if self.of.is_working:
            response["Refresh"] = str(REFRESH)
        return response

    def here(self) -> str:
        return self.of.file_name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        of = self.of
        found = counts_of(of)
        asked = self.request.GET.get("resultat", "")
        asked = asked if asked in Outcome.values else ""
        lines = of.lines.select_related("actor").filter(**({"outcome": asked} if asked else {}))
        page = Paginator(lines, SHOWN).get_page(self.request.GET.get("p"))
        choosing = of.state == ImportState.CHECKED
        return super().get_context_data(
            of=of,
            counts=counts(found),
            undone=[(name, found.get(f"undone-{name}", 0)) for name in ("deleted", "restored", "kept")],
            asked=asked,
            lines=read_lines(of, page.object_list, choosing=choosing) if not of.is_working else [],
            page=page,
            choosing=choosing,
            act_url=reverse("imports:act", args=[of.pk]),
            seen=seen(of),
            here=self.request.get_full_path(),
            **kwargs,
        )


@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """What the buttons of an import do."""
    if not may_import(request):
        raise PermissionDenied
    of = get_object_or_404(ActorImport, pk=pk)
    actions = {"run": _run, "undo": _undo, "resume": _resume, "drop": _drop, "choose": _choose}
    if action := actions.get(request.POST.get("action", "")):
        try:
            return action(request, of)
        except Refused as refusal:
            messages.warning(request, str(refusal))
    return redirect("imports:detail", pk)


def _work(of: ActorImport) -> None:
    """Does what a request may wait for. Undoing does not read the file."""
    long = ImportFile.objects.annotate(size=Length("data")).filter(of=of, size__gt=MOST_AT_ONCE)
    if of.state == ImportState.UNDOING or not long.exists():
        work(of, seconds=AT_ONCE)


def seen(of: ActorImport) -> str:
    """What the preview of OF was made with: another once someone says otherwise what a column is or what to do."""
    return hashlib.sha256(repr(of.options).encode()).hexdigest()[:16]


def _run(request: HttpRequest, of: ActorImport) -> HttpResponse:
    if of.state == ImportState.CHECKED and request.POST.get("seen", "") != seen(of):
        raise Refused(_("Les colonnes ou les choix ont changé depuis cet aperçu. Relisez-le, puis importez."))
    _keep_choices(request, of)
    if of.state == ImportState.CHECKED:
        start(of, ImportState.RUNNING)
        _work(of)
        if of.state == ImportState.DONE:
            messages.success(request, _("L’import est fait."))
    return redirect("imports:detail", of.pk)


def _undo(request: HttpRequest, of: ActorImport) -> HttpResponse:
    if of.may_be_undone:
        start(of, ImportState.UNDOING, request.user)  # type: ignore[arg-type]
        _work(of)
        if of.state == ImportState.UNDONE:
            messages.success(request, _("L’import est annulé."))
    return redirect("imports:detail", of.pk)


def _resume(request: HttpRequest, of: ActorImport) -> HttpResponse:
    if of.state == ImportState.FAILED:
        resume(of)
        _work(of)
    return redirect("imports:detail", of.pk)


def _drop(request: HttpRequest, of: ActorImport) -> HttpResponse:
    """An import that wrote nothing may be forgotten."""
    if of.state in BEFORE or (of.state == ImportState.FAILED and of.stopped_in == ImportState.CHECKING):
        with transaction.atomic():
            still = ActorImport.objects.select_for_update().filter(free(), pk=of.pk, state=of.state).first()
            if still:
                still.delete()
        if not still:
            return redirect("imports:detail", of.pk)
        messages.success(request, _("« %(name)s » est abandonné. Rien n’a été importé.") % {"name": of.file_name})
        return redirect("imports:index")
    return redirect("imports:detail", of.pk)


def _choose(request: HttpRequest, of: ActorImport) -> HttpResponse:
    number = _keep_choices(request, of)
    if number:
        messages.success(request, _("Vos choix sont enregistrés. Rien n’est encore importé."))
    address = reverse("imports:detail", args=[of.pk])
    asked = request.POST.get("back", "")
    return redirect(f"{address}?{asked}" if asked else address)


def _keep_choices(request: HttpRequest, of: ActorImport) -> int:
    """Keeps what was chosen of the lines shown; how many changed."""
    said = {
        int(name.removeprefix("choice-")): str(value)
        for name, value in request.POST.items()
        if name.startswith("choice-") and name.removeprefix("choice-").isdecimal()
    }
    with transaction.atomic():
        if not ActorImport.objects.select_for_update().filter(pk=of.pk, state=ImportState.CHECKED).first():
            return 0
        lines = ImportLine.objects.filter(of=of, number__in=said).select_related("of")
        return sum(choose(line, said[line.number]) for line in lines)


def report(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The report of an import as a file."""
    if not may_import(request):
        raise PermissionDenied
    of = get_object_or_404(ActorImport, pk=pk)
    response = StreamingHttpResponse(report_csv(of), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="rapport-{slugify(of.source)}-{of.pk}.csv"'
    return response
