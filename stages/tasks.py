"""Celery tasks of the Tour. Each is one call, safe to run twice."""

from celery import shared_task

from stages.domain import ledger, personal_data, programme_release, reminders


@shared_task
def record_schedule_changes():
    """Keep what changed of when and where stages are held, and no signal told; plan what followers are told of it."""
    reminders.catch_up()


@shared_task
def record_programme_releases():
    """Keep the versions of programmes that were published, and no signal told."""
    programme_release.record()


@shared_task
def send_deliveries():
    """Send what is due to followers and teams."""
    ledger.send_due()


@shared_task
def plan_deliveries():
    """Make the ledger hold what is expected of it."""
    reminders.reconcile()


@shared_task
def plan_weekly_mails():
    """Make the ledger hold next week's mails to teams and to the national team."""
    reminders.plan_weekly()


@shared_task
def forget_old_addresses():
    """Erase what is kept of followers longer than the register says."""
    personal_data.forget_old()
