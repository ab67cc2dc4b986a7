"""Production: everything from the environment, safe by default; it does not start without secret, hosts and address."""

import re

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403
from .base import os

for _name in ("SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL"):
    if not os.environ.get(_name, "").strip():
        raise ImproperlyConfigured(f"{_name} is not set: see docs/operations.md.")
if not ALLOWED_HOSTS:  # noqa: F405
    raise ImproperlyConfigured("ALLOWED_HOSTS holds no host name: see docs/operations.md.")
if not re.fullmatch(r"https?://[^/?#\s]+", SITE_URL):  # noqa: F405
    raise ImproperlyConfigured("SITE_URL is a scheme and a host, https://agenda.example: see docs/operations.md.")
if SEARCH_BACKEND not in ("database", "elasticsearch"):  # noqa: F405
    raise ImproperlyConfigured("SEARCH_BACKEND is database or elasticsearch: see docs/operations.md.")

SECURE_SSL_REDIRECT = os.environ.get("SECURE_SSL_REDIRECT", "1") == "1"
SECURE_REDIRECT_EXEMPT = [r"^sante/$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = int(os.environ.get("SECURE_HSTS_SECONDS", str(365 * 24 * 3600)))
SECURE_HSTS_INCLUDE_SUBDOMAINS = os.environ.get("SECURE_HSTS_INCLUDE_SUBDOMAINS", "1") == "1"
SECURE_HSTS_PRELOAD = os.environ.get("SECURE_HSTS_PRELOAD", "0") == "1"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
CSRF_TRUSTED_ORIGINS = [os.environ["SITE_URL"].rstrip("/")]
EMAIL_BACKEND = os.environ.get("EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
