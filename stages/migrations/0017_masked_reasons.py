"""What mail servers answered is kept without the address."""

from django.db import migrations
from django.db.models import F, Q

from tour.suppressions import without_address


def mask_reasons(apps, schema_editor):
    said_by_servers = Q(reason__contains="@") | Q(reason__regex=r"^\d{3} ")
    for model, path in (("Delivery", ""), ("DeliveryLog", "delivery__")):
        rows = apps.get_model("stages", model).objects.filter(said_by_servers)
        addresses = {"follower": F(f"{path}subscription__email"), "person": F(f"{path}user__email")}
        for row in rows.annotate(**addresses).iterator():
            rows.filter(pk=row.pk).update(reason=without_address(row.reason, row.follower or row.person or ""))


class Migration(migrations.Migration):
    dependencies = [("stages", "0016_put_off_by_recipient")]

    operations = [migrations.RunPython(mask_reasons, migrations.RunPython.noop)]
