"""What the admin says of duplicates: registered when `annuaire.wagtail_hooks` is."""

from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from annuaire.duplicates.history import register


@hooks.register("register_log_actions")
def register_merges(actions: LogActionRegistry) -> None:
    register(actions)
