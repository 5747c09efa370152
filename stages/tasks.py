"""Celery tasks of the Tour. Each is one call, safe to run twice."""

from celery import shared_task

from stages.domain import programme_release, schedule


@shared_task
def record_schedule_changes():
    """Keep what changed of when and where stages are held, and no signal told."""
    schedule.record_changes()


@shared_task
def record_programme_releases():
    """Keep the versions of programmes that were published, and no signal told."""
    programme_release.record()
