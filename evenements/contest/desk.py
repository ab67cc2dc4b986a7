"""« Jury et résultats »: for those who may edit an edition, how far its jury is, and where each application stands.

In an edition judged blind the ranking has numbers there too, so that it may be shown while the jury deliberates; an
application is read with its names on a page of its own, and who opens it is in the history of the edition. A juror of
a blind edition does not open it before the results, were they an editor; nor do they read what others gave, when the
edition hides it, before they have given all their marks.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.permission_policies.pages import PagePermissionPolicy

from evenements.contest.anonymity import heading_of, piece_name
from evenements.contest.audit import note
from evenements.contest.documents import Unreadable
from evenements.contest.enclosure import is_only_a_juror
from evenements.contest.enums import ENTERED, ApplicationState
from evenements.contest.exports import csv_answer, marks_rows, ranking_rows
from evenements.contest.jury import (
    User,
    applications_of,
    are_published,
    is_kept_from_marks,
    is_kept_from_names,
    person_name,
)
from evenements.contest.jury_views import content, piece_of
from evenements.contest.models import Application, ApplicationFile, Recusal
from evenements.contest.ranking import Standing, rounded
from evenements.contest.serving import file_answer
from evenements.contest.stages import Stage
from evenements.contest.tally import Tally, tally_of
from evenements.editions import stage_of, told_stage
from evenements.models import ContestPage


def editable(user: User) -> Any:
    """The editions that USER may edit, the latest first."""
    pages = PagePermissionPolicy().instances_user_has_permission_for(user, "change").values("pk")
    return ContestPage.objects.canonical().filter(pk__in=pages).order_by("-year", "pk")


def edition_for(user: User, pk: int) -> ContestPage:
    """The edition PK, for someone who may edit it."""
    edition = get_object_or_404(ContestPage.objects.canonical(), pk=pk)
    if not edition.permissions_for_user(user).can_edit():
        raise PermissionDenied
    return edition


def marked_edition_for(user: User, pk: int) -> ContestPage:
    """The edition PK, for someone who may read its ranking and the marks of all."""
    edition = edition_for(user, pk)
    if is_kept_from_marks(user, edition):
        raise PermissionDenied(_("Vous êtes dans le jury de cette édition : donnez d’abord vos notes."))
    return edition


def application_for(user: User, pk: int, number: int) -> Application:
    """The application NUMBER of the edition PK with its names, for someone who may read them."""
    edition = edition_for(user, pk)
    if is_kept_from_names(user, edition):
        raise PermissionDenied(_("Vous êtes dans le jury de cette édition, qui juge à l’aveugle."))
    found = applications_of(edition).filter(number=number).prefetch_related("files").first()
    if found is None:
        raise Http404
    found.edition = edition
    return found


def desk_url(edition: ContestPage, name: str = "edition") -> str:
    return reverse(f"deliberation:{name}", args=[edition.pk])


def named_url(application: Application, name: str = "application") -> str:
    return reverse(f"deliberation:{name}", args=[application.edition_id, application.number])


class DeskView(WagtailAdminTemplateMixin, TemplateView):
    """A page of the desk, under « Jury et résultats » and the edition."""

    header_icon = "trophy"
    page_title = gettext_lazy("Jury et résultats")
    edition: ContestPage

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.edition = edition_for(request.user, kwargs["edition"])
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        listing = {"url": reverse("deliberation:index"), "label": _("Jury et résultats")}
        here = {"url": desk_url(self.edition), "label": self.edition.title}
        return [*self.breadcrumbs_items, listing, here, *self.under()]

    def under(self) -> list[dict[str, Any]]:
        """What comes after the edition in the breadcrumbs."""
        return []


class EditionsView(WagtailAdminTemplateMixin, TemplateView):
    """The editions one may edit, and how many applications each has."""

    template_name = "evenements/admin/contest_desks.html"
    page_title = gettext_lazy("Jury et résultats")
    header_icon = "trophy"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": _("Jury et résultats")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        editions = editable(self.request.user).annotate(
            entered=Count("applications", Q(applications__state__in=ENTERED), distinct=True),
            drafts=Count("applications", Q(applications__state=ApplicationState.DRAFT), distinct=True),
            members=Count("jurors", distinct=True),
        )
        rows = [
            {"edition": edition, "url": desk_url(edition), "sentence": told_stage(edition)[1]} for edition in editions
        ]
        return super().get_context_data(rows=rows, **kwargs)


class EditionView(DeskView):
    """Progress by juror, ranking by category, recusals."""

    template_name = "evenements/admin/contest_desk.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tally = tally_of(self.edition)
        return super().get_context_data(
            page=self.edition,
            sentence=told_stage(self.edition)[1],
            tally=tally,
            progress=tally.progress(),
            groups=groups(tally),
            waits=is_kept_from_marks(self.request.user, self.edition),
            knowing=knowing(self.edition),
            urls={name: desk_url(self.edition, name) for name in ("deliberation", "ranking", "marks", "unrecuse")},
            edit_url=reverse("wagtailadmin_pages:edit", args=[self.edition.pk]),
            **kwargs,
        )


def knowing(edition: ContestPage) -> list[str]:
    """The jurors of a blind EDITION who have other rights in the admin, and so could find names in it."""
    if not edition.anonymous:
        return []
    users = [row.user for row in edition.jurors.select_related("user")]
    return [person_name(user) for user in users if not is_only_a_juror(user)]


def groups(tally: Tally) -> list[dict[str, Any]]:
    """The ranking as the pages show it: a table by category."""
    return [
        {"category": category.label if category else "", "rows": [row_of(tally, each) for each in standings]}
        for category, standings in tally.by_category.items()
    ]


def row_of(tally: Tally, standing: Standing) -> dict[str, Any]:
    """An application in a table of the ranking; its heading says no more than its jury may know."""
    application = tally.applications[standing.application]
    return {
        "application": application,
        "heading": heading_of(application),
        "standing": standing,
        "score": rounded(standing.score).replace(".", ","),
        "means": [rounded(standing.by_criterion.get(each.pk)).replace(".", ",") for each in tally.criteria],
        "missing": sum(map(len, standing.missing.values())),
        "recused": sum(row.application_id == application.pk for row in tally.recusals),
        "decision": getattr(application, "decision", None),
        "url": named_url(application),
    }


@require_GET
def ranking_file(request: HttpRequest, edition: int) -> HttpResponse:
    page = marked_edition_for(request.user, edition)
    note(page, "exported", request.user)
    return csv_answer(ranking_rows(tally_of(page)), f"classement-{page.year}.csv")


@require_GET
def marks_file(request: HttpRequest, edition: int) -> HttpResponse:
    page = marked_edition_for(request.user, edition)
    note(page, "exported", request.user)
    return csv_answer(marks_rows(tally_of(page)), f"notes-{page.year}.csv")


@require_POST
def unrecuse(request: HttpRequest, edition: int) -> HttpResponse:
    """Lets a juror judge an application again; the marks they had given count again."""
    page = edition_for(request.user, edition)
    chosen = request.POST.get("recusal", "")
    rows = Recusal.objects.filter(application__edition=page.pk).select_related("application")
    row = get_object_or_404(rows, pk=int(chosen) if chosen.isdecimal() else 0)
    number = row.application.number
    if are_published(page):
        messages.error(request, _("Les résultats sont publiés : leur classement ne change plus."))
        return redirect(desk_url(page))
    row.delete()
    note(page, "unrecused", request.user, number=number)
    messages.success(request, _("La récusation est levée pour la candidature n° %(number)s.") % {"number": number})
    return redirect(desk_url(page))


@require_GET
def piece(request: HttpRequest, edition: int, number: int, piece: int) -> HttpResponse:
    """A file as it was sent, to be read before the jury does."""
    application = application_for(request.user, edition, number)
    file, _shown = piece_of(application, piece)
    note(application.edition, "named_piece", request.user, number=number, piece=piece)
    return file_answer(content(file, blind=False), piece_name(piece, file), file.content_type)


@require_POST
def clear(request: HttpRequest, edition: int, number: int) -> HttpResponse:
    """Shows a file to a blind jury, or hides it again: the one that was read, told by its key and not by its place."""
    application = application_for(request.user, edition, number)
    keys = [str(file.key) for file in application.files.all()]
    if request.POST.get("piece") not in keys:
        raise Http404
    place = keys.index(request.POST["piece"]) + 1
    file, _shown = piece_of(application, place)
    shows = request.POST.get("action") == "show"
    if shows and (reason := why_hidden(file, application.edition)):
        messages.error(request, reason)
        return redirect(named_url(application))
    file.for_jury = shows
    file.save(update_fields=["for_jury"])
    note(application.edition, "cleared" if shows else "uncleared", request.user, number=number, piece=place)
    messages.success(request, _("Le jury voit cette pièce.") if shows else _("Le jury ne voit plus cette pièce."))
    return redirect(named_url(application))


def why_hidden(file: ApplicationFile, edition: ContestPage) -> str:
    """Why FILE may not be shown to the blind jury of EDITION: its author may still change it, or it keeps its names."""
    if not is_closed(edition):
        return _("Une pièce est montrée au jury après la fin des candidatures : d’ici là, son auteur peut la changer.")
    try:
        content(file, blind=True)
    except Unreadable:
        return _(
            "Ce PDF est protégé ou abîmé : on ne peut en retirer ce qui nomme son auteur. Le jury juge sans lui ; "
            "son auteur en a été averti en le joignant."
        )
    return ""


def is_closed(edition: ContestPage) -> bool:
    """Whether nobody changes an application to EDITION any more."""
    return stage_of(edition) not in (Stage.COMING, Stage.OPEN)
