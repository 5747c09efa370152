"""What follows from a publication. Signals only hasten: ``stages.tasks`` sweeps for what they missed.

But for what must be known before it is overwritten, in the same transaction: how a partner was called.
"""

from django.db.models import Q
from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver
from wagtail.models import PageViewRestriction
from wagtail.signals import init_new_page, page_published, page_unpublished, post_page_move

from partners.models import PartnerPage, PlacePage
from stages.domain import (
    audience,
    following,
    ledger,
    planning,
    programme_release,
    reminder_slots,
    reminders,
    requirements,
    teams,
)
from stages.domain.past_roles import freeze_past_roles
from stages.models import Delivery, EditionPage, PersonPage, StagePage
from tour import bounces, deletion
from tour.bounces import mail_bounced
from tour.models import BasePage, Suppression, Team
from tour.teams import dissolve as dissolve_team

bounces.register(ledger.address_of)
deletion.register(audience.why_not_deleted)


@receiver([page_published, page_unpublished], sender=StagePage)
@receiver([page_published, page_unpublished], sender=PlacePage)
def keep_schedule(instance, signal, **kwargs):
    """A stage was published, or the place where it is held was: those who follow it are told."""
    # Wagtail says « unpublished » of what is being deleted, too, and stores nothing of it: no row may refer to it now.
    is_being_deleted = signal is page_unpublished and instance.live
    if not is_being_deleted:
        reminders.follow_schedule(StagePage.objects.filter(Q(pk=instance.pk) | Q(venue=instance.pk)))


@receiver([post_save, post_delete], sender=PageViewRestriction)
def follow_privacy(instance, origin=None, **kwargs):
    """A page became private, or everybody's again, and with it the stages below."""
    page = BasePage.objects.filter(pk=instance.page_id).first()
    goes_with_its_page = origin is not None and getattr(origin, "model", type(origin)) is not PageViewRestriction
    if page is not None and not goes_with_its_page:
        reminders.follow_schedule(StagePage.objects.descendant_of(page, inclusive=True))


@receiver(post_page_move)
def follow_move(instance, **kwargs):
    """A page was moved with the stages below: to where it is private, or is so no more."""
    reminders.follow_schedule(StagePage.objects.descendant_of(instance, inclusive=True))


@receiver(post_delete, sender=StagePage)
def stop_reminders(instance, **kwargs):
    """A stage was deleted: what was to be told of it is about nothing any more."""
    planning.cancel(Delivery.objects.telling().filter(stage=None), reminder_slots.NOT_ONLINE)


@receiver(post_save, sender=StagePage)
@receiver(post_save, sender=PartnerPage)
def give_team(instance, created, raw, **kwargs):
    """A stage or a partner came into being, in whatever way."""
    if created and not raw:
        teams.provision(instance)


@receiver([page_published, post_page_move], sender=StagePage)
@receiver(page_published, sender=PartnerPage)
def bring_team_up_to_date(instance, **kwargs):
    """It may bear another name, or its edition another rule; it may be another edition's."""
    teams.provision(instance.specific)  # of a move Wagtail tells as of a base page


@receiver([page_published, page_unpublished], sender=EditionPage)
def follow_edition(instance, **kwargs):
    """The rules of an edition may have changed, or another edition may make those of partners."""
    teams.follow_edition(instance)


@receiver(post_save, sender=PersonPage)
def entrust_person(instance, raw, update_fields, **kwargs):
    """Another stage may keep a person's page. Of a draft, which gives it to nobody, other fields are saved."""
    if not raw and (update_fields is None or "kept_by" in update_fields):
        teams.entrust_person(instance)


@receiver(post_delete, sender=Team)
def dissolve(instance, **kwargs):
    """A page was deleted: nobody has anything to keep."""
    dissolve_team(instance)


@receiver(pre_save, sender=PartnerPage)
def keep_past_roles(instance, raw, update_fields, **kwargs):
    """A partner's page is about to be published; of a draft, which shows nothing yet, other fields are saved."""
    if not raw and update_fields is None:
        freeze_past_roles(instance)


@receiver(page_published, sender=StagePage)
def keep_programme_release(instance, **kwargs):
    """A stage was published, perhaps with a new version of its programme."""
    programme_release.record(StagePage.objects.filter(pk=instance.pk))


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


@receiver(post_delete, sender=Suppression)
def write_again(instance, **kwargs):
    """A suspension ended, by a person or of itself."""
    following.write_again(instance.address_hash)


@receiver(mail_bounced)
def note_return(message_id, **kwargs):
    """A mail came back: perhaps one to a follower or a team."""
    ledger.note_return(message_id)
