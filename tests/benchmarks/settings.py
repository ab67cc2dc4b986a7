"""Settings of the benchmarks: as served, on a database of their own (DATABASE_URL, VAR_DIR)."""

from config.settings.dev import *  # noqa: F403

ROOT_URLCONF = "tests.benchmarks.urls"
