"""Partners of what is over: they keep the name and the logo they had."""

from django.db.models import Case, Q, Value, When
from django.db.models.functions import Coalesce

from partners.models import PartnerPage
from stages.domain.itinerary import itinerary
from stages.models import EditionPage, EditionPartner, StagePage, StagePartner


def freeze_past_roles(partner: PartnerPage):
    """Before ``partner`` is saved with another name or logo, keep those it has for the editions and stages now over.

    What editors wrote themselves stays. Roles frozen before stay as they are. One query when nothing changes.
    """
    was_shown = Q(live=True) | Q(first_published_at__isnull=False)
    stored = PartnerPage.objects.filter(was_shown, pk=partner.pk).only("title", "logo").first()
    if stored is None or (stored.title, stored.logo_id) == (partner.title, partner.logo_id):
        return
    editions = past_editions()
    stages = StagePage.objects.with_progress().filter(
        Q(is_over=True) | Q(edition_path__in=[edition.path for edition in editions])
    )
    for roles in (
        EditionPartner.objects.filter(edition__in=editions),
        StagePartner.objects.filter(stage__in=stages.values("pk")),
    ):
        roles.filter(partner=partner.pk, is_frozen=False).update(
            name_then=Case(When(name_then="", then=Value(stored.title)), default="name_then"),
            logo_then=Coalesce("logo_then", Value(stored.logo_id)),
            is_frozen=True,
        )


def past_editions() -> list[EditionPage]:
    """Those whose last day, as far as it is known, or whose last stage is over."""
    editions = EditionPage.objects.defer("body")
    return [edition for edition in editions if edition.has_ended or itinerary(edition).is_over]
