"""The national reminders as they are first: from then on they are the national team's."""

from datetime import time

from django.db import migrations

USUAL = [(-7, time(9), False), (-1, time(17), False), (0, time(7), False), (3, time(9), True)]


def provide(apps, schema_editor):
    rules = apps.get_model("stages", "ReminderRule").objects
    rules.bulk_create(rules.model(days=days, at=at, needs_results=waits) for days, at, waits in USUAL)


class Migration(migrations.Migration):
    dependencies = [("stages", "0011_deliveries")]

    operations = [migrations.RunPython(provide, migrations.RunPython.noop)]
