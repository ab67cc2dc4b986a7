"""What the admin searches."""

from wagtail.search.backends.database import SearchBackend

__all__ = ["SearchBackend"]
