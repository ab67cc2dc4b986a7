"""Development, and `make run`: runs from nothing, on 127.0.0.1 only."""

from .base import *  # noqa: F403
from .base import STORAGES as STORED
from .base import VAR_DIR, os

DEBUG = os.environ.get("DEBUG", "0") == "1"
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]


def _local_secret() -> str:
    """A secret of this machine's own, made at the first start, so that sessions survive a restart."""
    path = VAR_DIR / "secret"
    if not path.exists():
        from django.core.management.utils import get_random_secret_key

        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(get_random_secret_key())
    return path.read_text()


SECRET_KEY = os.environ.get("SECRET_KEY") or _local_secret()
WHITENOISE_AUTOREFRESH = DEBUG
if DEBUG:
    STORAGES = {  # no manifest to rebuild while templates and styles are being written
        **STORED,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    WHITENOISE_USE_FINDERS = True
