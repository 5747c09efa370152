"""What ties a stage to partners and to themes."""

from django.db import models
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase

from partners.models import PartnerRoleRow
from stages.models.stage import StagePage
from tour.models import Theme


class StagePartner(PartnerRoleRow):
    """What a partner does for one stage."""

    stage = ParentalKey(StagePage, verbose_name="étape", on_delete=models.CASCADE, related_name="partner_roles")
    partner = models.ForeignKey(
        "partners.PartnerPage", verbose_name="partenaire", on_delete=models.PROTECT, related_name="stage_roles"
    )

    class Meta(PartnerRoleRow.Meta):
        verbose_name = "partenaire de l’étape"
        verbose_name_plural = "partenaires de l’étape"
        constraints = [models.UniqueConstraint(fields=["stage", "partner", "role"], name="stage_partner_role_once")]


class ThemedStage(ItemBase):
    content_object = ParentalKey(StagePage, verbose_name="étape", on_delete=models.CASCADE, related_name="themed_items")
    tag = models.ForeignKey(Theme, verbose_name="thème", on_delete=models.CASCADE, related_name="themed_stages")

    class Meta:
        verbose_name = "thème d’une étape"
        verbose_name_plural = "thèmes des étapes"
