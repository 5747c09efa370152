"""What the public was told of when and where a stage is held, each time it changed."""

from django.db import models
from django.db.models import OuterRef, Subquery

from stages.enums import DateKind, ScheduleChange, StageStatus
from stages.models.stage import StagePage

#: What a version keeps of its stage under the same name.
SCHEDULE_FIELDS = (
    "status",
    "date_kind",
    "starts_on",
    "ends_on",
    "opening_time",
    "closing_time",
    "time_zone",
)


class ScheduleVersionQuerySet(models.QuerySet):
    def latest_ones(self):
        """The last version of each stage."""
        newest = self.model._default_manager.filter(stage=OuterRef("stage")).order_by("-number").values("pk")[:1]
        return self.filter(pk=Subquery(newest))

    def announced(self):
        """Those that are news: a change of hours within the programme alone is not, nor of what the stage is about."""
        return self.exclude(change__in=[ScheduleChange.PROGRAMME, ScheduleChange.COVERAGE])


class ScheduleVersion(models.Model):
    """A stage's date, hours, place and status as they were published, in its own time zone; and by which themes (keys)
    and region it could be followed then.

    ``number`` counts from 0 and rises with each published change: it is iCalendar's SEQUENCE (RFC 5545, 3.8.7.4).
    Written by ``stages.domain.schedule`` only, and never changed.
    """

    stage = models.ForeignKey(
        StagePage, verbose_name="étape", on_delete=models.CASCADE, related_name="schedule_versions"
    )
    number = models.PositiveIntegerField("numéro")
    change = models.CharField("nature", max_length=12, choices=ScheduleChange.choices)
    recorded_at = models.DateTimeField("constaté le")

    status = models.CharField("statut", max_length=10, choices=StageStatus.choices)
    date_kind = models.CharField("précision de la date", max_length=10, choices=DateKind.choices)
    starts_on = models.DateField("premier jour", null=True)
    ends_on = models.DateField("dernier jour", null=True)
    opening_time = models.TimeField("ouverture des portes", null=True)
    closing_time = models.TimeField("fin", null=True)
    time_zone = models.CharField("fuseau horaire", max_length=40)
    place = models.TextField("lieu", blank=True)
    programme = models.JSONField("horaires du programme", default=dict)
    themes = models.JSONField("thèmes", default=list)
    region = models.CharField("région", max_length=40, blank=True)

    objects = ScheduleVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "version du calendrier d’une étape"
        verbose_name_plural = "versions du calendrier des étapes"
        ordering = ["-recorded_at", "-pk"]
        indexes = [models.Index(fields=["recorded_at"], name="schedule_recorded_at")]
        constraints = [models.UniqueConstraint(fields=["stage", "number"], name="schedule_number_once_a_stage")]

    def __str__(self):
        return f"{self.stage} – {self.number} ({self.get_change_display()})"

    @property
    def last_day(self):
        return self.ends_on or self.starts_on
