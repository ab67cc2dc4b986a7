"""Search engines behind Wagtail's search API: one per kind of server, one for what the admin searches."""
