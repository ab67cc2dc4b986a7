"""`/media/`: what editors sent, where no web server in front serves it."""

import errno

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.static import serve


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """The file at PATH in the folder of pictures and documents; a name no file can have is not found either."""
    try:
        response: FileResponse = serve(request, path, document_root=settings.MEDIA_ROOT)
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise Http404 from error
        raise
    return response
