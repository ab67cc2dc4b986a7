"""The controls that forms of the admin share."""

from typing import Any

from django.db import models
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import AdminDateInput


class DayInput(AdminDateInput):
    """Wagtail's date picker, that leaves alone what it cannot read: the form says what is wrong with it."""

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "validateOnBlur": False}


register_form_field_override(models.DateField, override={"widget": DayInput})
