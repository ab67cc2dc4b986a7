"""Keeps with each booked date what calendar files call it by, which its line told until then."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def name_dates(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Tells the dates that are booked already what their lines say."""
    lines, dates = (apps.get_model("evenements", name).objects for name in ("DateLine", "BookedDate"))
    pairs = dates.order_by().values_list("event_id", "line_uid").distinct()
    for event, uid in list(pairs):
        if line := lines.filter(page=event, uid=uid).first():
            usual_time = None if line.all_day else line.start_time
            dates.filter(event=event, line_uid=uid).update(repeats=bool(line.frequency), usual_time=usual_time)


class Migration(migrations.Migration):
    dependencies = [
        ("evenements", "0014_who_judged"),
    ]

    operations = [
        migrations.AddField(
            model_name="bookeddate",
            name="repeats",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="bookeddate",
            name="usual_time",
            field=models.TimeField(null=True),
        ),
        migrations.RunPython(name_dates, migrations.RunPython.noop),
    ]
