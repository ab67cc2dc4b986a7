"""Gunicorn, the server of `make run` and of production: `gunicorn --config site/config/gunicorn.py config.wsgi`.

One process with threads suits SQLite and the cache in memory; with PostgreSQL and Redis, WEB_CONCURRENCY adds more.
"""

import os
from typing import Any

pythonpath = "site"
bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", "1"))
threads = int(os.environ.get("WEB_THREADS", "8"))
timeout = 60
loglevel = os.environ.get("GUNICORN_LOG_LEVEL", "warning")
control_socket_disable = True
# As far as web servers in front go, which answer 414 beyond: what is too long for a filter is told by the site.
limit_request_line = 8190
# The site is at the root of its host: no client says where it is mounted.
forwarder_headers = ""


def when_ready(server: Any) -> None:
    """Says where the site is, once it can be asked."""
    print(f"Le site est là : {os.environ.get('SITE_URL', f'http://{bind}')}/ (Ctrl+C pour l’arrêter)", flush=True)  # noqa: T201
