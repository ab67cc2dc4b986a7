"""`/robots.txt`: everything is open, feeds first; what has no end (searches) is not worth a crawl."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

LINES = """User-agent: *
Disallow: /admin/
Disallow: /recherche/
Disallow: /br/recherche/
Disallow: /en/recherche/
Allow: /

Sitemap: {site}/sitemap.xml
"""


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse(LINES.format(site=settings.SITE_URL), content_type="text/plain; charset=utf-8")
