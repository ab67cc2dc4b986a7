from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("evenements", "0007_booking"),
    ]

    operations = [
        migrations.RemoveField(model_name="workshoppage", name="own_seats"),
    ]
