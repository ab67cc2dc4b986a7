"""Every address of the site. French has no prefix; Breton and English have theirs."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from agenda.sitemaps import sitemap
from config.health import health
from config.media import media
from config.robots import robots
from core.land import communes_outlines
from core.theme import favicon_ico, favicon_svg, theme, touch_icon
from search.suggestions import suggestions
from search.views import search

handler400 = "config.errors.bad_request"
handler403 = "config.errors.permission_denied"
handler404 = "config.errors.page_not_found"
handler500 = "config.errors.server_error"

pictures = [path("media/<path:path>", media)] if settings.SERVE_MEDIA else []

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("sante/", health, name="health"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("", include("core.open_data.urls")),
    path("theme.css", theme, name="theme"),
    path("favicon.svg", favicon_svg, name="favicon"),
    path("favicon.ico", favicon_ico, name="favicon_ico"),
    path("apple-touch-icon.png", touch_icon, name="touch-icon"),
    *pictures,
    *i18n_patterns(
        path("communes.geojson", communes_outlines, name="communes_outlines"),
        path("recherche/", search, name="search"),
        path("recherche/suggestions/", suggestions, name="search_suggestions"),
        path("", include("annuaire.urls")),
        path("", include("evenements.booking.urls")),
        path("", include("evenements.contest.urls")),
        path("", include("agenda.urls")),
        path("", include(wagtail_urls)),
        prefix_default_language=False,
    ),
]
