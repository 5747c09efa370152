"""What follows from a publication. Signals only hasten: ``stages.tasks`` sweeps for what they missed."""

from django.db.models import Q
from django.dispatch import receiver
from wagtail.signals import page_published, page_unpublished

from partners.models import PlacePage
from stages.domain import programme_release, schedule
from stages.models import StagePage


@receiver([page_published, page_unpublished], sender=StagePage)
@receiver([page_published, page_unpublished], sender=PlacePage)
def keep_schedule(instance, **kwargs):
    """A stage was published, or the place where it is held was."""
    schedule.record_changes(StagePage.objects.filter(Q(pk=instance.pk) | Q(venue=instance.pk)))


@receiver(page_published, sender=StagePage)
def keep_programme_release(instance, **kwargs):
    """A stage was published, perhaps with a new version of its programme."""
    programme_release.record(StagePage.objects.filter(pk=instance.pk))
