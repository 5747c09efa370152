"""Teams: who keeps which page."""

from django.db import models
from django.db.models.functions import Lower


class Team(models.Model):
    """The people who keep a page (a stage, a partner), or those who conduct the whole Tour (``page`` is null).

    Its members are the users of ``group``, whose rights are Wagtail's own; ``tour.teams`` writes them.
    """

    page = models.OneToOneField(
        "tour.BasePage", verbose_name="page", null=True, blank=True, on_delete=models.CASCADE, related_name="team"
    )
    group = models.OneToOneField("auth.Group", verbose_name="groupe", on_delete=models.PROTECT, related_name="team")
    collection = models.OneToOneField(
        "wagtailcore.Collection",
        verbose_name="collection",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="team",
    )
    workflow = models.OneToOneField(
        "wagtailcore.Workflow",
        verbose_name="relecture",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="team",
    )
    may_publish = models.BooleanField("publie sans relecture", default=True)
    may_invite = models.BooleanField("invite d’autres personnes", default=True)

    class Meta:
        verbose_name = "équipe"
        verbose_name_plural = "équipes"

    def __str__(self):
        return self.page.title if self.page else self.group.name


class Invitation(models.Model):
    """An address asked to join a team. The link sent to it is signed, holds once and until ``expires_at``."""

    team = models.ForeignKey(Team, verbose_name="équipe", on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField("adresse e-mail")
    created_at = models.DateTimeField("invitée le")
    created_by = models.ForeignKey(
        "tour.User",
        verbose_name="invitée par",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    expires_at = models.DateTimeField("valable jusqu’au")
    accepted_at = models.DateTimeField("acceptée le", null=True, blank=True)
    accepted_by = models.ForeignKey(
        "tour.User",
        verbose_name="acceptée par",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    revoked_at = models.DateTimeField("annulée le", null=True, blank=True)

    class Meta:
        verbose_name = "invitation"
        verbose_name_plural = "invitations"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                "team",
                condition=models.Q(accepted_at=None, revoked_at=None),
                name="invitation_open_once_per_address",
                violation_error_message="Cette adresse a déjà une invitation en attente.",
            ),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")), name="invitation_expires_after_start"
            ),
        ]

    def __str__(self):
        return f"{self.email} – {self.team}"
