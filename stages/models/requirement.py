"""What the national team asks of every stage of an edition, and for when."""

from datetime import timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from stages.enums import DateKind, RequirementKind
from stages.models.edition import EditionPage
from tour.models import Row
from tour.page_forms import SignedNumberInput

#: Days.
FURTHEST = 366


class Requirement(Row):
    """Something every stage of an edition must have by a day: −60 is sixty days before the stage's first day, 7 is
    seven days after its last one.
    """

    edition = ParentalKey(EditionPage, verbose_name="édition", on_delete=models.CASCADE, related_name="requirements")
    kind = models.CharField("exigence", max_length=20, choices=RequirementKind.choices)
    days = models.SmallIntegerField(
        "échéance en jours",
        validators=[
            MinValueValidator(-FURTHEST, "Au plus tôt un an avant l’étape\u00a0: −366."),
            MaxValueValidator(FURTHEST, "Au plus tard un an après l’étape\u00a0: 366."),
        ],
        help_text="-60\u00a0: soixante jours avant le premier jour de l’étape. 7\u00a0: sept jours après le dernier.",
    )
    note = models.CharField(
        "mot aux organisateurs", max_length=200, blank=True, help_text="Une ligne d’aide, montrée avec l’exigence."
    )

    panels = [
        # Telephones offer no minus sign on their keyboard of digits.
        FieldRowPanel([FieldPanel("kind"), FieldPanel("days", widget=SignedNumberInput)]),
        FieldPanel("note"),
    ]

    class Meta(Row.Meta):
        verbose_name = "exigence"
        verbose_name_plural = "exigences"
        constraints = [
            models.UniqueConstraint(fields=["edition", "kind"], name="requirement_kind_once_an_edition"),
            models.CheckConstraint(
                condition=Q(days__gte=-FURTHEST, days__lte=FURTHEST),
                name="requirement_within_a_year",
                violation_error_message="L’échéance tombe à moins d’un an de l’étape.",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} ({self.countdown})"

    @property
    def countdown(self) -> str:
        """« J−60 », « J », « J+7 »."""
        return f"J{self.days:+d}".replace("-", "−") if self.days else "J"

    def due_on(self, stage):
        """The day by which ``stage`` must meet it; None as long as the stage's day is not known."""
        if stage.date_kind != DateKind.EXACT or stage.starts_on is None:
            return None
        return (stage.last_day if self.days > 0 else stage.starts_on) + timedelta(days=self.days)
