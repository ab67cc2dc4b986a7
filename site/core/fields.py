"""The project's StreamField."""

from typing import Any

from wagtail.fields import StreamField


class BodyField(StreamField):
    """The blocks an editor writes with; their definitions stay out of migrations, which would grow at every change."""

    def __init__(self, block_types: Any = None, **kwargs: Any) -> None:
        from core.blocks import BodyBlock

        kwargs.setdefault("blank", True)
        super().__init__(BodyBlock(), **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        kwargs.pop("block_types", None)
        return name, path, [], kwargs
