"""The link between a partner and what it does, for whichever page holds it."""

from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from partners.enums import PartnerRole
from tour.enums import Standing
from tour.models import Row


class PartnerRoleRow(Row):
    """A role given to a partner by an edition or a stage (abstract: each has its own table).

    The role belongs to the link, not to the partner. ``name_then`` keeps the name under which the
    partner appeared, whatever it is called later.
    """

    partner = models.ForeignKey(
        "partners.PartnerPage", verbose_name="partenaire", on_delete=models.PROTECT, related_name="+"
    )
    role = models.CharField("rôle", max_length=20, choices=PartnerRole.choices, default=PartnerRole.PARTNER)
    name_then = models.CharField(
        "nom d’alors",
        max_length=200,
        blank=True,
        help_text="Si le partenaire figurait sous un autre nom que celui de sa page aujourd’hui.",
    )
    standing = models.CharField("fiabilité", max_length=20, choices=Standing.choices, default=Standing.CONFIRMED)

    panels = [
        FieldRowPanel([FieldPanel("partner"), FieldPanel("role")]),
        FieldRowPanel([FieldPanel("name_then"), FieldPanel("standing")]),
    ]

    class Meta(Row.Meta):
        abstract = True

    def __str__(self):
        return f"{self.shown_name} ({self.get_role_display()})"

    @property
    def shown_name(self) -> str:
        return self.name_then or self.partner.title
