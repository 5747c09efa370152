"""Editions of the Tour."""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import StreamField
from wagtail.models import PageManager
from wagtail.search import index

from partners.models import PartnerRoleRow
from stages.page_forms import EditionForm
from tour import clock
from tour.blocks import ProseBlock
from tour.fields import DAYS, YEARS
from tour.models import BasePage, TourPageQuerySet
from tour.panels import RowsPanel, TitlePanel


class EditionQuerySet(TourPageQuerySet):
    def newest_first(self):
        return self.order_by("-year", "-path")


class EditionPage(BasePage):
    """One year's Tour. Its ordinal is not its year; its dates may be known in part or not at all."""

    year = models.PositiveSmallIntegerField("année", validators=YEARS, help_text="L’année du Tour\u00a0: 2014.")
    ordinal = models.PositiveSmallIntegerField(
        "rang de l’édition",
        null=True,
        blank=True,
        validators=[MinValueValidator(1, "La première édition a le rang 1."), MaxValueValidator(999)],
        help_text="1 pour la première édition… Vide s’il n’est pas sûr.",
    )
    official_name = models.CharField(
        "nom officiel",
        max_length=200,
        blank=True,
        help_text="«\u00a0Tour de France du Télétravail et des Tiers-Lieux\u00a0».",
    )
    starts_on = models.DateField(
        "début", null=True, blank=True, validators=DAYS, help_text="Vide si le premier jour n’est pas connu."
    )
    ends_on = models.DateField(
        "fin", null=True, blank=True, validators=DAYS, help_text="Vide si le dernier jour n’est pas connu."
    )
    website = models.URLField("site d’alors", blank=True)
    body = StreamField(ProseBlock(), verbose_name="présentation", blank=True)
    reviews_changes = models.BooleanField(
        "relecture avant publication",
        default=False,
        help_text="Cochez pour que l’équipe nationale relise ce que les étapes et les partenaires changent avant que "
        "ce soit en ligne. Sinon, ils publient eux-mêmes.",
    )
    organisers_may_invite = models.BooleanField(
        "les équipes invitent elles-mêmes",
        default=True,
        help_text="Les personnes qui tiennent une page peuvent en inviter d’autres à la tenir avec elles.",
    )

    objects = PageManager.from_queryset(EditionQuerySet)()

    subpage_types = ["stages.StagePage", "stages.PressReleasePage"]

    search_fields = [
        *BasePage.search_fields,
        index.SearchField("official_name"),
        index.SearchField("body"),
        index.FilterField("year"),
    ]

    edit_handler = BasePage.tabs(
        (
            "Édition",
            [
                TitlePanel("title"),
                FieldPanel("official_name"),
                FieldRowPanel([FieldPanel("year"), FieldPanel("ordinal")]),
                FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
                FieldPanel("summary"),
                FieldPanel("photo"),
                FieldPanel("website"),
                FieldPanel("body"),
            ],
        ),
        ("Partenaires", [RowsPanel("partner_roles", heading="Partenaires de l’édition", label="un partenaire")]),
        (
            "Presse et sources",
            [
                RowsPanel("publications", heading="Revue de presse et publications", label="une publication"),
                RowsPanel("key_figures", heading="Chiffres clés", label="un chiffre"),
                RowsPanel("citations", heading="Sources et incertitudes", label="une citation"),
            ],
        ),
        ("Équipes", [FieldPanel("reviews_changes"), FieldPanel("organisers_may_invite")]),
        (
            "Exigences",
            [
                RowsPanel(
                    "requirements",
                    heading="Ce que chaque étape doit fournir",
                    label="une exigence",
                    help_text="Les organisateurs voient cette liste pour leur étape, avec ce qui leur manque encore.",
                )
            ],
        ),
        form=EditionForm,
    )

    class Meta:
        verbose_name = "édition"
        verbose_name_plural = "éditions"
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="edition_ends_after_start",
                violation_error_message="L’édition ne peut pas finir avant d’avoir commencé.",
            )
        ]

    def clean(self):
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": "L’édition ne peut pas finir avant d’avoir commencé."})

    @property
    def last_day(self) -> date:
        """That of its year when its own is not known."""
        return self.ends_on or date(self.year, 12, 31)

    @property
    def has_ended(self) -> bool:
        return self.last_day < clock.today()


class EditionPartner(PartnerRoleRow):
    """What a partner does for a whole edition."""

    edition = ParentalKey(EditionPage, verbose_name="édition", on_delete=models.CASCADE, related_name="partner_roles")
    partner = models.ForeignKey(
        "partners.PartnerPage", verbose_name="partenaire", on_delete=models.PROTECT, related_name="edition_roles"
    )

    class Meta(PartnerRoleRow.Meta):
        verbose_name = "partenaire de l’édition"
        verbose_name_plural = "partenaires de l’édition"
        constraints = [models.UniqueConstraint(fields=["edition", "partner", "role"], name="edition_partner_role_once")]
