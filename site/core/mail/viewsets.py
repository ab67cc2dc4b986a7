"""« Courriels »: what the site wrote, what left and what did not; one that stopped may be tried again."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.log_actions import log

from core.groups import is_of_the_network
from core.mail.sending import drop, send_again
from core.models import MailState, OutgoingMail
from core.models.mail import STOPPED

# In the history of the site: a mail says who was written to, and what about.
READ, LISTED = "core.mail.read", "core.mail.listed"


def network_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """VIEW, for the network's editors and administrators: mails have the names of people in them."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_of_the_network(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


class NetworkMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return is_of_the_network(request.user)


class MailIndexView(IndexView):
    """The latest first; those that did not leave can be asked for alone."""

    model = OutgoingMail
    results_template_name = "core/admin/mails_results.html"
    page_title = gettext_lazy("Courriels")
    header_icon = "mail"
    any_permission_required = None  # `network_only` says who
    index_url_name = "courriels:index"
    index_results_url_name = "courriels:index_results"
    list_filter: ClassVar[list[str]] = ["state"]
    search_fields: ClassVar[list[str]] = ["recipient", "subject"]
    default_ordering = "-queued_at"
    paginate_by = 40
    show_export_buttons = False
    columns: ClassVar[list[Column]] = [
        TitleColumn("subject", label=gettext_lazy("Objet"), url_name="courriels:detail"),
        Column("recipient", label=gettext_lazy("À"), sort_key="recipient"),
        Column("state", label=gettext_lazy("État"), accessor="get_state_display", sort_key="state"),
        DateColumn("queued_at", label=gettext_lazy("Écrit"), sort_key="queued_at"),
        DateColumn("sent_at", label=gettext_lazy("Envoyé"), sort_key="sent_at"),
    ]

    def get_base_queryset(self) -> QuerySet:
        return OutgoingMail.objects.defer("text", "html", "attachment")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        if shown := list(context["object_list"]):
            numbers = {"mails": [mail.pk for mail in shown]}
            log(instance=shown[0], action=LISTED, user=self.request.user, title=_("Courriels"), data=numbers)
        return context


class MailView(WagtailAdminTemplateMixin, TemplateView):
    """One mail, as it was or will be sent, and what the server answered."""

    template_name = "core/admin/mail.html"
    page_title = gettext_lazy("Courriel")
    header_icon = "mail"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        listing = {"url": reverse_lazy("courriels:index"), "label": _("Courriels")}
        return [*self.breadcrumbs_items, listing, {"url": "", "label": self.kwargs["mail"].subject}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        mail = self.kwargs["mail"] = get_object_or_404(OutgoingMail, pk=kwargs["pk"])
        log(instance=mail, action=READ, user=request.user)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mail = self.kwargs["mail"]
        stopped = mail.state in STOPPED
        uncertain = mail.state == MailState.UNCERTAIN
        return super().get_context_data(mail=mail, stopped=stopped, uncertain=uncertain, **kwargs)


@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts a mail that stopped back among those that wait, or gives it up."""
    mail, action = get_object_or_404(OutgoingMail, pk=pk), request.POST.get("action")
    if action == "send" and send_again(mail):
        messages.success(request, _("Ce courriel repart dans la minute."))
    if action == "drop" and drop(mail):
        messages.success(request, _("Ce courriel est abandonné."))
    return redirect("courriels:detail", pk=pk)


class MailViewSet(ViewSet):
    name = "courriels"
    url_prefix = "courriels"
    menu_label = gettext_lazy("Courriels")
    icon = menu_icon = "mail"
    menu_order = 170
    menu_item_class = NetworkMenuItem
    add_to_admin_menu = True

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", network_only(MailIndexView.as_view()), name="index"),
            path("results/", network_only(MailIndexView.as_view(results_only=True)), name="index_results"),
            path("<int:pk>/", network_only(MailView.as_view()), name="detail"),
            path("<int:pk>/agir/", network_only(act), name="act"),
        ]
