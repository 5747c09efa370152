"""What follows from a publication. Signals only hasten: ``stages.tasks`` sweeps for what they missed."""

from django.db.models import Q
from django.db.models.signals import pre_save
from django.dispatch import receiver
from wagtail.signals import init_new_page, page_published, page_unpublished

from partners.models import PlacePage
from stages.domain import requirements, schedule
from stages.models import EditionPage, StagePage


@receiver([page_published, page_unpublished], sender=StagePage)
@receiver([page_published, page_unpublished], sender=PlacePage)
def keep_schedule(instance, **kwargs):
    """A stage was published, or the place where it is held was."""
    schedule.record_changes(StagePage.objects.filter(Q(pk=instance.pk) | Q(venue=instance.pk)))


@receiver(init_new_page)
def propose_requirements(page, **kwargs):
    """The form of a new edition opens with the usual requirements: the national team keeps which it wants."""
    if isinstance(page, EditionPage):
        requirements.provide(page)


@receiver(pre_save, sender=EditionPage)
def require_the_usual(instance, raw, **kwargs):
    """An edition made otherwise than by that form is stored with them from the first."""
    if instance._state.adding and not raw:
        requirements.provide(instance)
