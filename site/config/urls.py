"""Every address of the site. French has no prefix; Breton and English have theirs."""

from agenda.sitemaps import sitemap
from core.theme import favicon_ico, favicon_svg, theme, touch_icon
from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.static import serve
from search.views import search
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from config.health import health
from config.robots import robots

handler400 = "config.errors.bad_request"
handler403 = "config.errors.permission_denied"
handler404 = "config.errors.page_not_found"
handler500 = "config.errors.server_error"

media = (
    [re_path(r"^media/(?P<path>.+)$", serve, {"document_root": settings.MEDIA_ROOT})] if settings.SERVE_MEDIA else []
)

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("sante/", health, name="health"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("theme.css", theme, name="theme"),
    path("favicon.svg", favicon_svg, name="favicon"),
    path("favicon.ico", favicon_ico, name="favicon_ico"),
    path("apple-touch-icon.png", touch_icon, name="touch-icon"),
    *media,
    *i18n_patterns(
        path("recherche/", search, name="search"),
        path("", include("agenda.urls")),
        path("", include(wagtail_urls)),
        prefix_default_language=False,
    ),
]
