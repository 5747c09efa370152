"""Mails on their way: the only door by which the site's mail leaves."""

from django.db import models


class MailState(models.TextChoices):
    """Where a mail stands. Nobody but a person takes one out of the last two."""

    QUEUED = "queued", "En attente"
    SENDING = "sending", "En cours d’envoi"
    SENT = "sent", "Envoyé"
    FAILED = "failed", "Échec"
    #: The server may have taken it: the connection or the process ended before it said so.
    UNCERTAIN = "uncertain", "Incertain"


class QueuedMail(models.Model):
    """A mail to one person, in plain text."""

    to = models.EmailField("à")
    subject = models.CharField("objet", max_length=255)
    text = models.TextField("texte")
    state = models.CharField("état", max_length=10, choices=MailState.choices, default=MailState.QUEUED)
    created_at = models.DateTimeField("écrit le")
    next_try_at = models.DateTimeField("à envoyer à partir du")
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    started_at = models.DateTimeField("dernier essai", null=True, blank=True)
    sent_at = models.DateTimeField("envoyé le", null=True, blank=True)
    error = models.TextField("erreur", blank=True)

    class Meta:
        verbose_name = "courriel"
        verbose_name_plural = "courriels"
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["next_try_at"], name="mail_due", condition=models.Q(state__in=["queued", "sending"]))
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="sent", sent_at__isnull=False)
                | (~models.Q(state="sent") & models.Q(sent_at__isnull=True)),
                name="mail_sent_has_its_hour",
            )
        ]

    def __str__(self):
        return self.subject

    @property
    def masked_to(self) -> str:
        """« m…@mende.example »: enough to know a mail by, too little to write to."""
        name, _at, host = self.to.partition("@")
        return f"{name[:1]}…@{host}"
