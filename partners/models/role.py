"""The link between a partner and what it does, for whichever page holds it."""

from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from partners.enums import PartnerRole
from partners.models.partner import initials
from tour.enums import Standing
from tour.models import Row


class PartnerRoleRow(Row):
    """A role given to a partner by an edition or a stage (abstract: each has its own table).

    The role belongs to the link, not to the partner. ``name_then`` and ``logo_then`` keep how the partner appeared,
    whatever it is called later: once the event is over and its partner changes, they are filled in and ``is_frozen``
    (ADR 0012). A frozen role without a logo shows none, for there was none.
    """

    partner = models.ForeignKey(
        "partners.PartnerPage", verbose_name="partenaire", on_delete=models.PROTECT, related_name="+"
    )
    role = models.CharField("rôle", max_length=20, choices=PartnerRole.choices, default=PartnerRole.PARTNER)
    name_then = models.CharField(
        "nom d’alors",
        max_length=255,
        blank=True,
        help_text="Si le partenaire figurait sous un autre nom que celui de sa page aujourd’hui. Une fois l’événement "
        "passé, se remplit quand le partenaire change de nom ou de logo.",
    )
    logo_then = models.ForeignKey(
        "tour.TourImage",
        verbose_name="logo d’alors",
        null=True,
        blank=True,
        # A logo is shown by its owner’s leave: it must be possible to delete it everywhere.
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Le logo que le partenaire avait, s’il en a changé depuis. Se remplit de la même façon.",
    )
    is_frozen = models.BooleanField("montré comme alors", default=False, editable=False)
    standing = models.CharField("fiabilité", max_length=20, choices=Standing.choices, default=Standing.CONFIRMED)

    panels = [
        FieldRowPanel([FieldPanel("partner"), FieldPanel("role")]),
        FieldRowPanel([FieldPanel("name_then"), FieldPanel("standing")]),
        FieldPanel("logo_then"),
    ]

    class Meta(Row.Meta):
        abstract = True

    def __str__(self):
        return f"{self.shown_name} ({self.get_role_display()})"

    @classmethod
    def from_serializable_data(cls, data, check_fks=True, strict_fks=False):
        """The role as a revision holds it; one made before the role was frozen takes what was kept since."""
        if not data.get("is_frozen"):
            frozen = cls._default_manager.filter(pk=data["pk"], partner=data["partner"], is_frozen=True)
            kept = frozen.values("name_then", "logo_then", "is_frozen").first() or {}
            data = {**data, **{name: data.get(name) or value for name, value in kept.items()}}
        return super().from_serializable_data(data, check_fks=check_fks, strict_fks=strict_fks)

    @property
    def shown_name(self) -> str:
        return self.name_then or self.partner.title

    @property
    def shown_logo(self):
        """The partner's logo, as it was then once the role is frozen; None without one."""
        return self.logo_then if self.is_frozen or self.logo_then_id else self.partner.logo

    @property
    def shown_monogram(self) -> str:
        """What stands for the partner without a logo: made of the name shown."""
        return self.partner.monogram if self.shown_name == self.partner.title else initials(self.shown_name)
