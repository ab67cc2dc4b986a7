"""Where the files of applications are: outside of what the web server gives to all."""

from django.core.files.storage import Storage, storages


def private_storage() -> Storage:
    """The folder PRIVATE_ROOT: its files are read through a view that knows who asks."""
    return storages["private"]
