"""A database in a file holds passwords and addresses: only who runs the site reads it."""

import stat
from pathlib import Path
from typing import Any

from django.db import connections

# SQLite gives these the rights that the file has when it makes them.
BESIDE = ("", "-wal", "-shm")


def close_to_others(using: str, **kwargs: Any) -> None:
    """Hears that migrations begin: the file is there, and as yet empty in a new installation.

    One that others than its owner and its group cannot read is left as it is: an administrator chose that group.
    """
    connection = connections[using]
    if connection.vendor != "sqlite":
        return
    for ending in BESIDE:
        path = Path(f"{connection.settings_dict['NAME']}{ending}")
        if path.is_file() and path.stat().st_mode & stat.S_IRWXO:
            path.chmod(0o600)
