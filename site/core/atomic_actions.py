"""Wagtail saves a page, then says so: between the two, what follows it could be lost. So each of its actions is one
transaction, with all that its signals do, whether the admin, a command or code asks for it.
"""

from functools import wraps
from typing import Any

from django.db import transaction
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.actions.copy_for_translation import CopyPageForTranslationAction
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.actions.delete_page import DeletePageAction
from wagtail.actions.move_page import MovePageAction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import PageViewRestriction

METHODS = {
    ConvertAliasPageAction: ("execute",),
    CopyPageAction: ("execute",),
    CopyPageForTranslationAction: ("execute",),
    CreatePageAliasAction: ("execute",),
    DeletePageAction: ("execute",),
    MovePageAction: ("execute",),
    PublishPageRevisionAction: ("execute",),
    UnpublishPageAction: ("execute",),
    PageViewRestriction: ("save", "delete"),
}


def make_actions_atomic() -> None:
    """Called when the site starts."""
    for owner, names in METHODS.items():
        make_atomic(owner, *names)


def make_atomic(owner: type, *names: str) -> None:
    """Runs these methods of OWNER in a transaction, each with the receivers of the signals it sends."""
    for name in names:
        setattr(owner, name, _in_transaction(getattr(owner, name)))


def _in_transaction(method: Any) -> Any:
    @wraps(method)
    def run(*args: Any, **kwargs: Any) -> Any:
        with transaction.atomic():
            return method(*args, **kwargs)

    return run
