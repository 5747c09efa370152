"""The programme of a stage as it was released, each time."""

from django.conf import settings
from django.db import models

from stages.models.stage import StagePage


class ProgrammeRelease(models.Model):
    """A version of a stage's programme, as it went public.

    ``items`` is what ``stages.domain.programme_changes.snapshot`` makes of it: persons by their key alone, so that
    one whose page is hidden or deleted since is told no more. Written by ``stages.domain.programme_release`` only,
    and never changed.
    """

    stage = models.ForeignKey(
        StagePage, verbose_name="étape", on_delete=models.CASCADE, related_name="programme_releases"
    )
    number = models.PositiveSmallIntegerField("version")
    released_at = models.DateTimeField("publiée le")
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="publiée par",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    items = models.JSONField("programme", default=list)

    class Meta:
        verbose_name = "version du programme"
        verbose_name_plural = "versions du programme"
        ordering = ["-released_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["stage", "number"], name="programme_release_number_once_a_stage")
        ]

    def __str__(self):
        return f"{self.stage} – version {self.number} du programme"
