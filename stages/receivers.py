"""What follows from a publication. Signals only hasten: ``stages.tasks`` sweeps for what they missed.

But for what must be known before it is overwritten, in the same transaction: how a partner was called.
"""

from django.db.models import Q
from django.db.models.signals import pre_save
from django.dispatch import receiver
from wagtail.signals import page_published, page_unpublished

from partners.models import PartnerPage, PlacePage
from stages.domain import schedule
from stages.domain.past_roles import freeze_past_roles
from stages.models import StagePage


@receiver([page_published, page_unpublished], sender=StagePage)
@receiver([page_published, page_unpublished], sender=PlacePage)
def keep_schedule(instance, **kwargs):
    """A stage was published, or the place where it is held was."""
    schedule.record_changes(StagePage.objects.filter(Q(pk=instance.pk) | Q(venue=instance.pk)))


@receiver(pre_save, sender=PartnerPage)
def keep_past_roles(instance, raw, update_fields, **kwargs):
    """A partner's page is about to be published; of a draft, which shows nothing yet, other fields are saved."""
    if not raw and update_fields is None:
        freeze_past_roles(instance)
