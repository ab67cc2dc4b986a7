from django.http import HttpRequest, HttpResponse


def sitemap(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")
