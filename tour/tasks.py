"""Celery tasks of the floor. Each is one call, safe to run twice."""

from celery import shared_task

from tour import mail, publishing


@shared_task
def publish_scheduled():
    """Publish and expire the pages whose hour has come."""
    publishing.publish_due()


@shared_task
def send_queued_mail():
    """Send the mails that wait."""
    mail.send_due()
