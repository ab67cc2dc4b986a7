"""`/media/`: pictures, where no web server in front serves them."""

import errno
import posixpath

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.static import serve

DOCUMENTS = "documents"


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """The file at PATH in the folder of pictures; a name no file can have is not found either.

    Documents are beside them and are not served here: /documents/ asks whether the reader may.
    """
    if posixpath.normpath(path).lstrip("/").startswith(DOCUMENTS):
        raise Http404
    try:
        response: FileResponse = serve(request, path, document_root=settings.MEDIA_ROOT)
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise Http404 from error
        raise
    return response
