"""Settings common to development, tests and production.

Everything that differs between two installations comes from environment variables, each with a default that runs;
what differs between two territories comes from the folder TERRITORY_DIR.
"""

import os
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from core.map_tiles import read_tiles
from core.release import release
from core.territory_file import read_territory

BASE_DIR = Path(__file__).resolve().parents[3]
SITE_DIR = BASE_DIR / "site"
VAR_DIR = Path(os.environ.get("VAR_DIR", BASE_DIR / "var"))
TERRITORY_DIR = Path(os.environ.get("TERRITORY_DIR", SITE_DIR / "territory"))
TERRITORY = read_territory(TERRITORY_DIR)

SITE_URL = os.environ.get("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
SECRET_KEY = os.environ.get("SECRET_KEY", "").strip()
ALLOWED_HOSTS = [host.strip() for host in os.environ.get("ALLOWED_HOSTS", "").split(",") if host.strip()]
DEBUG = False

INSTALLED_APPS = [
    # Low to high: a signal sent low is heard low first, so search reads the dates that publishing has just written.
    "core",
    "annuaire",
    "evenements",
    "agenda",
    "search",
    "home",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.search_promotions",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "csp",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    # First, so that what the others refuse or redirect carries the policy too.
    "core.middleware.ContentSecurityPolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.middleware.CleanPathMiddleware",
    "core.middleware.CookielessMiddleware",
    "core.middleware.NotModifiedMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "core.locale_middleware.AddressLocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "evenements.contest.enclosure.EnclosureMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "core.middleware.GoneMiddleware",
    "core.middleware.MovedMiddleware",
]

ROOT_URLCONF = "config.urls"
# The page of a withdrawn address, by name: `core` cannot import `config`.
GONE_VIEW = "config.errors.gone"
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"
WSGI_APPLICATION = "config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SITE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.navigation.site_navigation",
            ],
        },
    },
]

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL") or f"sqlite:///{VAR_DIR / 'site.sqlite3'}", conn_max_age=60
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # WAL lets readers go on while one writes; IMMEDIATE takes the write lock at once, so that two writers queue
    # (up to the timeout) where a deferred transaction would fail on upgrade.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=268435456; PRAGMA cache_size=-20000;"
        ),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


def _cache(name: str, max_entries: int) -> dict[str, object]:
    """Redis where there is one, else this process's memory, where what was not asked for longest goes first."""
    if os.environ.get("REDIS_URL"):
        backend = "core.cache.ForgivingRedisCache"
        # What another version of the code has kept is not read: its objects and its HTML may differ.
        prefix = f"{name}-{release(BASE_DIR, TERRITORY_DIR)}"
        return {"BACKEND": backend, "LOCATION": os.environ["REDIS_URL"], "KEY_PREFIX": prefix}
    backend = "django.core.cache.backends.locmem.LocMemCache"
    return {"BACKEND": backend, "LOCATION": name, "OPTIONS": {"MAX_ENTRIES": max_entries}}


# Whole feeds and months are large, so there are few of them.
CACHES = {
    "default": _cache("default", 2000),
    "feeds": _cache("feeds", 16),
    "template_fragments": _cache("template_fragments", 64),
}

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

