from django.db import migrations, models
from django.db.models import F, Q

import tour.models.mail

OPEN = ["due", "retry", "sending"]


def carry_over(apps, schema_editor):
    """Mails of before: nobody holds one any more, and each gets an identity of its own."""
    mails = apps.get_model("tour", "QueuedMail").objects
    mails.filter(state="queued").update(state="due")
    mails.filter(state="sending").update(state="uncertain")
    mails.update(due_at=F("created_at"))
    for key in mails.values_list("pk", flat=True).iterator():
        mails.filter(pk=key).update(message_id=tour.models.mail.new_message_id())


def carry_back(apps, schema_editor):
    mails = apps.get_model("tour", "QueuedMail").objects
    mails.filter(state__in=["due", "retry"]).update(state="queued")
    mails.filter(state="sending").update(state="uncertain")
    mails.filter(state__in=["cancelled", "expired"]).update(state="failed")


class Migration(migrations.Migration):
    # PostgreSQL alters no table that has changes pending of the same transaction.
    atomic = False

    dependencies = [("tour", "0010_mails")]

    operations = [
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                ("name", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("beat_at", models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(model_name="queuedmail", name="mail_sent_has_its_hour"),
        migrations.RemoveIndex(model_name="queuedmail", name="mail_due"),
        migrations.RenameField(model_name="queuedmail", old_name="error", new_name="reason"),
        migrations.AlterField(
            model_name="queuedmail", name="reason", field=models.TextField(blank=True, verbose_name="raison")
        ),
        migrations.RemoveField(model_name="queuedmail", name="started_at"),
        migrations.AddField("queuedmail", "due_at", models.DateTimeField(null=True, verbose_name="prévu le")),
        migrations.AddField(
            "queuedmail", "message_id", models.CharField(editable=False, max_length=64, null=True, verbose_name="Message-ID")
        ),
        migrations.AddField(
            "queuedmail", "not_after", models.DateTimeField(blank=True, null=True, verbose_name="trop tard après")
        ),
        migrations.AddField(
            "queuedmail", "handed_at", models.DateTimeField(blank=True, null=True, verbose_name="remis au serveur le")
        ),
        migrations.AddField("queuedmail", "token", models.UUIDField(editable=False, null=True)),
        migrations.AddField(
            "queuedmail", "ambiguous", models.PositiveSmallIntegerField(default=0, verbose_name="envois au sort inconnu")
        ),
        migrations.AlterField(
            model_name="queuedmail",
            name="state",
            field=models.CharField(
                choices=[
                    ("due", "Prévu"),
                    ("sending", "En cours d’envoi"),
                    ("retry", "Nouvel essai prévu"),
                    ("sent", "Envoyé"),
                    ("failed", "Échec"),
                    ("uncertain", "Incertain"),
                    ("cancelled", "Annulé"),
                    ("expired", "Trop tard"),
                ],
                default="due",
                max_length=10,
                verbose_name="état",
            ),
        ),
        migrations.RunPython(carry_over, carry_back),
        migrations.AlterField("queuedmail", "due_at", models.DateTimeField(verbose_name="prévu le")),
        migrations.AlterField(
            "queuedmail",
            "message_id",
            models.CharField(
                default=tour.models.mail.new_message_id,
                editable=False,
                max_length=64,
                unique=True,
                verbose_name="Message-ID",
            ),
        ),
        migrations.AddIndex(
            "queuedmail", models.Index(condition=Q(state__in=OPEN), fields=["next_try_at"], name="queuedmail_due")
        ),
        migrations.AddIndex(
            "queuedmail", models.Index(condition=Q(state__in=OPEN), fields=["not_after"], name="queuedmail_late")
        ),
        migrations.AddConstraint(
            "queuedmail",
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="queuedmail_sent_has_its_hour",
            ),
        ),
        migrations.AddConstraint(
            "queuedmail",
            models.CheckConstraint(
                condition=~Q(state="sending") | Q(token__isnull=False), name="queuedmail_sending_is_held"
            ),
        ),
        migrations.AddConstraint(
            "queuedmail",
            models.CheckConstraint(
                condition=~Q(state__in=["due", "retry", "cancelled", "expired"]) | Q(handed_at__isnull=True),
                name="queuedmail_handed_is_gone",
            ),
        ),
    ]
