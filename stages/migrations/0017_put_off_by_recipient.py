"""Whether it is its recipient alone that puts a mail off; what servers answered is kept without the address."""

from django.db import migrations, models
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
    dependencies = [("stages", "0015_settled_mails")]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="is_put_off_by_recipient",
            field=models.BooleanField(default=False, verbose_name="remis à plus tard pour son seul destinataire"),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(condition=Q(sent_at__isnull=False), fields=["sent_at"], name="delivery_sent"),
        ),
        # The last: PostgreSQL alters no table that has changes pending of the same transaction.
        migrations.RunPython(mask_reasons, migrations.RunPython.noop),
    ]