LANGUAGE_CODE = "fr"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("fr", "Français"), ("br", "Brezhoneg"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
WAGTAIL_I18N_ENABLED = True
USE_TZ = True
TIME_ZONE = os.environ.get("TIME_ZONE", TERRITORY.time_zone)

STATICFILES_DIRS = [SITE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
STATIC_URL = "/static/"
MEDIA_ROOT = Path(os.environ.get("MEDIA_ROOT", VAR_DIR / "media"))
# Files that only some may read: never under MEDIA_ROOT, which the web server gives to all.
PRIVATE_ROOT = Path(os.environ.get("PRIVATE_ROOT", VAR_DIR / "private"))
MEDIA_URL = "/media/"
# Pictures sent by editors are served by the site itself; a web server in front may do it in its place ("0").
SERVE_MEDIA = os.environ.get("SERVE_MEDIA", "1") == "1"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": PRIVATE_ROOT,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

WAGTAIL_ALLOW_UNICODE_SLUGS = False  # "decouverte", not "d%C3%A9couverte": addresses are said and printed.
# Only editors have an account: they sign in where they always do.
WAGTAIL_FRONTEND_LOGIN_URL = "/admin/login/"
# Where a password form leads that asks for nowhere of ours; the admin has its own.
LOGIN_REDIRECT_URL = "/"
WAGTAIL_PASSWORD_REQUIRED_TEMPLATE = WAGTAILDOCS_PASSWORD_REQUIRED_TEMPLATE = "core/password_required.html"  # noqa: S105
WAGTAIL_SITE_NAME = TERRITORY.site_name["fr"]
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILADMIN_PERMITTED_LANGUAGES = [("fr", "Français"), ("en", "English")]
WAGTAILADMIN_COMMENTS_ENABLED = False
# Days are typed and shown day first in the admin, in English too: config.formats.
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"
FORMAT_MODULE_PATH = ["config.formats"]
WAGTAILSEARCH_HITS_MAX_AGE = 30
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "ods", "odt", "pdf", "pptx", "rtf", "txt", "xlsx", "zip"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = True
# A translation begins as a draft: published at once, it would say in French that it is Breton.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False

# Which pages of a list some words find, by name: `core` cannot import `search`.
PAGE_SEARCH = "search.matching.matching_pages"
# What public search runs on: "database" (SQLite or PostgreSQL, whichever holds the data) or "elasticsearch".
SEARCH_BACKEND = os.environ.get("SEARCH_BACKEND", "database")
ELASTICSEARCH_URL = os.environ.get("ELASTICSEARCH_URL", "http://127.0.0.1:9200")
WAGTAILSEARCH_BACKENDS = {
    # What the admin searches: pages, pictures, lists.
    "default": {"BACKEND": "search.backends.admin"},
    # Public search alone, fed by search.entries rather than by every save of every model.
    "database": {"BACKEND": "search.backends.database", "AUTO_UPDATE": False},
    # Terms come neutral, so a whitespace analyser is all it needs; TIMEOUT, then the database answers instead.
    "elasticsearch": {
        "BACKEND": "search.backends.elasticsearch",
        "URLS": [ELASTICSEARCH_URL],
        "INDEX_PREFIX": os.environ.get("ELASTICSEARCH_PREFIX", "agenda_"),
        "TIMEOUT": 0.6,
        "AUTO_UPDATE": False,
        "OPTIONS": {"max_retries": 0, "retry_on_timeout": False},
        "INDEX_SETTINGS": {
            "settings": {
                "analysis": {"analyzer": {"default": {"type": "whitespace"}}},
                "index": {"number_of_shards": 1, "number_of_replicas": 0, "max_result_window": 1_000_000},
            }
        },
    },
}

EMAIL_BACKEND = os.environ.get("EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend")
EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("EMAIL_USE_TLS", "0") == "1"
# Seconds: a mail server that says nothing does not stop what else is done regularly.
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", TERRITORY.email)

# How long a freed seat is offered to someone at most, in hours; how long names are kept after a date, in months.
BOOKING_OFFER_HOURS = int(os.environ.get("BOOKING_OFFER_HOURS", "48"))
BOOKING_KEPT_MONTHS = int(os.environ.get("BOOKING_KEPT_MONTHS", "3"))
# Contest: what was not retained is purged so long after the results; what an application may hold.
CONTEST_KEPT_MONTHS = int(os.environ.get("CONTEST_KEPT_MONTHS", "6"))
CONTEST_FILES = int(os.environ.get("CONTEST_FILES", "8"))
CONTEST_PICTURE_MEGABYTES = int(os.environ.get("CONTEST_PICTURE_MEGABYTES", "8"))
CONTEST_DOCUMENT_MEGABYTES = int(os.environ.get("CONTEST_DOCUMENT_MEGABYTES", "10"))
# How far ahead dates without an end are published, in months; past dates are kept.
OCCURRENCE_HORIZON_MONTHS = int(os.environ.get("OCCURRENCE_HORIZON_MONTHS", "24"))
# Fixed to an ISO date and time, it is "now" for everything the site shows: demonstrations, screenshots.
FROZEN_NOW = os.environ.get("FROZEN_NOW", "")

try:
    MAP_TILES = read_tiles(os.environ.get("MAP_TILES_URL", ""), os.environ.get("MAP_TILES_ATTRIBUTION", ""))
except ValueError as error:
    raise ImproperlyConfigured(str(error)) from error
# The one server that a page may ask anything of, besides the site.
TILES_FROM = [MAP_TILES.origin] if MAP_TILES and MAP_TILES.origin else []

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *TILES_FROM],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
SESSION_COOKIE_SAMESITE = "Lax"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "core.log_lines.LineFormatter", "fmt": "{asctime} {levelname} {name} {message}", "style": "{"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "INFO")},
    "loggers": {
        "django.server": {"handlers": ["console"], "propagate": False},
        # Each page edited and each entry indexed: the admin's own history tells it better.
        "wagtail": {"level": "WARNING"},
        "django_tasks": {"level": "WARNING"},
        # Each HEAD: Django leaves it to the server to drop the body, and the server says that it did.
        "gunicorn.http.wsgi": {"level": "ERROR"},
    },
}
