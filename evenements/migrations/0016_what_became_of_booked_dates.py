"""Keeps with each booked date how one attends it, with each booking the name its agenda has for it."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce


def tell_modes(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Tells the dates that are booked already what is published of them."""
    dates, published = (apps.get_model("evenements", name).objects for name in ("BookedDate", "Occurrence"))
    own = published.filter(
        event=OuterRef("event"), line_uid=OuterRef("line_uid"), original_day=OuterRef("original_day")
    )
    dates.order_by().update(mode=Coalesce(Subquery(own.values("mode")[:1]), models.Value("")))


class Migration(migrations.Migration):
    dependencies = [
        ("evenements", "0015_names_of_booked_dates_in_calendars"),
    ]

    operations = [
        migrations.AddField(
            model_name="bookeddate",
            name="awaits_day",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="bookeddate",
            name="mode",
            field=models.CharField(
                blank=True,
                choices=[("sur-place", "Sur place"), ("en-ligne", "En ligne"), ("hybride", "Sur place et en ligne")],
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="booking",
            name="former_moment",
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddField(
            model_name="booking",
            name="former_uid",
            field=models.CharField(blank=True, max_length=255),
        ),
        migrations.RunPython(tell_modes, migrations.RunPython.noop),
    ]
