"""Addresses that mail is not sent to any more, and what came back of late. Neither holds an address."""

from django.db import models


class SuppressionReason(models.TextChoices):
    """Why an address is not written to any more. A later one outweighs those before it."""

    REFUSED = "refused", "Cette adresse n’existe pas, ou refuse pour de bon"
    UNREACHABLE = "unreachable", "Plusieurs courriels de suite n’ont pas pu être remis"
    BY_HAND = "by_hand", "Suspendue à la main par l’équipe nationale"
    COMPLAINT = "complaint", "Un courriel a été signalé comme indésirable"


class Suppression(models.Model):
    """An address, as a keyed hash (``tour.suppressions``), that no mail is sent to."""

    address_hash = models.CharField("empreinte de l’adresse", max_length=64, unique=True, editable=False)
    reason = models.CharField("raison", max_length=20, choices=SuppressionReason.choices)
    said = models.CharField("ce qu’a dit le serveur", max_length=200, blank=True)
    created_at = models.DateTimeField("suspendue le", db_index=True)

    class Meta:
        verbose_name = "adresse suspendue"
        verbose_name_plural = "adresses suspendues"
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return self.get_reason_display()


class Bounce(models.Model):
    """One mail that one address did not take for the moment; several of them suspend it."""

    address_hash = models.CharField("empreinte de l’adresse", max_length=64, editable=False)
    message_id = models.CharField("Message-ID", max_length=200)
    code = models.CharField("code", max_length=12)
    bounced_at = models.DateTimeField("revenu le")

    class Meta:
        verbose_name = "retour de courriel"
        verbose_name_plural = "retours de courriel"
        constraints = [models.UniqueConstraint(fields=["address_hash", "message_id"], name="bounce_once_per_mail")]

    def __str__(self):
        return self.code
